# fails with: pixels are wrong
"""The limit for every pixel."""

import numpy as np


def counts(xs, ys, count):
    """Return a number for all pixels."""
    return np.full((len(ys), len(xs)), 150, np.int32)
