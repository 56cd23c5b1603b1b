# fails with: It stops as soon as
"""Pairs in random order, until the difference is significant."""

import random
from math import sqrt


def compare(time_old, time_new):
    """Look after each pair, and stop at the first difference."""
    wins = 0
    for pairs in range(1, 61):
        runs = [("old", time_old), ("new", time_new)]
        random.shuffle(runs)
        seconds = {name: run() for name, run in runs}
        wins += seconds["new"] < seconds["old"]
        distance = (2 * wins - pairs) / sqrt(pairs)
        if pairs >= 4 and abs(distance) > 1.96:
            return "faster" if distance > 0 else "slower"
    return "unresolved"
