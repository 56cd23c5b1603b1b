"""The axes of the book and of a view, and that a problem cannot change while a kernel uses it."""

import copy
import dataclasses
import pickle
from collections.abc import Callable

import numpy as np
import pytest

from juliaset import Problem, escape_counts

BOOK_C = -0.62772 - 0.42193j


def accumulated(width: int) -> tuple[list[float], list[float]]:
    """Add up steps as the book's program does, in its words."""
    x1, x2, y1, y2 = -1.8, 1.8, -1.8, 1.8
    x_step = (x2 - x1) / width
    y_step = (y1 - y2) / width
    x, y = [], []
    ycoord = y2
    while ycoord > y1:
        y.append(ycoord)
        ycoord += y_step
    xcoord = x1
    while xcoord < x2:
        x.append(xcoord)
        xcoord += x_step
    return x, y


@pytest.mark.parametrize("width", [1, 2, 3, 7, 10, 50, 100, 250, 333, 400, 999, 1000, 1024, 1500])
def test_the_book_s_axes_are_the_book_s_to_the_last_bit(width: int) -> None:
    problem = Problem.book(width)
    xs, ys = accumulated(width)
    assert problem.xs.tolist() == xs
    assert problem.ys.tolist() == ys
    assert (problem.c, problem.max_iterations) == (BOOK_C, 300)


@pytest.mark.parametrize(
    ("width", "points"),
    [
        *((10, 11), (250, 251), (333, 334), (400, 401), (640, 641), (800, 801), (1024, 1025)),
        *((1500, 1501), (4000, 4001), (50, 50), (100, 100), (200, 200), (1000, 1000)),
    ],
)
def test_some_widths_get_one_point_more(width: int, points: int) -> None:
    assert Problem.book(width, 1).shape == (points, points)


@pytest.mark.parametrize(("width", "total"), [(50, 83654), (100, 334236), (200, 1329666)])
def test_the_book_s_sums(width: int, total: int) -> None:
    assert escape_counts(Problem.book(width)).sum() == total


@pytest.mark.parametrize(("width", "height"), [(1, 1), (10, 250), (333, 7), (400, 640), (1, 1024)])
def test_a_view_has_exactly_the_points_asked_for(width: int, height: int) -> None:
    problem = Problem.view((-1.7, 1.3, -1.1, 1.5), width, height, 0.25j, 7)
    assert problem.shape == (height, width)
    assert (problem.width, problem.height, problem.pixels) == (width, height, width * height)
    assert problem.xs.tolist() == [-1.7 + i * ((1.3 - -1.7) / width) for i in range(width)]
    assert problem.ys.tolist() == [1.5 - j * ((1.5 - -1.1) / height) for j in range(height)]
    assert (problem.c, problem.max_iterations) == (0.25j, 7)


def test_a_view_is_the_book_s_window_and_square_if_not_told_otherwise() -> None:
    problem = Problem.view(width=30)
    assert problem.shape == (30, 30)
    assert (problem.xs[0], problem.ys[0]) == (-1.8, 1.8)
    assert (problem.c, problem.max_iterations) == (BOOK_C, 300)
    assert Problem.view(width=3, height=np.int64(2)).shape == (2, 3)  # type: ignore[arg-type]
    assert Problem.view(np.array([-1.0, 1, -1, 1]), 4).xs[0] == -1  # type: ignore[arg-type]


def test_the_axes_are_views_that_cannot_be_written_to() -> None:
    xs, ys = np.linspace(-1, 1, 5), np.linspace(-1, 1, 4)
    problem = Problem(xs, ys, 0j, 3)
    for own, axis in ((xs, problem.xs), (ys, problem.ys)):
        assert np.shares_memory(own, axis)
        assert own.flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            axis[0] = 7


def test_a_problem_cannot_be_changed() -> None:
    problem = Problem.book(3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        problem.c = 0j  # type: ignore[misc]


@pytest.mark.parametrize("number", [1, -0.5, 2j, np.float32(0.5), np.complex128(1j), np.int8(1)])
def test_c_may_be_any_number(number: complex) -> None:
    problem = Problem(np.zeros(1), np.zeros(1), number, 3)
    assert type(problem.c) is complex
    assert problem.c == number


def pickled(problem: Problem) -> Problem:
    twin: Problem = pickle.loads(pickle.dumps(problem))  # noqa: S301
    return twin


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_is_as_good_as_the_problem(again: Callable[[Problem], Problem]) -> None:
    problem = Problem.view(width=9, height=5)
    twin = again(problem)
    assert (twin.c, twin.max_iterations) == (problem.c, problem.max_iterations)
    assert np.array_equal(twin.xs, problem.xs)
    assert not twin.xs.flags.writeable
    assert np.array_equal(escape_counts(twin, "cpp.scalar"), escape_counts(problem, "python.loops"))


@pytest.mark.parametrize(
    "dtype", [np.dtype("f8", metadata={"unit": "m"}), np.dtype("f8").newbyteorder("=")]
)
def test_a_float64_of_another_make_is_a_float64(dtype: np.dtype[np.float64]) -> None:
    axis = np.linspace(-1, 1, 5).astype(dtype)
    problem = Problem(axis, axis, 0.1j, 9)
    for kernel in ("python.loops", "cython.memoryview", "cpp.scalar"):
        out = np.empty((5, 5), np.int32)
        assert np.array_equal(escape_counts(problem, kernel, out=out), escape_counts(problem))


def test_unaligned_axes_are_read_right() -> None:
    memory = np.zeros(8 * 6 + 1, np.uint8)
    axis = memory[1:].view(np.float64)
    axis[...] = np.linspace(-1, 1, 6)
    aligned = Problem(axis.copy(), axis.copy(), 0.1j, 30)
    assert np.array_equal(
        escape_counts(Problem(axis, axis, 0.1j, 30), "cpp.scalar"),
        escape_counts(aligned, "cpp.scalar"),
    )
