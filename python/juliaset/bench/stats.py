"""What a set of times can say: paired ratios, intervals, and a verdict only if they prove it.

Pure functions of logarithms. The unit is the process: what it has of its own, the place of its
memory above all, is shared by all of its rounds, so that more rounds say no more about it. Each
process gives one value, and Student's t makes an interval of them. It takes each row's noise from
that row alone; ranks would borrow it from other rows, which may be calmer.

Within one process there is the sign test: its pairs are of one round, in which every row ran once
in a fresh random order. The order makes the sign of a null effect a fair coin, even if the machine
drifts, so the test is exact, and its interval assumes nothing about the distribution.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import mean, stdev

ALPHA = 0.05
SMALLEST_EFFECT = 0.01
# With two processes that happen to agree, an interval would be as narrow as a clock's digit.
FEWEST_PROCESSES = 3

FASTER, SLOWER, SAME, UNRESOLVED = "faster", "slower", "same", "unresolved"


@dataclass(frozen=True)
class Interval:
    """An interval for the ratio or its logarithm, and its confidence."""

    low: float
    high: float
    confidence: float


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
    if ends is None:
        return f"{ratio:,.{max(2 - math.floor(math.log10(ratio)), 0)}f}"
    digits = min(max(1 - math.floor(math.log10(max(ends[1] - ends[0], 1e-4))), 0), 4)
    return f"{ratio:,.{digits}f} [{ends[0]:,.{digits}f}, {ends[1]:,.{digits}f}]"


def student(t: float, freedom: int) -> float:
    """Return the chance that Student's t with a whole number of degrees lies within [-t, t]."""
    angle = math.atan(t / math.sqrt(freedom))
    cosine, odd = math.cos(angle), freedom % 2
    term, total = (cosine if odd else 1.0), 0.0
    for k in range(2 + odd, freedom + 1, 2):
        total += term
        term *= cosine**2 * (k - 1) / k
    return 2 / math.pi * (angle + math.sin(angle) * total) if odd else math.sin(angle) * total


@cache
def student_quantile(alpha: float, freedom: int) -> float:
    """Return the t that is exceeded, on either side, with the probability alpha."""
    low, high = 0.0, 1.0
    while student(high, freedom) < 1 - alpha and high < 1e15:  # noqa: PLR2004 - a float's digits
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if student(middle, freedom) < 1 - alpha else (low, middle)
    return high


def student_interval(values: Sequence[float], alpha: float = ALPHA) -> Interval | None:
    """Return Student's interval for the mean; None if there are too few values."""
    n = len(values)
    if n < FEWEST_PROCESSES:
        return None
    reach = student_quantile(alpha, n - 1) * stdev(values) / math.sqrt(n)
    return Interval(mean(values) - reach, mean(values) + reach, 1 - alpha)


def welch_interval(one: Comparison, other: Comparison, alpha: float = ALPHA) -> Interval | None:
    """Return Welch's interval for the logarithm of `other.ratio / one.ratio`.

    The two come from other processes at another time, and each has a noise of its own. None if one
    of them has too few processes.
    """
    if one.interval is None or other.interval is None:
        return None
    squares = [_error(one, one.interval) ** 2, _error(other, other.interval) ** 2]
    total, middle = sum(squares), math.log(other.ratio / one.ratio)
    if total == 0:
        return Interval(middle, middle, 1 - alpha)
    parts = zip(squares, (one.processes, other.processes), strict=True)
    freedom = total**2 / sum(square**2 / (number - 1) for square, number in parts)
    reach = student_quantile(alpha, max(int(freedom), 1)) * math.sqrt(total)
    return Interval(middle - reach, middle + reach, 1 - alpha)


def _error(of: Comparison, interval: Interval) -> float:
    """Return the standard error of a ratio's logarithm, from its interval."""
    reach = math.log(interval.high / interval.low) / 2
    return reach / student_quantile(1 - interval.confidence, of.processes - 1)


@cache
def sign_rank(n: int, alpha: float = ALPHA) -> int:
    """Return k so that [k-th smallest, k-th largest] of n values holds the median; 0 if none does.

    Each value is below the median with the probability 1/2, like the fall of a coin: the interval
    misses it with twice the probability of fewer than k heads.
    """
    below = 0.0
    for k in range(n // 2 + 1):
        below += math.comb(n, k) / 2**n
        if 2 * below > alpha:
            return k
    return n // 2


def fewest_rounds(alpha: float = ALPHA) -> int:
    """Return how many rounds the interval of the sign test needs at least."""
    return math.ceil(1 - math.log2(alpha))


def sign_interval(values: Sequence[float], alpha: float = ALPHA) -> Interval | None:
    """Return the interval of the sign test for the median; None if there are too few values."""
    n = len(values)
    k = sign_rank(n, alpha)
    if k == 0:
        return None
    ordered = sorted(values)
    missed = 2 * sum(math.comb(n, i) for i in range(k)) / 2**n
    return Interval(ordered[k - 1], ordered[n - k], 1 - missed)


def log_ratios(base: Mapping[int, float], other: Mapping[int, float]) -> list[float]:
    """Return ln(base / other) for each round in which both were timed."""
    return [math.log(base[number] / other[number]) for number in base if number in other]


def compared(
    values: Sequence[float], alpha: float = ALPHA, resolution: float | None = None
) -> Comparison | None:
    """Compare by the logarithms of ratios, one of each process; None if there are none.

    resolution: the smallest effect that this contest can tell from nothing (see `resolution_of`);
    None if that is unknown, and then there is no verdict.
    """
    if not values:
        return None
    ratio = math.exp(mean(values))
    logs = student_interval(values, alpha)
    if logs is None:
        return Comparison(ratio, None, len(values), needed=FEWEST_PROCESSES)
    interval = Interval(math.exp(logs.low), math.exp(logs.high), logs.confidence)
    if resolution is None:
        return Comparison(ratio, interval, len(values))
    visible = math.log1p(max(resolution, SMALLEST_EFFECT))
    verdict = verdict_on(logs, visible, math.log1p(SMALLEST_EFFECT))
    needed = _needed(values, alpha, visible) if verdict == UNRESOLVED else None
    return Comparison(ratio, interval, len(values), verdict, needed)


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
    """Return the smallest effect that can be believed: more than any twin shows of itself.

    Args:
        controls: Each twin compared with the row that it repeats; None if one has no time.

    Returns:
        A part of the time, or None if there is no control with an interval.
    """
    known = [each.interval for each in controls if each is not None and each.interval is not None]
    if not known:
        return None
    strayed = max(max(abs(math.log(each.low)), abs(math.log(each.high))) for each in known)
    return max(SMALLEST_EFFECT, math.expm1(strayed))


def half_width(interval: Interval) -> float:
    """Return half of the interval's width, as a part of the ratio."""
    return math.expm1(math.log(interval.high / interval.low) / 2)
