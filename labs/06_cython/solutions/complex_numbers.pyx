"""Arrays of numpy's own C types, and C's complex numbers, as the book writes the loop."""

import numpy as np

cimport cython
cimport numpy as cnp


@cython.boundscheck(False)
@cython.wraparound(False)
def counts(
    cnp.ndarray[cnp.float64_t, ndim=1] xs,
    cnp.ndarray[cnp.float64_t, ndim=1] ys,
    double complex c,
    int limit,
):
    """Return int32[len(ys), len(xs)]: steps of z = z*z + c while abs(z) < 2, at most `limit`."""
    cdef cnp.ndarray[cnp.int32_t, ndim=2] out = np.empty((len(ys), len(xs)), np.int32)
    cdef Py_ssize_t i, j
    cdef int n
    cdef double complex z
    for j in range(ys.shape[0]):
        for i in range(xs.shape[0]):
            z.real = xs[i]
            z.imag = ys[j]
            n = 0
            while n < limit and z.real * z.real + z.imag * z.imag < 4:
                z = z * z + c
                n += 1
            out[j, i] = n
    return out
