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
    """Invert every bit of the right output, or of a part of its values, into `out`."""
    np.invert(_bits(expected)[part], out=_bits(out)[part])


def unwritten(out: Array, expected: Array) -> int:
    """Return how many values are as `spoil` left them."""
    left = _bits(out) == np.invert(_bits(expected))
    return int(np.count_nonzero(left.all(axis=1)))


def unwritten_in_words(out: Array, expected: Array) -> str:
    """Return how many values are as `spoil` left them; empty if none is."""
    number = unwritten(out, expected)
    return in_words(number, expected.size) if number else ""


def in_words(number: int, size: int, values: str = "values") -> str:
    """Return a sentence about the values of an output that a kernel left unwritten."""
    return "it wrote nothing" if number == size else f"it left {number} of the {values} unwritten"


def _bits(array: Array) -> NDArray[Any]:
    """Return the values one after another, each as its bytes; a bool has one bit."""
    kind = np.bool_ if array.dtype == np.bool_ else np.uint8
    return array.reshape(-1).view(kind).reshape(array.size, -1)
