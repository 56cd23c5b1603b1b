"""Ratios of times, measured in turns, and refused where the machine is too busy."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from claims.claims import UnresolvedError

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 7


def seconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    """Return what one call adds to a clock."""
    begin = clock()
    work()
    return clock() - begin


def ratios(
    one: Callable[[], object],
    other: Callable[[], object],
    rounds: int,
    clock: Callable[[], float],
) -> list[float]:
    """Return how many times as long `one` took as `other`, once a round, sorted."""
    one()
    other()
    return sorted(seconds(one, clock) / seconds(other, clock) for _ in range(rounds))


def times_as_long(
    one: Callable[[], object],
    other: Callable[[], object],
    *,
    border: float,
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> float:
    """Return the median ratio if three rounds of four lie on its side of `border`.

    The clock counts CPU time of this process, which strangers on the machine move least; what
    waits or runs in threads needs time.perf_counter.
    """
    measured = ratios(one, other, rounds, clock)
    median = statistics.median(measured)
    same_side = sum((ratio > border) == (median > border) for ratio in measured)
    if same_side * 4 < len(measured) * 3:
        raise UnresolvedError(f"around {border}: {[round(ratio, 2) for ratio in measured]}")
    return median


def said(ratio: float) -> str:
    """Write a ratio with the digits that mean something."""
    return f"{ratio:,.0f} times" if ratio >= 20 else f"{ratio:.2g} times"
