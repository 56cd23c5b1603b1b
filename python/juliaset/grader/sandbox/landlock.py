"""Landlock: Linux closes every file to this process that is not named, and never opens it again.

Any user may ask for it, since Linux 5.13. The numbers are those of linux/landlock.h.
"""

import os
import struct
from collections.abc import Iterable
from pathlib import Path

from juliaset._walls import landlock, landlock_version

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE
_READ = _READ_FILE | _READ_DIR
_ALL_OF_FIRST = (1 << 13) - 1  # files and folders: execute, read, write, make, remove
_REFER, _TRUNCATE = 1 << 13, 1 << 14  # versions 2 and 3
_TCP = 0b11  # bind and connect, version 4
_SCOPES = 0b11  # abstract sockets, and signals to processes outside, version 6


def restrict(
    readable: Iterable[Path], executable: Iterable[Path] = (), writable: Iterable[Path] = ()
) -> str:
    """Close all other paths to this process; return why this failed, or nothing.

    What is executable or writable is readable too.
    """
    version = landlock_version()
    if version < 1:
        return f"this system has no Landlock ({os.strerror(-version)})"
    files = _ALL_OF_FIRST | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)  # noqa: PLR2004
    fields = [files]
    # A shorter structure for an older Linux: it refuses fields that it does not know.
    fields += [_TCP] if version >= 4 else []  # noqa: PLR2004
    fields += [_SCOPES] if version >= 6 else []  # noqa: PLR2004
    rights = dict.fromkeys(readable, _READ) | dict.fromkeys(executable, _READ | _EXECUTE)
    rights |= dict.fromkeys(writable, files & ~_EXECUTE)
    rules = [(os.fsencode(path), _of_its_kind(path, allowed)) for path, allowed in rights.items()]
    failed = landlock(struct.pack(f"{len(fields)}Q", *fields), rules)
    return f"Landlock refused its rules ({os.strerror(failed)})" if failed else ""


def _of_its_kind(path: Path, allowed: int) -> int:
    return allowed if path.is_dir() else allowed & (_OF_FILES | _TRUNCATE)
