"""An audit hook: Python itself refuses what no submission needs; it can't be taken off again."""

import sys
from collections.abc import Callable
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
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.kill",
    "os.killpg",
    "os.posix_spawn",
    "os.putenv",
    "os.spawn",
    "os.startfile",
    "os.system",
    "pty.spawn",
    "signal.pthread_kill",
    "socket.",
    "subprocess.",
    "sys.addaudithook",
    "webbrowser.open",
)


def watch(readable: list[Path], writable: list[Path]) -> None:
    """Refuse from now on what is in the list, and every file that lies elsewhere."""
    may_write = _and_beneath(writable)
    may_read = _and_beneath([*readable, *writable])
    # Bound now: a submission could put something else into the module.
    real_path, text, starts, refused = _real_path(), str, str.startswith, _REFUSED

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if starts(event, refused):
            raise PermissionError(f"{event} is not for a submission")
        if event != "open" or isinstance(arguments[0], int):
            return
        path = arguments[0]
        name = real_path(path.decode() if isinstance(path, bytes) else text(path))
        mode, flags = arguments[1], arguments[2]
        writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (
            isinstance(flags, int) and flags & 0b11
        )
        if not starts(name + "/", may_write if writes else may_read):
            raise PermissionError(f"a submission may not open {name}")

    sys.addaudithook(hook)


def _and_beneath(paths: list[Path]) -> tuple[str, ...]:
    return tuple(f"{path.resolve()}/" for path in paths)


def _real_path() -> Callable[[str], str]:
    from os.path import realpath  # noqa: PLC0415 - bound where it is used

    return realpath
