"""Intervals for the centre of a few values, each with what it assumes.

- Student's t takes each row's noise from that row alone, and assumes that it is normal. Ranks would
  assume nothing about its shape, but take its size from other rows, which may be calmer.
- The far interval assumes only that large disturbances are rare. It is wide: only rows that differ
  by more than the noise of any machine get a verdict from it.
- The sign test is for pairs within one process, each of one round, in which every row ran once in a
  fresh random order. The order makes the sign of a null effect a fair coin, even if the machine
  drifts, so the test is exact, and its interval assumes nothing about the distribution.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import mean, stdev

ALPHA = 0.05
# With two processes that happen to agree, an interval would be as narrow as a clock's digit.
FEWEST_PROCESSES = 3
_POWER, _OF_TWO_TIMES = 3, 3
_MOST = 700.0  # the logarithm of nearly the largest float


@dataclass(frozen=True)
class Interval:
    """An interval for a ratio or for its logarithm, and its confidence."""

    low: float
    high: float
    confidence: float

    @property
    def of_ratios(self) -> "Interval":
        """The interval of the ratio whose logarithm this one is of."""
        low, high = (math.exp(min(max(end, -_MOST), _MOST)) for end in (self.low, self.high))
        return Interval(low, high, self.confidence)


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


def far_interval(values: Sequence[float], alpha: float = ALPHA) -> Interval:
    """Return an interval for large differences, which one wild process of three does not spoil.

    Something may disturb a whole process, but hardly ever by much: let it make a time f times too
    long, or too short, in one process of f cubed at most. A ratio has the disturbances of two
    times, of which that of the baseline is a median of three or more: together they are less than
    three times as frequent as those of one, as the tests show. Then n processes all lie more than
    g above the truth with a probability of at most (3 exp(-3 g))^n, and as often all below it.
    One process is enough if the difference is large enough.
    """
    n = len(values)
    reach = (math.log(2 / alpha) / n + math.log(_OF_TWO_TIMES)) / _POWER
    return Interval(min(values) - reach, max(values) + reach, 1 - alpha)


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
