# fails with: Let a coin decide
"""Old, new, old, new: always in this order."""

from math import comb

PAIRS = 60


def compare(time_old, time_new):
    """Run a sign test on pairs in which the old one always goes first."""
    wins = sum(time_old() > time_new() for _ in range(PAIRS))
    rare = min(wins, PAIRS - wins)
    if 2 * sum(comb(PAIRS, k) for k in range(rare + 1)) / 2**PAIRS > 0.05:
        return "unresolved"
    return "faster" if wins > PAIRS // 2 else "slower"
