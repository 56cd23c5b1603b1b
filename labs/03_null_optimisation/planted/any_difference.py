# fails with: too little is asked of the numbers
"""A fair order, and then any difference counts."""

import random
from statistics import median


def compare(time_old, time_new):
    """Compare the medians of thirty runs each."""
    order = ["old", "new"] * 30
    random.shuffle(order)
    times = {"old": [], "new": []}
    for which in order:
        times[which].append(time_old() if which == "old" else time_new())
    return "faster" if median(times["new"]) < median(times["old"]) else "slower"
