"""What a set of times can say: paired ratios, exact intervals, and a verdict only if they prove it.

Pure functions. The pairs are of one round, in which every variant ran once in a fresh random
order: the order makes the sign of a null effect a fair coin, even if the machine drifts. So the
sign test is exact, and its interval assumes nothing about the distribution.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

ALPHA = 0.05
SMALLEST_EFFECT = 0.01

FASTER, SLOWER, SAME, UNRESOLVED = "faster", "slower", "same", "unresolved"


@dataclass(frozen=True)
class Interval:
    """An interval for the median, with the confidence that the number of values allows."""

    low: float
    high: float
    confidence: float


@dataclass(frozen=True)
class Comparison:
    """One variant compared with another: ratio > 1 means that it is that many times as fast."""

    ratio: float
    interval: Interval | None
    rounds: int
    verdict: str = UNRESOLVED

    @property
    def text(self) -> str:
        """The ratio with its interval, and no digit that the interval does not justify."""
        ends = None if self.interval is None else (self.interval.low, self.interval.high)
        return with_interval(self.ratio, ends)

    @property
    def in_words(self) -> str:
        """The verdict, with the number of rounds if they were too few for one."""
        if self.interval is not None:
            return self.verdict
        return f"{UNRESOLVED} ({self.rounds} round{'s' if self.rounds > 1 else ''})"


def with_interval(ratio: float, ends: tuple[float, float] | None) -> str:
    """Return a ratio like 14.80 [14.71, 14.92], and no digit that the interval does not justify."""
    if ends is None:
        return f"{ratio:,.{max(2 - math.floor(math.log10(ratio)), 0)}f}"
    digits = min(max(1 - math.floor(math.log10(max(ends[1] - ends[0], 1e-4))), 0), 4)
    return f"{ratio:,.{digits}f} [{ends[0]:,.{digits}f}, {ends[1]:,.{digits}f}]"


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
    """Return how many rounds an interval needs at least."""
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


def compare(
    base: Mapping[int, float],
    other: Mapping[int, float],
    *,
    alpha: float = ALPHA,
    resolution: float | None = SMALLEST_EFFECT,
) -> Comparison | None:
    """Compare times by round; None if no round has both.

    resolution: the smallest effect that this contest can tell from nothing (see `resolution_of`);
    None if that is unknown, and then there is no verdict.
    """
    logs = log_ratios(base, other)
    if not logs:
        return None
    middle = median(logs)
    found = sign_interval(logs, alpha)
    if found is None:
        return Comparison(math.exp(middle), None, len(logs))
    interval = Interval(math.exp(found.low), math.exp(found.high), found.confidence)
    verdict = UNRESOLVED
    if resolution is not None:
        visible = math.log1p(max(resolution, SMALLEST_EFFECT))
        verdict = verdict_on(found, middle, visible, math.log1p(SMALLEST_EFFECT))
    return Comparison(math.exp(middle), interval, len(logs), verdict)


def verdict_on(logs: Interval, middle: float, visible: float, alike: float) -> str:
    """Return whether a logarithm is beyond `visible`, its interval within `alike`, or neither."""
    if logs.low > 0 and middle >= visible:
        return FASTER
    if logs.high < 0 and middle <= -visible:
        return SLOWER
    # Not `visible`: a noisy contest must not find more things the same.
    if max(-logs.low, logs.high) <= alike:
        return SAME
    return UNRESOLVED


def resolution_of(control: Comparison | None) -> float | None:
    """Return the smallest effect that can be believed: more than the twin shows of itself."""
    if control is None or control.interval is None:
        return None
    strayed = max(abs(math.log(control.interval.low)), abs(math.log(control.interval.high)))
    return max(SMALLEST_EFFECT, math.expm1(strayed))


def half_width(interval: Interval) -> float:
    """Return half of the interval's width, as a part of the ratio."""
    return math.expm1(math.log(interval.high / interval.low) / 2)
