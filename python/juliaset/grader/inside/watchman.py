"""An audit hook: Python itself refuses what no submission needs; it can't be taken off again.

Linux refuses most of it as well, where it can. This stands on every machine, and says in words what
is not allowed.
"""

import os
import sys
from pathlib import Path
from typing import Any

_REFUSED = (
    "ctypes.dlopen",
    "ctypes.dlsym",
    "ctypes.cdata",
    "ctypes.call_function",
    "ctypes.addressof",
    "gc.get_objects",
    "gc.get_referrers",
    "os.chdir",
    "os.chmod",
    "os.chown",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.kill",
    "os.killpg",
    "os.link",
    "os.mkdir",
    "os.posix_spawn",
    "os.putenv",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.spawn",
    "os.startfile",
    "os.symlink",
    "os.system",
    "os.truncate",
    "pty.spawn",
    "resource.",
    "signal.pthread_kill",
    "socket.",
    "subprocess.",
    "sys.addaudithook",
    "webbrowser.open",
)
_PACKAGES = "-packages/"
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def watch(readable: list[Path]) -> None:
    """Refuse from now on what is in the list, to write, and every file that lies elsewhere."""
    own = os.getcwd()  # noqa: PTH109 - a text is wanted
    beneath = tuple(f"{each}/" for path in readable for each in (path, path.resolve()))
    # Beside a Python that is no virtual environment's lie other packages: juliaset, too.
    packages = tuple(each for each in beneath if _PACKAGES in each)
    # Bound now, and all of C: a submission could put something else in their place, and a str of
    # its own could say here that it is another one than the one that is opened.
    starts, kind, number, octets = str.startswith, type, int, bytes
    plain, decoded, refused, writes = str.__str__, bytes.decode, _REFUSED, _WRITES
    others = _PACKAGES

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if starts(event, refused):
            raise PermissionError(f"{event} is not for a submission")
        if event == "import":  # of a compiled module: by its file, if it is loaded now
            path, flags = arguments[1], 0
        elif event == "open":
            path, _, flags = arguments
        else:
            return
        if path is None or kind(path) is number:
            return
        name = decoded(path) if kind(path) is octets else plain(path)
        if not starts(name, "/"):
            name = f"{own}/{name}"
        if flags & writes:
            raise PermissionError(f"a submission may not write {name}")
        within = packages if others in name else beneath
        if not starts(f"{name}/", within) or "/../" in f"{name}/":
            raise PermissionError(f"a submission may not open {name}")

    sys.addaudithook(hook)
