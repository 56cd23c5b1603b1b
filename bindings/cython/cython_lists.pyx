# cython: boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
# cython: freethreading_compatible=True
# The book's loop with C types for its variables. The lists stay: every z, c and count is still an
# object that is unpacked or made.
from cpython.exc cimport PyErr_CheckSignals

from pixel cimport inside

from juliaset.techniques.lists import BYTES_PER_PIXEL, counts_from_list, lists_from_axes
from juliaset.registry import kernel


@kernel(
    "cython.lists", below="python.expanded",
    prepare=lists_from_axes,
    finish=counts_from_list,
    bytes_per_pixel=BYTES_PER_PIXEL,
    steps="every",
)
def calculate_z_serial_purepython(int maxiter, list zs, list cs):
    """The book's loop compiled by Cython, its variables typed, still on Python lists."""
    cdef Py_ssize_t i
    cdef int n
    cdef unsigned int steps = 0
    cdef double re, im, product
    cdef double complex z, c
    cdef list output = [0] * len(zs)
    for i in range(len(zs)):
        z = zs[i]
        c = cs[i]
        re = z.real
        im = z.imag
        n = 0
        steps += 1
        if steps & 0xFFFF == 0:
            PyErr_CheckSignals()
        while n < maxiter and inside(re, im):
            product = re * im
            re = (re * re - im * im) + c.real
            im = (product + product) + c.imag
            n += 1
            steps += 1
            if steps & 0xFFFF == 0:
                PyErr_CheckSignals()
        output[i] = n
    return output
