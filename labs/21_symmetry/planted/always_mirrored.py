# fails with: Which pixel is its image
"""Half of the rows, turned round, whatever the axes are."""

import numpy as np


def counts(xs, ys, count):
    """Return the counts, a row for each of ys; count(re, im) counts the steps of points."""
    rows = (len(ys) + 1) // 2
    re, im = np.meshgrid(xs, ys[:rows])
    upper = count(re, im)
    lower = upper[: len(ys) - rows][::-1, ::-1]
    return np.concatenate([upper, lower])
