# fails with: Rows and columns have changed places
"""The picture on its side: a row for each of xs."""

import numpy as np


def counts(const double[::1] xs, const double[::1] ys, double complex c, int limit):
    """Return int32[len(ys), len(xs)]: steps of z = z*z + c while abs(z) < 2, at most `limit`."""
    counted = np.empty((len(xs), len(ys)), np.int32)
    cdef int[:, ::1] out = counted
    cdef Py_ssize_t i, j
    cdef int n
    cdef double re, im, product
    for j in range(ys.shape[0]):
        for i in range(xs.shape[0]):
            re = xs[i]
            im = ys[j]
            n = 0
            while n < limit and re * re + im * im < 4:
                product = re * im
                re = re * re - im * im + c.real
                im = product + product + c.imag
                n += 1
            out[i, j] = n
    return counted
