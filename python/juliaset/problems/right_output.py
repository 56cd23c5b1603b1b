"""Whether an output is right: equal to the expected one, or within a tolerance of it."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Tolerance:
    """How far a value may be from the expected one: absolute + relative * abs(expected)."""

    relative: float = 0.0
    absolute: float = 0.0

    def __post_init__(self) -> None:
        """Check both numbers."""
        for name, number in (("relative", self.relative), ("absolute", self.absolute)):
            if isinstance(number, bool) or not isinstance(number, int | float):
                raise TypeError(f"{name} is {number!r}; allowed: a number of 0 or more")
            if not (math.isfinite(number) and number >= 0):
                raise ValueError(f"{name} is {number}; allowed: a finite number of 0 or more")

    @property
    def exact(self) -> bool:
        """Whether every value must be equal."""
        return self.relative == self.absolute == 0

    def __str__(self) -> str:
        """Return it in words."""
        parts = [
            f"{number:g} {name}"
            for name, number in (("relative", self.relative), ("absolute", self.absolute))
            if number
        ]
        return f"within {' + '.join(parts)}" if parts else "exact"


@dataclass(frozen=True)
class Deviation:
    """How an output differs from the expected one, and what is wrong with it, in words."""

    differing: int = 0  # values that are not equal
    largest: float = 0.0  # the largest distance of a number from the expected one
    wrong: str = ""  # empty if every value is within the tolerance


def compare(expected: Array, got: Array, tolerance: Tolerance) -> Deviation:
    """Compare two arrays of one shape and type; the message names the first wrong value."""
    unequal = expected != got  # NaN is equal to nothing
    differing = int(np.count_nonzero(unequal))
    if not differing:
        return Deviation()
    outside, largest = unequal, 0.0
    if expected.dtype.kind in "fc":
        with np.errstate(all="ignore"):  # infinity and NaN are reported below
            distance = np.abs(got - expected)
            allowed = tolerance.absolute + tolerance.relative * np.abs(expected)
            # What is allowed may be infinity in this type, and infinity is never right.
            outside = unequal & ~((distance <= allowed) & np.isfinite(distance))
        largest = float(np.max(distance, where=np.isfinite(distance), initial=0.0))
    return Deviation(differing, largest, _in_words(expected, got, outside, tolerance))


def _in_words(expected: Array, got: Array, outside: Array, tolerance: Tolerance) -> str:
    number = int(np.count_nonzero(outside))
    if not number:
        return ""
    first = np.unravel_index(int(outside.argmax()), outside.shape)
    place = ", ".join(str(int(each)) for each in first)
    how = "differ" if tolerance.exact else f"are not {tolerance}"
    return (
        f"{number:,} of {outside.size:,} values {how}, the first at [{place}]: "
        f"expected {expected[first]}, got {got[first]}"
    )
