"""Outputs that are right, within a tolerance or not, and outputs of which no value is."""

import numpy as np
import pytest

from juliaset.problems.right_output import Tolerance, compare
from juliaset.problems.spoilt import spoil, spoilt, unwritten


@pytest.mark.parametrize("kind", ["?", "b", "B", "i4", "u8", "f4", "f8", "c8", "c16"])
def test_no_value_of_a_spoilt_output_is_right(kind: str) -> None:
    expected = np.arange(12).reshape(3, 4).astype(kind)
    out = spoilt(expected)
    assert unwritten(out, expected) == 12
    assert (out != expected).all()
    out[1, 2] = expected[1, 2]
    assert unwritten(out, expected) == 11
    out[...] = expected
    spoil(out, expected, slice(1, None, 5))
    assert unwritten(out, expected) == 3


def test_infinity_is_never_within_a_tolerance() -> None:
    found = compare(np.ones(3), np.array([1.0, np.inf, 1.5]), Tolerance(relative=1.0))
    assert (found.differing, found.largest) == (2, 0.5)
    assert found.wrong.startswith("1 of 3 values are not within 1 relative, the first at [1]")


@pytest.mark.parametrize(
    ("kind", "tolerance"),
    [
        ("f2", Tolerance(absolute=1e5)),
        ("f2", Tolerance(relative=1e5)),
        ("f4", Tolerance(absolute=1e39)),
        ("f8", Tolerance(relative=1e308, absolute=1e308)),
        ("c8", Tolerance(absolute=1e39)),
    ],
)
@pytest.mark.parametrize("got", [np.inf, -np.inf, np.nan])
def test_a_tolerance_that_the_type_cannot_hold_allows_numbers_only(
    kind: str, tolerance: Tolerance, got: float
) -> None:
    expected = np.array([1, 2], kind)
    assert compare(expected, np.array([1, got], kind), tolerance).wrong
    assert not compare(expected, np.array([1, 3], kind), tolerance).wrong
