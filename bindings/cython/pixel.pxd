# What the compiled loops share: the test that Python's abs(z) < 2 makes, without its square root.
from libc.math cimport hypot


cdef inline bint inside(double re, double im) noexcept nogil:
    cdef double norm = re * re + im * im
    # hypot, which abs() is, agrees with the sum of squares except within 2 ulp below 4.
    if norm < 4.0 - 2.0**-48:
        return True
    return norm <= 4.0 + 2.0**-48 and hypot(re, im) < 2.0
