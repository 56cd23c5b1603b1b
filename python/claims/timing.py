"""Ratios of times, measured in turns, and refused if the machine is too busy."""

import statistics
import time
from collections.abc import Callable

from claims.claim import Case, UnresolvedError, case

ROUNDS = 7


def seconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    """Return what one call adds to a clock."""
    begin = clock()
    work()
    return clock() - begin


def times_as_long(
    one: Callable[[], object],
    other: Callable[[], object],
    *,
    border: float,
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> float:
    """Return the median ratio of the times of two calls.

    Raises UnresolvedError unless three rounds of four lie on the median's side of `border`. The
    clock counts CPU time of this process, which other programs on the machine change least; what
    waits or runs in threads needs time.perf_counter.
    """
    one()
    other()
    measured = sorted(seconds(one, clock) / seconds(other, clock) for _ in range(rounds))
    median = statistics.median(measured)
    same_side = sum((ratio > border) == (median > border) for ratio in measured)
    if same_side * 4 < len(measured) * 3:
        raise UnresolvedError(f"around {border}: {[round(ratio, 2) for ratio in measured]}")
    return median


def is_longer(  # noqa: PLR0913 - a label, and what times_as_long takes
    label: str,
    one: Callable[[], object],
    other: Callable[[], object],
    *,
    than: float,
    claimed: bool = True,
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> Case:
    """Return a case that holds if, as `claimed`, the first call takes over `than` times as long."""
    ratio = times_as_long(one, other, border=than, rounds=rounds, clock=clock)
    return case(label, as_long(ratio), holds=(ratio > than) == claimed)


def as_times(ratio: float) -> str:
    """Return a ratio with the digits that mean something."""
    return f"{ratio:,.0f} times" if ratio >= 20 else f"{ratio:.2g} times"


def as_long(ratio: float) -> str:
    """Return a ratio of times in words."""
    return f"{as_times(ratio)} as long"
