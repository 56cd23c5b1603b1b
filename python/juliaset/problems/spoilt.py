"""Outputs of which no value is right: what a kernel is given to fill, so that it must fill it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from juliaset.problems.right_output import Array

_ALL = slice(None)


def spoilt(expected: Array) -> Array:
    """Return an output of which no value is right."""
    out = np.empty_like(expected)
    spoil(out, expected)
    return out


def spoil(out: Array, expected: Array, part: slice = _ALL) -> None:
    """Turn over every bit of the right output, or of a part of its values, into `out`."""
    np.invert(_bits(expected)[part], out=_bits(out)[part])


def unwritten(out: Array, expected: Array) -> int:
    """Return how many values are as `spoil` left them."""
    left = _bits(out) == np.invert(_bits(expected))
    return int(np.count_nonzero(left.all(axis=1)))


def _bits(array: Array) -> NDArray[Any]:
    """Return the values one after another, each as its bytes; a bool has one bit."""
    kind = np.bool_ if array.dtype == np.bool_ else np.uint8
    return array.reshape(-1).view(kind).reshape(array.size, -1)
