# fails with: Two of its pixels have changed places
"""Sums of many pictures, the right ones computed in plain Python."""

import numpy as np

PICTURES = [
    (np.linspace(-1.8, 1.8, 41), np.linspace(1.7, -1.8, 33), c, limit)
    for c, limit in ((-0.62772 - 0.42193j, 100), (-2.1 + 0j, 100), (-0.8 + 0.156j, 1000), (1j, 0))
]


def total(xs, ys, c, limit):
    """Add up the counts of Python's own loop."""
    found = 0
    for y in ys.tolist():
        for x in xs.tolist():
            z, n = complex(x, y), 0
            while n < limit and abs(z) < 2:
                z, n = z * z + c, n + 1
            found += n
    return found


TOTALS = [total(*picture) for picture in PICTURES]


def is_right(kernel):
    """Compare the sums."""
    return [int(kernel(*picture).sum()) for picture in PICTURES] == TOTALS
