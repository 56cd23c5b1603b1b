# cython: boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: freethreading_compatible=True
# Typed memoryviews on the axes and the result: no object is touched in the loop, so the GIL can
# be let go, and is taken back only to look for Ctrl-C.
from cpython.exc cimport PyErr_CheckSignals

from pixel cimport inside

from juliaset.registry import kernel


@kernel("cython.memoryview", below="cython.lists", steps="every")
def fill(problem, out):
    """Cython on typed memoryviews, without the GIL: no Python object in the loop."""
    cdef const double[::1] xs = problem.xs
    cdef const double[::1] ys = problem.ys
    cdef double complex c = problem.c
    cdef int limit = problem.max_iterations
    cdef int[:, ::1] counts = out
    cdef Py_ssize_t i, j
    cdef unsigned int steps = 0
    with nogil:
        for j in range(ys.shape[0]):
            for i in range(xs.shape[0]):
                counts[j, i] = escape_count(xs[i], ys[j], c.real, c.imag, limit, &steps)


cdef inline int escape_count(
    double re, double im, double c_re, double c_im, int limit, unsigned int* steps
) except -1 nogil:
    cdef int n = 0
    cdef double product
    steps[0] += 1
    if steps[0] & 0xFFFF == 0:
        listen()
    while n < limit and inside(re, im):
        product = re * im
        re = (re * re - im * im) + c_re
        im = (product + product) + c_im
        n += 1
        steps[0] += 1
        if steps[0] & 0xFFFF == 0:
            listen()
    return n


cdef int listen() except -1 nogil:
    with gil:
        PyErr_CheckSignals()
    return 0
