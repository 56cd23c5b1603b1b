"""The loop compiled by Numba when it is first called."""

import ctypes
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any

import numpy as np

from juliaset.problem import Counts, Problem
from juliaset.registry import kernel
from juliaset.system.c_library import c_function
from juliaset.system.interruptible import run_interruptibly

_compiling = Lock()


@kernel("numba.njit", below="python.expanded", requires="numba", extra="numba", steps="every")
def fill(problem: Problem, out: Counts) -> None:
    """Numba's njit: the loop in Python's words, compiled at its first call."""
    compiled = compiled_rows(parallel=False)
    run_interruptibly(lambda stop: compiled(*arguments(problem), out, stop.ctypes.data))


def arguments(problem: Problem) -> tuple[Any, ...]:
    """Return the numbers that the compiled function takes, because it cannot take a Problem."""
    return problem.xs, problem.ys, problem.c.real, problem.c.imag, problem.max_iterations


def compiled_rows(*, parallel: bool) -> Callable[..., None]:
    """Return the compiled loop over rows; threads that need it at the same time compile it once."""
    with _compiling:
        return _compiled_rows(parallel=parallel)


@cache
def _compiled_rows(*, parallel: bool) -> Callable[..., None]:
    """Compile the loop; not before it is needed, because Numba takes a second to import."""
    from numba import njit, prange  # noqa: PLC0415

    # Numba's own hypot rounds differently from the C library's, which Python's abs() calls.
    hypot = c_function("hypot", ctypes.c_double, ctypes.c_double, ctypes.c_double)
    # In a parallel loop Numba promises LLVM that no array changes behind its back, and the flag
    # would be read once. What a C function reads at an address, LLVM knows nothing of.
    set_flags = c_function("strnlen", ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t)

    @njit(nogil=True)
    def escape_count(re, im, c_re, c_im, limit, stop):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, PLR0913
        n = 0
        while n < limit:
            re2 = re * re
            im2 = im * im
            norm = re2 + im2
            if norm >= 4 - 2**-48 and not (norm <= 4 + 2**-48 and hypot(re, im) < 2):  # noqa: PLR2004
                break
            product = re * im
            re = (re2 - im2) + c_re
            im = (product + product) + c_im
            n += 1
            if n & 0xFFFF == 0 and set_flags(stop, 1):
                break
        return n

    def rows(xs, ys, c_re, c_im, limit, out, stop):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202, PLR0913
        for j in prange(ys.size):
            for i in range(xs.size):
                if i & 0xFF == 0 and set_flags(stop, 1):
                    break
                out[j, i] = escape_count(xs[i], ys[j], c_re, c_im, limit, stop)

    compiled: Callable[..., None] = njit(nogil=True, parallel=parallel)(rows)
    # Compiled here, in the caller's thread, where Ctrl-C works.
    point, no_stop = np.zeros(1), np.zeros(1, np.uint8)
    compiled(point, point, 0.0, 0.0, 0, np.zeros((1, 1), np.int32), no_stop.ctypes.data)
    return compiled
