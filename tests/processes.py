"""Processes that tests start, and that have to end."""

import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from juliaset.system.process_table import is_gone

PATIENCE_S = 60


def children(process: int | None = None) -> set[int]:
    """Return what all threads of a process, or of this one, have started and has not ended."""
    found: set[int] = set()
    for thread in Path(f"/proc/{process or 'self'}/task").glob("*/children"):
        with suppress(OSError):  # the thread has ended
            found |= set(map(int, thread.read_text().split()))
    return {child for child in found if not is_gone(child)}


def family(process: int) -> set[int]:
    """Return a process and all that it has started, and what those have started."""
    return {process}.union(*(family(child) for child in children(process)))


def wait_until_gone(processes: Collection[int]) -> None:
    """Wait for the end of processes; each that does not end is named."""
    deadline = time.monotonic() + PATIENCE_S
    while left := {each for each in processes if not is_gone(each)}:
        assert time.monotonic() < deadline, left
        time.sleep(0.02)
