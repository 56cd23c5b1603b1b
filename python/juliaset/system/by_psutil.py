"""Processes as psutil sees them: for systems without /proc, where it is a dependency.

Its answers are those of the kernel. On macOS it sees the words and the environment of processes
of the same user, and of an ended child nothing.
"""

from collections.abc import Iterator

import psutil


def words_of(process: int) -> list[str]:
    """Return the command line of a process; empty if it cannot be read."""
    try:
        return list(psutil.Process(process).cmdline())
    except (psutil.Error, OSError):
        return []


def parent_of(process: int) -> int:
    """Return the process that started this one; 0 if it cannot be read."""
    try:
        return int(psutil.Process(process).ppid())
    except (psutil.Error, OSError):
        return 0


def children_of(process: int) -> list[int]:
    """Return the processes that this one has started and that still exist."""
    try:
        return [child.pid for child in psutil.Process(process).children()]
    except (psutil.Error, OSError):
        return []


def cpu_seconds_of(process: int) -> float:
    """Return the CPU time of all threads of a process; raise ProcessLookupError if it is gone."""
    try:
        times = psutil.Process(process).cpu_times()
    except (psutil.Error, OSError):
        raise ProcessLookupError(process) from None
    return float(times.user + times.system)


def cpu_ns_of(process: int) -> int:
    """Return the same in nanoseconds."""
    return round(cpu_seconds_of(process) * 1e9)


def started_with(variable: str, value: str) -> Iterator[int]:
    """Yield the processes in whose environment a variable has this value."""
    for process in psutil.process_iter():
        try:
            if process.environ().get(variable) == value:
                yield process.pid
        except (psutil.Error, OSError):
            continue  # it has ended, or belongs to another user


def is_gone(process: int) -> bool:
    """Return whether a process has ended, also if its parent has not yet waited for it."""
    try:
        return bool(psutil.Process(process).status() == psutil.STATUS_ZOMBIE)
    except (psutil.Error, OSError):
        return True


def available_memory() -> int:
    """Return the bytes that programs can still have without swapping."""
    return int(psutil.virtual_memory().available)
