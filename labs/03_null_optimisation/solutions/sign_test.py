"""Pairs in random order, and the sign test: in how many of them was the new program faster."""

import random
from math import comb

PAIRS = 60
ALPHA = 0.05


def compare(time_old, time_new):
    """Return "faster", "slower" or "unresolved"; each call runs one program once."""
    wins = sum(new_wins(time_old, time_new) for _ in range(PAIRS))
    # Between equals each pair is a coin: how improbable is a result so far from the middle?
    rare = min(wins, PAIRS - wins)
    chance = 2 * sum(comb(PAIRS, k) for k in range(rare + 1)) / 2**PAIRS
    if chance > ALPHA:
        return "unresolved"
    return "faster" if wins > PAIRS // 2 else "slower"


def new_wins(time_old, time_new):
    """Time both, in an order that chance decides."""
    runs = [("old", time_old), ("new", time_new)]
    random.shuffle(runs)
    seconds = {name: run() for name, run in runs}
    return seconds["new"] < seconds["old"]
