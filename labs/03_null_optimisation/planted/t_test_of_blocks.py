# fails with: is timed to the end before the other begins
"""A test that errs in 5 % of cases if all times are independent: in blocks they are not."""

from math import sqrt
from statistics import mean, variance

RUNS = 30


def compare(time_old, time_new):
    """Compare the means by Welch's t."""
    old = [time_old() for _ in range(RUNS)]
    new = [time_new() for _ in range(RUNS)]
    t = (mean(new) - mean(old)) / sqrt((variance(old) + variance(new)) / RUNS)
    if abs(t) < 2:
        return "unresolved"
    return "faster" if t < 0 else "slower"
