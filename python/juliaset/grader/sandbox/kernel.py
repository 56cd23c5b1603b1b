"""A submission in C++: a library with one function, called through ctypes."""

from ctypes import CDLL, c_bool, c_double, c_int32, c_void_p
from pathlib import Path
from typing import Any

from juliaset.grader.sandbox.wire import Array

_ARGUMENTS = (
    *(c_void_p, c_int32, c_void_p, c_int32, c_double, c_double),
    *(c_int32, c_void_p, c_int32),
)


def open_kernel(path: Path) -> dict[str, Any]:
    """Open the library, whose code may run from here on, as a function that fills counts."""
    # The GIL is released during the call, so that Python can go on.
    entry = CDLL(str(path)).julia_lab_counts
    entry.argtypes, entry.restype = _ARGUMENTS, c_bool

    def counts(xs: Array, ys: Array, c: complex, limit: int, out: Array, threads: int) -> None:  # noqa: PLR0913
        without_memory = entry(
            *(xs.ctypes.data, len(xs), ys.ctypes.data, len(ys), c.real, c.imag),
            *(limit, out.ctypes.data, threads),
        )
        if without_memory:
            raise MemoryError

    return {"counts": counts}
