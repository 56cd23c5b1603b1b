"""Calls that only Linux has.

Each begins with a question that a checker of types understands: with `--platform darwin` it looks
for what a Mac lacks everywhere else.
"""

import fcntl
import os
import sys
from collections.abc import Iterable

_ELSEWHERE = "only Linux has it"


def allowed_cores() -> set[int]:
    """Return the cores that the calling thread may use."""
    if sys.platform != "linux":
        raise NotImplementedError(_ELSEWHERE)
    return os.sched_getaffinity(0)


def bind(cores: Iterable[int]) -> None:
    """Let the calling thread use only these cores."""
    if sys.platform != "linux":
        raise NotImplementedError(_ELSEWHERE)
    os.sched_setaffinity(0, cores)


def end_of(process: int) -> int:
    """Return a descriptor that can be read when the process has ended."""
    if sys.platform != "linux":
        raise NotImplementedError(_ELSEWHERE)
    return os.pidfd_open(process)


def memory_file(name: str) -> int:
    """Return the descriptor of an empty file in memory; programs do not inherit it."""
    if sys.platform != "linux":
        raise NotImplementedError(_ELSEWHERE)
    return os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)


def seal_size(descriptor: int) -> None:
    """Let no process change the size of a file in memory from now on."""
    if sys.platform != "linux":
        raise NotImplementedError(_ELSEWHERE)
    for seal in (fcntl.F_SEAL_SHRINK, fcntl.F_SEAL_GROW, fcntl.F_SEAL_SEAL):
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seal)
