"""What the times of two rows show: a ratio, its interval, and a verdict only if they prove it.

Pure functions of logarithms. The unit is the process: all of its rounds share its properties, above
all the place of its memory, so more rounds say no more about that. Each process gives one value,
and `intervals` combines the values of a row.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import mean, median, stdev

from juliaset.bench.intervals import (
    ALPHA,
    FEWEST_PROCESSES,
    Interval,
    far_interval,
    student_interval,
    student_quantile,
)
from juliaset.terminal import figure

SMALLEST_EFFECT = 0.01

_HUNDREDTHS, _TINY = 2, 1e-6
FASTER, SLOWER, SAME, UNRESOLVED = "faster", "slower", "same", "unresolved"


@dataclass(frozen=True)
class Comparison:
    """One row compared with another: ratio > 1 means that it is that many times as fast."""

    ratio: float
    interval: Interval | None
    processes: int
    verdict: str = UNRESOLVED
    # How many processes would have shown as much noise as these and yet given a verdict; None if
    # there is one, or if the difference is too near the limit for any number.
    needed: int | None = None

    @property
    def text(self) -> str:
        """The ratio with its interval, and no digit that the interval does not justify."""
        ends = None if self.interval is None else (self.interval.low, self.interval.high)
        return with_interval(self.ratio, ends)


def with_interval(ratio: float, ends: tuple[float, float] | None) -> str:
    """Return a ratio like 14.80 [14.71, 14.92], and no digit that the interval does not justify."""
    if ratio < _TINY:  # no number of digits that a table has room for shows more than zeros
        return f"{ratio:.3g}" + (f" [{ends[0]:.3g}, {ends[1]:.3g}]" if ends else "")
    if ends is None:
        return figure(ratio, max(2 - math.floor(math.log10(ratio)), 0))
    justified = 1 - math.floor(math.log10(max(ends[1] - ends[0], 1e-4)))
    # At least one that is not 0: a row that is far behind has an end near 0, but not there.
    first = -math.floor(math.log10(ends[0])) if ends[0] > 0 else 0
    digits = min(max(justified, first, 0), 4 if first <= _HUNDREDTHS else 6)
    return f"{figure(ratio, digits)} [{figure(ends[0], digits)}, {figure(ends[1], digits)}]"


def welch_interval(one: Comparison, other: Comparison, alpha: float = ALPHA) -> Interval | None:
    """Return Welch's interval for the logarithm of `other.ratio / one.ratio`.

    The two come from other processes at another time, and each has a noise of its own. None if one
    of them has too few processes.
    """
    if one.interval is None or other.interval is None:
        return None
    squares = [_error(one, one.interval) ** 2, _error(other, other.interval) ** 2]
    total, middle = sum(squares), math.log(other.ratio) - math.log(one.ratio)
    if total == 0:
        return Interval(middle, middle, 1 - alpha)
    parts = zip(squares, (one.processes, other.processes), strict=True)
    freedom = total**2 / sum(square**2 / (number - 1) for square, number in parts)
    reach = student_quantile(alpha, max(int(freedom), 1)) * math.sqrt(total)
    return Interval(middle - reach, middle + reach, 1 - alpha)


def _error(of: Comparison, interval: Interval) -> float:
    """Return the standard error of a ratio's logarithm, from its interval."""
    reach = (math.log(interval.high) - math.log(interval.low)) / 2  # their quotient may overflow
    return reach / student_quantile(1 - interval.confidence, of.processes - 1)


def log_ratios(base: Mapping[int, float], other: Mapping[int, float]) -> list[float]:
    """Return ln(base / other) for each round in which both were timed."""
    return [math.log(base[number] / other[number]) for number in base if number in other]


def compared(values: Sequence[float], alpha: float = ALPHA) -> Comparison | None:
    """Compare by the logarithms of ratios, one of each process; None if there are none."""
    if not values:
        return None
    interval = student_interval(values, alpha)
    return Comparison(math.exp(mean(values)), interval and interval.of_ratios, len(values))


def judged(
    values: Sequence[float], alpha: float = ALPHA, resolution: float | None = None
) -> Comparison | None:
    """Compare, and give a verdict if there is proof.

    Args:
        values: The logarithm of the ratio in each process.
        alpha: How often a verdict may be wrong.
        resolution: The smallest effect that this contest can tell from nothing (`resolution_of`).
            If that is unknown, only a distance that no disturbance explains gives a verdict.

    Returns:
        The comparison; None if there are no values.
    """
    found = compared(values, alpha)
    if found is None:
        return None
    visible = math.log1p(max(resolution or 0.0, SMALLEST_EFFECT))
    if resolution is not None and (logs := student_interval(values, alpha)) is not None:
        verdict = verdict_on(logs, visible, math.log1p(SMALLEST_EFFECT))
        if verdict != UNRESOLVED:
            return replace(found, verdict=verdict)
    far = far_interval(values, alpha)
    verdict = verdict_on(far, visible, math.log1p(SMALLEST_EFFECT))
    if verdict in {FASTER, SLOWER}:
        return Comparison(math.exp(median(values)), far.of_ratios, len(values), verdict)
    if found.interval is None:
        return replace(found, needed=FEWEST_PROCESSES)
    return found if resolution is None else replace(found, needed=_needed(values, alpha, visible))


def verdict_on(logs: Interval, visible: float, alike: float) -> str:
    """Return whether an interval lies beyond `visible`, within `alike`, or neither."""
    if logs.low > visible:
        return FASTER
    if logs.high < -visible:
        return SLOWER
    # Not `visible`: a noisy contest must not find more things the same.
    if max(-logs.low, logs.high) <= alike:
        return SAME
    return UNRESOLVED


def _needed(values: Sequence[float], alpha: float, visible: float, most: int = 100) -> int | None:
    """Return how many processes would give a verdict if they were like these; None if too many."""
    middle, spread = abs(mean(values)), stdev(values)
    # What the controls show becomes smaller with more processes, too, but not below the smallest.
    smallest = math.log1p(SMALLEST_EFFECT)
    for n in range(len(values) + 1, most + 1):
        reach = student_quantile(alpha, n - 1) * spread / math.sqrt(n)
        limit = max(visible * math.sqrt(len(values) / n), smallest)
        if middle - reach > limit or middle + reach <= smallest:
            return n
    return None


def resolution_of(controls: Sequence[Comparison | None]) -> float | None:
    """Return the smallest effect that can be believed: more than any control shows about itself.

    Args:
        controls: Each control compared with the row that it repeats; None if one has no time.

    Returns:
        A part of the time, or None if there is no control with an interval.
    """
    known = [each.interval for each in controls if each is not None and each.interval is not None]
    if not known:
        return None
    strayed = max(max(abs(math.log(each.low)), abs(math.log(each.high))) for each in known)
    return max(SMALLEST_EFFECT, math.expm1(strayed))
