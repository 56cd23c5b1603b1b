"""The loop in C through cffi, which reads the function's types from its declaration in C.

In its ABI mode: the library that c.ctypes opens is opened here too, and nothing is compiled. So the
two differ in the call alone. cffi releases the GIL during each call.
"""

from functools import cache
from typing import Any

from juliaset.kernel_type import Gil
from juliaset.problem import Counts, Problem
from juliaset.registry import not_installed
from juliaset.system.interruptible import Flag, run_interruptibly
from juliaset.techniques.c_rows import add_kernel, library

DECLARATION = """
int juliaset_c_fill(const double* xs, const double* ys, int32_t width, int32_t height,
                    double c_re, double c_im, int32_t limit, int32_t* counts,
                    const volatile uint8_t* stop, int (*poll)(void));
void juliaset_c_nothing(void);
"""


@cache
def opened(flavour: str) -> tuple[Any, Any]:
    """Return cffi's view of C, and the library."""
    from cffi import FFI  # noqa: PLC0415 - an extra

    ffi = FFI()
    ffi.cdef(DECLARATION)
    return ffi, ffi.dlopen(str(library(flavour)))


def fill(problem: Problem, out: Counts, flavour: str, gil: Gil) -> None:  # noqa: ARG001
    """C through cffi: the library of c.ctypes, with types from the declaration in C."""
    ffi, functions = opened(flavour)
    xs, ys = (ffi.from_buffer("double[]", axis) for axis in (problem.xs, problem.ys))
    counts = ffi.from_buffer("int32_t[]", out, require_writable=True)
    arguments = (
        *(xs, ys, problem.width, problem.height),
        *(problem.c.real, problem.c.imag, problem.max_iterations, counts),
    )

    def work(stop: Flag) -> None:
        functions.juliaset_c_fill(*arguments, ffi.from_buffer("uint8_t[]", stop), ffi.NULL)

    run_interruptibly(work)


# No rung of the ladder: it differs from c.ctypes in a microsecond for a whole picture.
add_kernel(
    "c.cffi",
    fill,
    below="c.ctypes",
    missing=lambda: not_installed("cffi", "cffi"),
    always_releases_gil=True,
    rung=False,
)
