"""A typed file of a problem of one's own: decorators keep the types of what they decorate."""

from collections.abc import Callable
from typing import assert_type

import numpy as np
from numpy.typing import NDArray

from juliaset.problems import OwnProblem

Numbers = NDArray[np.float64]


def inputs(size: int) -> tuple[Numbers, float]:
    return np.arange(size, dtype=np.float64), 2.0


def oracle(x: Numbers, factor: float, out: Numbers) -> None:
    out[...] = x * factor


scaled = OwnProblem(
    name="scaled",
    inputs=inputs,
    output=lambda x, _factor: np.empty_like(x),
    oracle=oracle,
    size=1000,
    relative=1e-12,
)


@scaled.kernel("numpy.in_place")
def in_place(x: Numbers, factor: float, out: Numbers) -> None:
    np.multiply(x, factor, out=out)


kept: Callable[[Numbers, float, Numbers], None] = in_place
assert_type(scaled.complaint("numpy.in_place"), str)
assert_type(scaled.at(10).steps, int)
