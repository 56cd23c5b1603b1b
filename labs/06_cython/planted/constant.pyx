# fails with: a constant isn't a picture
"""Always the same answer."""

import numpy as np


def counts(xs, ys, c, limit):
    """Return the limit everywhere."""
    return np.full((len(ys), len(xs)), limit, np.int32)
