"""A problem for tests, of which each part can be changed: k is added to numbers."""

from ctypes import c_double
from typing import Any

import numpy as np

from juliaset.problems import OwnProblem
from juliaset.problems.right_output import Array

GOOD: dict[str, Any] = {
    "name": "sums",
    "inputs": lambda size: (np.arange(size, dtype=np.float64), 3),
    "output": lambda x, _k: np.empty_like(x),
    "oracle": lambda x, k, out: np.add(x, k, out=out),
    "size": 1000,
    "small": 10,
}


def problem(**changed: object) -> OwnProblem:
    return OwnProblem(**GOOD | changed)


def changes_inputs(x: Array, k: float, out: Array) -> None:
    # As code in C would: no flag of NumPy stops it.
    c_double.from_address(x.ctypes.data).value += 1
    out[...] = k
