"""Calls that only Linux has.

Each begins with a question that a checker of types understands: with `--platform darwin` it looks
for what a Mac lacks everywhere else.
"""

import fcntl
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

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


def bind_threads(cores: Iterable[int]) -> None:
    """Let all threads of this process use only these cores."""
    if sys.platform != "linux":
        raise NotImplementedError(_ELSEWHERE)
    cores, bound = set(cores), set[int]()
    bind(cores)
    # Again until there is no new one: a thread that is not bound yet may have started another.
    while found := _threads() - bound:
        for thread in found:
            with suppress(ProcessLookupError):  # it has ended
                os.sched_setaffinity(thread, cores)
        bound |= found


def _threads() -> set[int]:
    try:
        return {int(thread.name) for thread in Path("/proc/self/task").iterdir()}
    except OSError:  # there is no /proc in some sandboxes
        return set()


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
