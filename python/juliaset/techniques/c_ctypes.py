"""The loop in C through ctypes, which comes with Python: a library, a name, and types.

CDLL releases the GIL during the call. PyDLL holds it, and afterwards raises what was raised in C.
"""

import ctypes
from functools import cache
from typing import Any

from juliaset.kernel_type import Gil
from juliaset.problem import Counts, Problem
from juliaset.system.interruptible import Flag, run_interruptibly
from juliaset.techniques.c_rows import add_kernel, library


@cache
def function_of(flavour: str, gil: Gil) -> Any:  # noqa: ANN401 - a function of ctypes
    """Return the C function; without its types ctypes would pass numbers as int."""
    kind = ctypes.PyDLL if gil == "held" else ctypes.CDLL
    function = kind(str(library(flavour))).juliaset_c_fill
    function.restype = ctypes.c_int
    function.argtypes = [
        *(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int32, ctypes.c_int32),
        *(ctypes.c_double, ctypes.c_double, ctypes.c_int32),
        *(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p),
    ]
    return function


def fill(problem: Problem, out: Counts, flavour: str, gil: Gil) -> None:
    """C through ctypes: the loop in a library, which Python opens and calls as it is."""
    function = function_of(flavour, gil)
    xs, ys, c = problem.xs, problem.ys, problem.c
    arguments = (
        *(xs.ctypes.data, ys.ctypes.data, problem.width, problem.height),
        *(c.real, c.imag, problem.max_iterations, out.ctypes.data),
    )
    if gil == "held":  # no other thread of Python could set a flag
        function(
            *arguments, None, ctypes.cast(ctypes.pythonapi.PyErr_CheckSignals, ctypes.c_void_p)
        )
        return

    def work(stop: Flag) -> None:
        function(*arguments, stop.ctypes.data, None)

    run_interruptibly(work)


add_kernel("c.ctypes", fill, below="cython.memoryview")
