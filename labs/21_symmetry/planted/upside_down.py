# fails with: as if a row at -y were the row at y
"""The lower half is the upper one upside down, and not turned round."""

import numpy as np


def counts(xs, ys, count):
    """Return the counts, a row for each of ys; count(re, im) counts the steps of points."""
    rows = (len(ys) + 1) // 2
    if not all(np.array_equal(axis, -axis[::-1]) for axis in (xs, ys)):
        return count(*np.meshgrid(xs, ys))
    re, im = np.meshgrid(xs, ys[:rows])
    upper = count(re, im)
    return np.concatenate([upper, upper[: len(ys) - rows][::-1]])
