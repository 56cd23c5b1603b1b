# fails with: `cython -a` shows
"""The numbers have types, but c is an object whose parts are looked up at each step."""

import numpy as np


def counts(xs, ys, c, limit):
    """Return int32[len(ys), len(xs)]: steps of z = z*z + c while abs(z) < 2, at most `limit`."""
    counted = np.empty((len(ys), len(xs)), np.int32)
    cdef double re, im, product
    cdef int n
    for j in range(len(ys)):
        for i in range(len(xs)):
            re = xs[i]
            im = ys[j]
            n = 0
            while n < limit and re * re + im * im < 4:
                product = re * im
                re = re * re - im * im + c.real
                im = product + product + c.imag
                n += 1
            counted[j, i] = n
    return counted
