"""Processes as Linux describes them in /proc."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
_CPU_CLOCK = 0b010  # how Linux numbers the CPU clock of a process: CPUCLOCK_SCHED


def words_of(process: int) -> list[str]:
    """Return the command line of a process; empty if it cannot be read."""
    try:
        text = (_PROC / str(process) / "cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return []
    return text.removesuffix("\0").split("\0")


def parent_of(process: int) -> int:
    """Return the process that started this one; 0 if it cannot be read."""
    try:
        return int(_stat(process)[1])
    except OSError:
        return 0


def children_of(process: int) -> list[int]:
    """Return what the main thread of a process has started and still exists; or raise OSError."""
    listed = _PROC / str(process) / "task" / str(process) / "children"
    return [int(number) for number in listed.read_text().split()]


def cpu_seconds_of(process: int) -> float:
    """Return the CPU time of a process and of its ended children; or raise OSError."""
    return sum(map(int, _stat(process)[11:15])) / os.sysconf("SC_CLK_TCK")


def cpu_ns_of(process: int) -> int:
    """Return the CPU time of all threads of a process so far; raise OSError if it is gone."""
    return time.clock_gettime_ns(~process << 3 | _CPU_CLOCK)


def is_gone(process: int) -> bool:
    """Return whether a process has ended, also if its parent has not yet waited for it."""
    try:
        state = _stat(process)[0]
    except (OSError, IndexError):
        return (_PROC / "self").exists()
    return state in {"Z", "X"}


def started_with(variable: str, value: str) -> Iterator[int]:
    """Yield the processes in whose environment a variable had this value when they started."""
    mark = os.fsencode(f"{variable}={value}")
    # Not glob(): it looks at each file first, and does not expect that a process has ended.
    entries = _PROC.iterdir() if _PROC.is_dir() else ()  # some containers have no /proc
    for process in (entry for entry in entries if entry.name.isdigit()):
        try:
            found = mark in (process / "environ").read_bytes().split(b"\0")
        except OSError:
            continue  # it has ended, or belongs to another user
        if found:
            yield int(process.name)


def _stat(process: int) -> list[str]:
    """Return the fields of a process after its name, which may contain anything."""
    text = (_PROC / str(process) / "stat").read_text(errors="replace")
    return text.rpartition(")")[2].split()
