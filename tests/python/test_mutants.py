"""Every mutant is caught, and each golden problem is needed to catch some."""

import numpy as np
import pytest
from mutants import (
    Mutant,
    expanded,
    forgets_who_has_escaped,
    fused,
    looks_every_second_step,
    not_strictly_below_two,
    one_row_missing,
    one_step_more,
    single_precision,
    sum_of_squares,
    transposed,
    two_pixels_swapped,
    upside_down,
)

from juliaset import Problem, escape_counts
from juliaset.oracle import golden

SMALL = [name for name, entry in golden().items() if entry.make().pixels < 100_000]
BEYOND_TWO = {"beyond_two_real", "beyond_two_near", "beyond_two_far"}
SHAPES = {"odd_sizes", "one_column", "one_row"}
ONE_POINT_MORE = {"one_point_more_10", "one_point_more_250"}
BOOK_SUMS = {50: 83654, 100: 334236, 200: 1329666}

# Which problem catches which mutant, measured; an unlisted problem does not catch it.
CAUGHT_BY: dict[Mutant, set[str]] = {
    expanded: set(),
    fused: {"sensitive_small", "circle"},
    not_strictly_below_two: BEYOND_TWO | {"circle"},
    sum_of_squares: {"circle"},
    single_precision: BEYOND_TWO | {"sensitive_small", "circle", "one_row", "one_point_more_250"},
    forgets_who_has_escaped: BEYOND_TWO,
    looks_every_second_step: BEYOND_TWO,
    transposed: {"circle"} | SHAPES,
    upside_down: BEYOND_TWO
    | ONE_POINT_MORE
    | {"sensitive_small", "circle", "odd_sizes", "one_column", "limit_1"},
    one_row_missing: SHAPES | ONE_POINT_MORE | {"sensitive_small", "circle", "limit_1"},
    one_step_more: SHAPES | ONE_POINT_MORE | {"sensitive_small", "circle", "limit_0", "limit_1"},
    two_pixels_swapped: set(SMALL) - {"limit_0"},
}


# Two of three steps of all small problems are its steps, and loops in Python take a second for it.
LONG = {"one_point_more_250"}
LOOPS = (expanded, fused, not_strictly_below_two, sum_of_squares, looks_every_second_step)


def caught_by(mutant: Mutant, names: set[str]) -> set[str]:
    return {name for name in names if golden()[name].check(mutant(golden()[name].make()))}


@pytest.mark.parametrize("mutant", CAUGHT_BY, ids=lambda mutant: mutant.__name__)
def test_a_mutant_is_caught(mutant: Mutant) -> None:
    assert caught_by(mutant, CAUGHT_BY[mutant]) == CAUGHT_BY[mutant]


@pytest.mark.parametrize(
    "mutant",
    [
        pytest.param(
            each, marks=pytest.mark.slow if each in (*LOOPS, forgets_who_has_escaped) else ()
        )
        for each in CAUGHT_BY
    ],
    ids=lambda mutant: mutant.__name__,
)
def test_who_catches_a_mutant(mutant: Mutant) -> None:
    names = set(SMALL) - (LONG if mutant in LOOPS else set())
    assert caught_by(mutant, names) == CAUGHT_BY[mutant] & names


@pytest.mark.slow
@pytest.mark.parametrize("mutant", LOOPS, ids=lambda mutant: mutant.__name__)
def test_a_long_problem_catches_none_of_these_mutants(mutant: Mutant) -> None:
    assert caught_by(mutant, LONG) == CAUGHT_BY[mutant] & LONG == set()


@pytest.mark.parametrize("mutant", [two_pixels_swapped, upside_down], ids=lambda m: m.__name__)
def test_a_sum_sees_no_permutation(mutant: Mutant) -> None:
    for name in CAUGHT_BY[mutant]:
        assert mutant(golden()[name].make()).sum(dtype=np.int64) == golden()[name].sum


@pytest.mark.parametrize(
    "width", [50, *(pytest.param(width, marks=pytest.mark.slow) for width in (100, 200))]
)
@pytest.mark.parametrize(
    "mutant", [fused, not_strictly_below_two, sum_of_squares], ids=lambda m: m.__name__
)
def test_the_book_s_problem_is_blind_to_rounding(mutant: Mutant, width: int) -> None:
    problem = Problem.book(width)
    counts = mutant(problem)
    assert counts.sum(dtype=np.int64) == BOOK_SUMS[width]
    assert np.array_equal(counts, escape_counts(problem, "python.loops"))
