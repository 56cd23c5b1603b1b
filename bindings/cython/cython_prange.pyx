# cython: boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: freethreading_compatible=True
# cython.memoryview on all cores: prange is OpenMP's parallel for. Its barrier cannot listen for
# Ctrl-C, so the caller does, and the loop runs in a thread of its own and looks at a flag.
from cython.parallel cimport prange

from pixel cimport inside

from juliaset.system.interruptible import run_interruptibly
from juliaset.registry import kernel


@kernel("cython.prange", below="cython.memoryview", supports_threads=True, steps="every")
def fill(problem, out, threads):
    """Cython's prange: cython.memoryview on all cores, rows handed out by OpenMP."""
    run_interruptibly(lambda stop: fill_rows(problem, out, threads, stop))


def fill_rows(problem, out, int threads, const unsigned char[::1] stop):
    cdef const double[::1] xs = problem.xs
    cdef const double[::1] ys = problem.ys
    cdef double complex c = problem.c
    cdef int limit = problem.max_iterations
    cdef int[:, ::1] counts = out
    cdef Py_ssize_t j
    for j in prange(ys.shape[0], nogil=True, schedule="dynamic", num_threads=threads):
        fill_row(xs, ys[j], c.real, c.imag, limit, counts[j], &stop[0])


cdef void fill_row(
    const double[::1] xs, double y, double c_re, double c_im, int limit, int[::1] row,
    const unsigned char* stop,
) noexcept nogil:
    cdef Py_ssize_t i
    cdef int n
    cdef unsigned int steps = 0
    cdef double re, im, product
    if stopped(stop):
        return
    for i in range(xs.shape[0]):
        re = xs[i]
        im = y
        n = 0
        steps += 1
        if steps & 0xFFFF == 0 and stopped(stop):
            return
        while n < limit and inside(re, im):
            product = re * im
            re = (re * re - im * im) + c_re
            im = (product + product) + c_im
            n += 1
            steps += 1
            if steps & 0xFFFF == 0 and stopped(stop):
                return
        row[i] = n


cdef inline bint stopped(const unsigned char* stop) noexcept nogil:
    return (<const volatile unsigned char*> stop)[0] != 0
