"""Each count is kept where it belongs."""

import numpy as np


def counts(xs, ys, c, limit):
    """Return int32[len(ys), len(xs)]: steps of z = z*z + c while abs(z) < 2, at most limit."""
    counted = np.zeros((len(ys), len(xs)), np.int32)
    cdef double complex z, constant = c
    cdef int n, most = limit
    cdef int i, j
    for j in range(len(ys)):
        for i in range(len(xs)):
            z = complex(xs[i], ys[j])
            n = 0
            while abs(z) < 2 and n < most:
                z = z * z + constant
                n += 1
            counted[j, i] = n
    return counted
