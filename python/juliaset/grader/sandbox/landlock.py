"""Landlock: Linux closes every file to this process that is not named, and never opens it again.

Any user may ask for it, since Linux 5.13. The numbers are those of linux/landlock.h.
"""

import ctypes
import os
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_RULE_PATH_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_READ = _READ_FILE | _READ_DIR
_ALL_OF_FIRST = (1 << 13) - 1  # files and folders: read, write, make, remove
_REFER, _TRUNCATE = 1 << 13, 1 << 14  # versions 2 and 3
_TCP = 0b11  # bind and connect, version 4
_SCOPES = 0b11  # abstract sockets, and signals to processes outside, version 6


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def restrict(readable: list[Path]) -> str:
    """Leave only these paths readable, and none writable; return why this failed, or nothing."""
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION)
    if version < 1:
        return f"this Linux has no Landlock ({os.strerror(ctypes.get_errno())})"
    files = _ALL_OF_FIRST | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)  # noqa: PLR2004
    # A shorter structure for an older Linux: it refuses fields that it does not know.
    size = 24 if version >= 6 else 16 if version >= 4 else 8  # noqa: PLR2004
    rules = _Ruleset(files, _TCP if version >= 4 else 0, _SCOPES if version >= 6 else 0)  # noqa: PLR2004
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        return f"Landlock refused its rules ({os.strerror(ctypes.get_errno())})"
    try:
        for path in readable:
            _allow_reading(libc, ruleset, path)
        if libc.syscall(_RESTRICT_SELF, ruleset, 0):
            return f"Landlock refused to begin ({os.strerror(ctypes.get_errno())})"
    finally:
        os.close(ruleset)
    return ""


def _allow_reading(libc: ctypes.CDLL, ruleset: int, path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # a path that does not exist need not be allowed
    try:
        beneath = _Beneath(_READ if path.is_dir() else _READ_FILE, descriptor)
        libc.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.byref(beneath), 0)
    finally:
        os.close(descriptor)
