# The book's loop with C types, for setup_cython.py. Cython writes C from it, and the flags that this
# C is compiled with are the only thing in which the two modules made of it differ.
#
# hypot by its name: what abs() of a C complex number becomes depends on the build (cabs, hypot or a
# square root), and a square root rounds differently from Python's abs(), which is the C library's hypot.
from cpython.exc cimport PyErr_CheckSignals
from libc.math cimport hypot


def calculate_z_serial_purepython(int maxiter, list zs, list cs):
    """The book's loop, built by setup_cython.py."""
    cdef Py_ssize_t i
    cdef int n
    cdef double complex z, c
    cdef list output = [0] * len(zs)
    for i in range(len(zs)):
        n = 0
        z = zs[i]
        c = cs[i]
        if i % 1024 == 0:
            PyErr_CheckSignals()  # Ctrl-C
        while hypot(z.real, z.imag) < 2 and n < maxiter:
            z = z * z + c
            n += 1
        output[i] = n
    return output
