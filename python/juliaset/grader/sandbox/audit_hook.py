"""An audit hook: Python itself refuses what no submission needs; a hook cannot be removed.

Linux refuses most of it too, if it can. The hook works on every machine, and its messages say what
is not allowed.
"""

import os
import sys
from pathlib import Path
from typing import Any

# Events, or how their names begin.
_REFUSED = (
    *("ctypes.", "fcntl.", "gc.", "mmap.", "resource.", "sys.addaudithook", "sys._current_frames"),
    *("os.chdir", "os.chmod", "os.chown", "os.link", "os.mkdir", "os.putenv", "os.remove"),
    *("os.rename", "os.rmdir", "os.startfile", "os.symlink", "os.truncate"),
    *("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "pty.spawn"),
    *("os.kill", "os.killpg", "signal.pthread_kill", "socket.", "subprocess.", "webbrowser.open"),
    "sys.remote_exec",  # from Python 3.14 on: code for another process of Python
)
_THREADS = ("_thread.start",)
# Modules that lead to addresses and interpreters of their own. Others, such as subprocess, may be
# imported, because NumPy does; what they do is an event.
_MODULES = frozenset(
    {
        *("ctypes", "_ctypes", "_ctypes_test"),
        *("_testcapi", "_testinternalcapi", "_testlimitedcapi"),
        *("_interpchannels", "_interpqueues", "_interpreters"),  # from Python 3.13 on
        *("_xxinterpchannels", "_xxsubinterpreters"),  # up to 3.12
        *("_remote_debugging", "_testexternalinspection"),  # they read another process's memory
        *("juliaset", "site"),
    }
)
_PACKAGES = "-packages/"
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def install(readable: list[Path], *, threads: bool) -> None:
    """Refuse from now on the listed events, writing, and reading any file that is not readable.

    threads: it may start threads.
    """
    own = os.getcwd()  # noqa: PTH109 - a string is needed
    beneath = tuple(f"{each}/" for path in readable for each in (path, path.resolve()))
    # Next to a Python outside a virtual environment there are other packages, juliaset among them.
    packages = tuple(each for each in beneath if _PACKAGES in each)
    # Bound now, and all implemented in C: a submission could replace the originals, and its own
    # subclass of str could name one file here and another one to open().
    starts, kind, number, octets = str.startswith, type, int, bytes
    plain, decoded, writes, first = str.__str__, bytes.decode, _WRITES, str.partition
    others, modules = _PACKAGES, _MODULES
    refused = _REFUSED if threads else (*_REFUSED, *_THREADS)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if starts(event, refused):
            raise PermissionError(f"{event} is not for a submission")
        if event == "import":  # of a compiled module: by its file, if it is loaded now
            if first(plain(arguments[0]), ".")[0] in modules:
                raise PermissionError(f"a submission may not import {arguments[0]}")
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
