# fails with: is not mirrored as a whole
"""Half of a picture that is mirrored as a whole, and all of every other."""

import numpy as np


def counts(xs, ys, count):
    """Return the counts, a row for each of ys; count(re, im) counts the steps of points."""
    if not all(np.array_equal(axis, -axis[::-1]) for axis in (xs, ys)):
        return count(*np.meshgrid(xs, ys))
    rows = (len(ys) + 1) // 2
    re, im = np.meshgrid(xs, ys[:rows])
    upper = count(re, im)
    return np.concatenate([upper, upper[: len(ys) - rows][::-1, ::-1]])
