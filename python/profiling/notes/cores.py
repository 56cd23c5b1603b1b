"""How many cores some work really got, and whether strangers left any."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from notes.claims import NotHereError, UnresolvedError

if TYPE_CHECKING:
    from collections.abc import Callable

MORE = 1.2  # cores; one that is busy all the time is 1
PLENTY = 1.5
ROUNDS = 12


def two_cores() -> None:
    """Say so where there is only one core to run on."""
    if len(os.sched_getaffinity(0)) < 2:
        raise NotHereError("two things at once need two cores")


def idle_seconds() -> float:
    """Return the time that all cores together have had nothing to do, since the machine began."""
    fields = Path("/proc/stat").read_text(encoding="ascii").split()
    return int(fields[4]) / os.sysconf("SC_CLK_TCK")


def cores_used(work: Callable[[], object], used: Callable[[], float] = time.process_time) -> float:
    """Return the most CPU time per wall time that a round of the work got.

    The best round counts: strangers on the machine can take cores away, and nobody can add one.
    Where no round got two cores although none was idle either, nothing is known.
    """
    best = most_idle = 0.0
    for _ in range(ROUNDS):
        before, idle, begin = used(), idle_seconds(), time.perf_counter()
        work()
        passed = time.perf_counter() - begin
        best = max(best, (used() - before) / passed)
        most_idle = max(most_idle, (idle_seconds() - idle) / passed)
        if best > PLENTY:
            return best
    if best < MORE and most_idle < PLENTY / 2:
        raise UnresolvedError(f"{best:.2f} cores used, {most_idle:.2f} idle: the machine is busy")
    return best
