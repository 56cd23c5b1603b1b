# fails with: of the start's peak
"""Compact arrays of the whole picture: a number takes 8 bytes, and there are many."""

import numpy as np


def histogram(xs, ys, c, limit):
    """Return the histogram from arrays of the whole picture."""
    re = np.tile(np.array(xs), len(ys))
    im = np.repeat(np.array(ys), len(xs))
    counted = np.zeros(len(re), np.int64)
    live = np.ones(len(re), bool)
    for _ in range(limit):
        live &= re * re + im * im < 4
        counted += live
        product = re * im
        np.add(re * re - im * im, c.real, out=re, where=live)
        np.add(product + product, c.imag, out=im, where=live)
    return np.bincount(counted, minlength=limit + 1).tolist()
