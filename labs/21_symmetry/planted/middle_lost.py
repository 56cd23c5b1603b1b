# fails with: pixels are wrong
"""Rows above the middle are counted, and the middle row is in neither half."""

import numpy as np


def counts(xs, ys, count):
    """Return the counts, a row for each of ys; count(re, im) counts the steps of points."""
    if not all(np.array_equal(axis, -axis[::-1]) for axis in (xs, ys)):
        return count(*np.meshgrid(xs, ys))
    rows = len(ys) // 2
    out = np.zeros((len(ys), len(xs)), np.int32)
    out[:rows] = count(*np.meshgrid(xs, ys[:rows]))
    out[len(ys) - rows :] = out[:rows][::-1, ::-1]
    return out
