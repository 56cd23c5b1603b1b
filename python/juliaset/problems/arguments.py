"""What a kernel of a problem is called with, and whether it left its inputs alone."""

from collections.abc import Mapping
from typing import Any
from zlib import crc32

import numpy as np

from juliaset.problems.right_output import Array


def views_of(inputs: Mapping[str, Any], out: Array) -> list[Any]:
    """Return what a kernel is called with: it may give an array another type, but not ours."""
    values = [*inputs.values(), out]
    return [each[...] if isinstance(each, np.ndarray) else each for each in values]


def marks_of(inputs: Mapping[str, Any]) -> dict[str, int]:
    """Return a check sum of each array, by which a change is noticed."""
    arrays = {name: each for name, each in inputs.items() if isinstance(each, np.ndarray)}
    return {name: crc32(each.reshape(-1).view(np.uint8).data) for name, each in arrays.items()}


def first_changed(marks: Mapping[str, int], inputs: Mapping[str, Any]) -> str:
    """Return the name of the first array that is not what it was; empty if all are."""
    return next((name for name, now in marks_of(inputs).items() if now != marks[name]), "")


def described(array: Array) -> str:
    """Return the type and the shape of an array: float64[3, 4]."""
    return f"{array.dtype}{list(array.shape)}"
