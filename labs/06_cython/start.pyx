"""The counts of a picture: loops of plain Python, compiled by Cython as they stand."""

import numpy as np


def counts(xs, ys, c, limit):
    """Return int32[len(ys), len(xs)]: steps of z = z*z + c while abs(z) < 2, at most `limit`."""
    counted = np.empty((len(ys), len(xs)), np.int32)
    # TODO: each of these names is a Python object. What would it be in C?
    for j in range(len(ys)):
        for i in range(len(xs)):
            re = float(xs[i])
            im = float(ys[j])
            n = 0
            while n < limit and re * re + im * im < 4:
                product = re * im
                re = re * re - im * im + c.real
                im = product + product + c.imag
                n += 1
            counted[j, i] = n
    return counted
