# fails with: counts of float32 arithmetic
"""C's float has 32 bits; Python's has 64."""

import numpy as np


def counts(xs, ys, c, limit):
    """Return int32[len(ys), len(xs)]: steps of z = z*z + c while abs(z) < 2, at most `limit`."""
    counted = np.empty((len(ys), len(xs)), np.int32)
    cdef float c_re = c.real, c_im = c.imag
    cdef float re, im, product
    cdef int n, most = limit
    for j in range(len(ys)):
        for i in range(len(xs)):
            re = xs[i]
            im = ys[j]
            n = 0
            while n < most and re * re + im * im < 4:
                product = re * im
                re = re * re - im * im + c_re
                im = product + product + c_im
                n += 1
            counted[j, i] = n
    return counted
