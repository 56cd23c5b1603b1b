"""Loads every compiled module that a submission in Python may need, before the walls stand.

Afterwards no file can become a program of this process, not even one that it could write to.
"""

import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import numpy as np

# Those of Python's own that lead to addresses, and those that take long.
_NOT_NEEDED = (
    *("_asyncio", "_codecs_", "_crypt", "_ctypes", "_curses", "_dbm", "_elementtree", "_gdbm"),
    *("_interp", "_lsprof", "_multiprocessing", "_posixshmem", "_remote_debugging", "_sqlite3"),
    *("_ssl", "_test", "_tkinter", "_uuid", "_xx", "audioop", "fcntl", "nis", "ossaudiodev"),
    *("readline", "resource", "spwd", "syslog", "termios", "xx"),
)


def load_all() -> None:
    """Import the compiled modules of the standard library and of NumPy."""
    for folder in sys.path:
        if folder.endswith("lib-dynload"):
            names = {path.name.partition(".")[0] for path in Path(folder).glob("*.so")}
            _import(name for name in names if not name.startswith(_NOT_NEEDED))
    numpy = Path(np.__file__).parent
    found = {path.relative_to(numpy.parent) for path in numpy.rglob("*.so")}
    names = {".".join([*path.parts[:-1], path.name.partition(".")[0]]) for path in found}
    _import(name for name in names if "test" not in name)


def _import(names: Iterable[str]) -> None:
    for name in sorted(names):
        with suppress(ImportError):
            import_module(name)
