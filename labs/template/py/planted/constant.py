# fails with: a constant isn't a picture
"""One number for all pixels."""

import numpy as np


def counts(xs, ys, c, limit):
    """Return int32[len(ys), len(xs)]: the steps of z = z*z + c while abs(z) < 2, at most limit."""
    counted = np.zeros((len(ys), len(xs)), np.int32)
    for j in range(len(ys)):
        for i in range(len(xs)):
            z = complex(xs[i], ys[j])
            n = 0
            while abs(z) < 2 and n < limit:
                z = z * z + c
                n += 1
            counted[j, i] = limit
    return counted
