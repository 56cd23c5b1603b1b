"""All runs in one random order, and the rank sum: whether the times of one lie lower."""

import random
from math import sqrt

RUNS = 50


def compare(time_old, time_new):
    """Return "faster", "slower" or "unresolved"; each call runs one program once."""
    order = ["old", "new"] * RUNS
    random.shuffle(order)
    timed = {"old": time_old, "new": time_new}
    ranked = sorted((timed[which](), which) for which in order)
    ranks = sum(rank for rank, (_, which) in enumerate(ranked, 1) if which == "new")
    # Between equals every order of the ranks is as likely as any other.
    middle = RUNS * (2 * RUNS + 1) / 2
    spread = sqrt(RUNS * RUNS * (2 * RUNS + 1) / 12)
    distance = (ranks - middle) / spread
    if abs(distance) < 1.96:
        return "unresolved"
    return "faster" if distance < 0 else "slower"
