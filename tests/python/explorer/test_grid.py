"""The points of a view are exact, and those of `Problem.view` for the same window."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from juliaset.explorer.grid import bits_left, problem_of, step_of, window_of
from juliaset.explorer.messages import RefusedError, View
from juliaset.problem import Problem

C, LIMIT = (-0.8, 0.156), 50


def test_steps_shrink_by_eighths_and_halve_every_four_levels() -> None:
    steps = [step_of(level) for level in range(-8, 241)]
    assert step_of(-8) == 4
    assert [step_of(level) for level in range(5)] == [1, 7 / 8, 6 / 8, 5 / 8, 1 / 2]
    assert steps == sorted(steps, reverse=True)
    assert all(step_of(level + 4) == step_of(level) / 2 for level in range(-8, 237))
    assert step_of(240) == 2.0**-60


@st.composite
def views(draw: st.DrawFn) -> View:
    level = draw(st.integers(-8, 240))
    most = min(int(8 / step_of(level)), 2**50)
    width, height = draw(st.integers(1, min(2 * most, 4096))), draw(st.integers(1, min(most, 1024)))
    column = draw(st.integers(-most, most - width))
    row = draw(st.integers(height - most, most))
    return View(level, column, row, width, height)


@given(views())
def test_every_point_is_exact_and_that_of_the_window(view: View) -> None:
    problem, step = problem_of(view, C, LIMIT), Fraction(step_of(view.level))
    for pixel in {0, 1, view.width // 3, view.width - 1} & set(range(view.width)):
        assert Fraction(float(problem.xs[pixel])) == (view.column + pixel) * step
    for pixel in {0, 1, view.height // 3, view.height - 1} & set(range(view.height)):
        assert Fraction(float(problem.ys[pixel])) == (view.row - pixel) * step
    same = Problem.view(window_of(view), view.width, view.height, complex(*C), LIMIT)
    assert np.array_equal(problem.xs, same.xs)
    assert np.array_equal(problem.ys, same.ys)


@given(views(), st.integers(-20, 20))
def test_a_view_that_moves_keeps_its_points(view: View, by: int) -> None:
    moved = View(view.level, view.column + by, view.row, view.width, view.height)
    try:
        xs = problem_of(moved, C, LIMIT).xs
    except RefusedError:
        return
    before = problem_of(view, C, LIMIT).xs
    both = max(view.width - abs(by), 0)
    first = max(by, 0)
    assert np.array_equal(before[first : first + both], xs[max(-by, 0) :][:both])


def test_bits_are_those_between_the_pixels_at_the_farthest_edge() -> None:
    assert bits_left(View(0, 0, 1, 1, 1)) == 52
    assert bits_left(View(200, 2**50 - 1, 1, 1, 1)) == 2
    assert bits_left(View(200, 2**50, 1, 1, 1)) == 1
    assert bits_left(View(200, -5, 1 - 2**49, 8, 2)) == 2


@pytest.mark.parametrize(
    ("view", "why"),
    [
        (View(0, 0, 0, 9, 1), "reaches to 9; allowed: up to 8"),
        (View(0, -9, 0, 1, 1), "reaches to 9"),
        (View(0, 0, -8, 1, 1), "reaches to 9"),
        (View(200, 2**50, 0, 1, 1), "1 bits left between its pixels; allowed: 2"),
        (View(240, 0, -(2**50), 1, 1), "1 bits left"),
    ],
)
def test_a_view_too_far_out_or_too_deep_is_refused(view: View, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        problem_of(view, C, LIMIT)
