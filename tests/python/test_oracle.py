"""The oracle: its golden answers are Python's own, and what it says leads to the wrong pixel."""

import dataclasses
import hashlib
import struct

import numpy as np
import pytest

from juliaset import Problem, escape_counts
from juliaset.oracle import digest, first_difference, golden, golden_of, reference_of
from juliaset.problem import Counts

# Found by other programs than this one: see docs/exactness.md and the book.
KNOWN_SUMS = {"book": 33_219_980, "sensitive": 20_934_805}
KNOWN_BOOK = "d4d605058135a3b1497fc0699533815f4057d154ee28defd2f24f5733ec85d82"
SMALL = [name for name, entry in golden().items() if entry.make().pixels < 1_000_000]


def counts_of(rows: int, columns: int) -> Counts:
    return np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)


def grid(rows: int, columns: int) -> Problem:
    return Problem(np.linspace(0, 1, columns), np.linspace(2, 3, rows), 0j, 99)


@pytest.mark.parametrize("name", SMALL)
def test_python_gives_the_golden_sum_and_digest(name: str) -> None:
    if golden()[name].is_local:
        pytest.skip(f"the C library here has other last bits, which decide {name}")
    counts = escape_counts(golden()[name].make(), "python.expanded")
    assert np.array_equal(counts, reference_of(name))
    assert int(counts.sum(dtype=np.int64)) == golden()[name].sum
    assert digest(counts) == golden()[name].sha256


def test_the_two_large_answers_are_those_known_from_elsewhere() -> None:
    assert {name: golden()[name].sum for name in KNOWN_SUMS} == KNOWN_SUMS
    assert golden()["book"].sha256 == KNOWN_BOOK


@pytest.mark.parametrize(("width", "total"), [(50, 83_654), (100, 334_236), (200, 1_329_666)])
def test_the_book_s_sums_at_small_widths(width: int, total: int) -> None:
    assert escape_counts(Problem.book(width), "python.loops").sum() == total


def test_every_golden_answer_says_how_it_was_obtained() -> None:
    assert all("python.loops" in entry.how for entry in golden().values())


def test_the_digest_is_that_of_little_endian_rows() -> None:
    counts = counts_of(2, 3) - 2
    expected = hashlib.sha256(struct.pack("<6i", -2, -1, 0, 1, 2, 3)).hexdigest()
    assert digest(counts) == expected
    assert digest(np.asfortranarray(counts)) == expected
    assert digest(counts.astype(">i4")) == expected
    assert digest(counts.T) != expected


def test_equal_counts_have_no_difference() -> None:
    assert first_difference(grid(3, 4), counts_of(3, 4), counts_of(3, 4)) is None


def test_the_first_difference_is_named_with_its_neighbourhood() -> None:
    expected, got = counts_of(9, 8), counts_of(9, 8)
    got[4, 5] = 70
    got[4, 6] = 71
    got[5, 0] = 72
    difference = first_difference(grid(9, 8), expected, got)
    assert difference is not None
    assert (difference.row, difference.column) == (4, 5)
    assert difference.z == complex(grid(9, 8).xs[5], grid(9, 8).ys[4])
    assert (difference.expected, difference.got) == (37, 70)
    assert (difference.pixels, difference.of) == (3, 72)
    assert np.array_equal(difference.around_expected, expected[2:7, 3:8])
    assert np.array_equal(difference.around_got, got[2:7, 3:8])
    message = str(difference)
    assert "3 of 72 pixels differ, the first at row 4, column 5" in message
    assert "expected 37, got 70" in message
    assert str(got[2:7, 3:8]) in message


@pytest.mark.parametrize(
    ("pixel", "shape"), [((0, 0), (3, 3)), ((8, 7), (3, 3)), ((0, 7), (3, 3)), ((4, 0), (5, 3))]
)
def test_the_neighbourhood_ends_at_the_picture_s_edge(
    pixel: tuple[int, int], shape: tuple[int, int]
) -> None:
    got = counts_of(9, 8)
    got[pixel] = -1
    difference = first_difference(grid(9, 8), counts_of(9, 8), got)
    assert difference is not None
    assert (difference.row, difference.column) == pixel
    assert difference.around_got.shape == shape
    assert (difference.around_got == -1).sum() == 1


@pytest.mark.parametrize(
    "got", [counts_of(4, 3), counts_of(3, 4).astype(np.int64), counts_of(1, 12)]
)
def test_other_shapes_and_types_are_not_compared(got: Counts) -> None:
    with pytest.raises(ValueError, match=r"the counts are int\d\d of shape .*allowed: int32 of"):
        first_difference(grid(3, 4), counts_of(3, 4), got)


def test_a_wrong_answer_is_told_with_both_sums() -> None:
    entry = golden()["odd_sizes"]
    counts = reference_of("odd_sizes").copy()
    assert entry.check(counts) == ""
    assert entry.difference(counts) is None
    counts[7, 11] += 5
    message = entry.check(counts)
    assert message.startswith(f"sum {entry.sum + 5}, golden {entry.sum}; 1 of 2881 pixels differ")
    assert "row 7, column 11" in message


def test_a_tampered_golden_answer_is_not_blamed_on_the_kernel() -> None:
    entry = dataclasses.replace(golden()["one_row"], sha256="0" * 64)
    with pytest.raises(RuntimeError, match=r"python\.expanded itself does not give .*'one_row'"):
        entry.check(reference_of("one_row"))


def test_another_c_library_is_no_mistake_of_the_kernel() -> None:
    counts = reference_of("circle")
    elsewhere = dataclasses.replace(golden()["circle"], sha256="0" * 64)
    assert elsewhere.is_local
    assert elsewhere.check(counts) == ""
    counts = counts.copy()
    counts[3, 4] += 1
    assert "1 of 82944 pixels differ" in elsewhere.check(counts)
    assert not dataclasses.replace(golden()["one_row"], sha256="0" * 64).is_local


def test_a_golden_problem_is_recognised_bit_for_bit() -> None:
    for name, entry in golden().items():
        found = golden_of(entry.make())
        assert found is not None
        assert found.name == name
    problem = golden()["odd_sizes"].make()
    xs = problem.xs.copy()
    xs[3] = np.nextafter(xs[3], 9)
    assert golden_of(Problem(xs, problem.ys, problem.c, problem.max_iterations)) is None
    assert golden_of(Problem(problem.xs, problem.ys, problem.c, 212)) is None
    assert golden_of(Problem(problem.xs, problem.ys, 0.5j, 211)) is None
