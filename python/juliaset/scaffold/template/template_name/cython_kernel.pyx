# cython: boundscheck=False, wraparound=False, initializedcheck=False
# cython: freethreading_compatible=True
"""The kernel in Cython: one loop on typed memoryviews, without the GIL."""


def smooth(const double[::1] series, double[::1] out):
    """Fill `out` with the mean of each number and its neighbours, which count half."""
    cdef Py_ssize_t i, last = series.shape[0] - 1
    with nogil:
        out[0] = series[0]
        out[last] = series[last]
        for i in range(1, last):
            out[i] = 0.25 * ((series[i - 1] + series[i + 1]) + 2.0 * series[i])
