"""Other processes of this machine: their words, parents, children, CPU time and environment.

Linux shows them in /proc. Elsewhere psutil reads the same from the system's own calls.
"""

import os
from collections.abc import Iterator
from typing import Protocol

from juliaset.system import by_proc, here


class _Table(Protocol):
    """What by_proc and by_psutil both answer."""

    def words_of(self, process: int) -> list[str]: ...
    def parent_of(self, process: int) -> int: ...
    def children_of(self, process: int) -> list[int]: ...
    def cpu_seconds_of(self, process: int) -> float: ...
    def cpu_ns_of(self, process: int) -> int: ...
    def is_gone(self, process: int) -> bool: ...
    def started_with(self, variable: str, value: str) -> Iterator[int]: ...


def words_of(process: int) -> list[str]:
    """Return the command line of a process; empty if it cannot be read."""
    return _table().words_of(process)


def ancestors() -> Iterator[int]:
    """Yield the number of this process, of the one that started it, and so on."""
    process = os.getpid()
    while process > 0:
        yield process
        process = _table().parent_of(process)


def children_of(process: int) -> list[int]:
    """Return the processes that this one has started and that still exist.

    Raises:
        OSError: It is gone, or this Linux does not list them.
    """
    return _table().children_of(process)


def cpu_seconds_below(process: int) -> float:
    """Return the CPU time of a process and of all that it started, as far as the system says.

    macOS says nothing of processes that have ended.
    """
    try:
        own, children = _table().cpu_seconds_of(process), children_of(process)
    except OSError:
        return 0.0  # it has just ended
    return own + sum(map(cpu_seconds_below, children))


def cpu_ns_of(process: int) -> int:
    """Return the CPU time of all threads of a process so far, even within a call.

    Raises:
        OSError: It is gone.
    """
    return _table().cpu_ns_of(process)


def is_gone(process: int) -> bool:
    """Return whether a process has ended; it may still have an entry, until it is waited for."""
    return _table().is_gone(process)


def started_with(mark: str) -> Iterator[int]:
    """Yield the processes that began with this in their environment, like NAME=value."""
    variable, _, value = mark.partition("=")
    return _table().started_with(variable, value)


def _table() -> _Table:
    if here.is_linux():
        return by_proc
    from juliaset.system import by_psutil  # noqa: PLC0415 - a dependency elsewhere than on Linux

    return by_psutil
