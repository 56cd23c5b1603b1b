"""A learner's Python fuses its complex product: what it computes is judged by that, and no more."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from juliaset import escape_counts
from juliaset.grader.catalogue import find_lab, load_module
from juliaset.grader.counts import complaint_about, python_counts, right_counts
from juliaset.grader.submission import Submission, tasks_of
from juliaset.grader.verdict import FailedError
from juliaset.problem import Counts, Problem
from juliaset.python_arithmetic import python_fuses
from planted_python import CHANGED, FirstFused, nine_points, plant

# Python's complex product with re*re not rounded before im*im is taken from it, by Dekker's halves.
SUBMISSION = """
import numpy as np


def real_part(re, im):
    square, high = im * im, re * re
    half = re * 134217729.0
    upper = half - (half - re)
    lower = re - upper
    lost = ((upper * upper - high) + 2 * upper * lower) + lower * lower
    difference = high - square
    back = difference - high
    lost += (high - (difference - back)) - (square + back)
    return difference + lost


def counts(xs, ys, c, limit):
    counted = np.zeros((len(ys), len(xs)), np.int32)
    for j, y in enumerate(ys.tolist()):
        for i, x in enumerate(xs.tolist()):
            re, im, n = x, y, 0
            while n < limit and abs(complex(re, im)) < 2:
                product = re * im
                re, im = real_part(re, im) + c.real, (product + product) + c.imag
                n += 1
            counted[j, i] = n SPOILT
    return counted
"""


Write = Callable[[str], Path]
NO_FUSING = pytest.mark.skipif(python_fuses(), reason="this Python itself fuses multiply-add")


@pytest.fixture
def fused(monkeypatch: pytest.MonkeyPatch) -> Counts:
    """Let the grader's Python fuse, and return what it makes of the nine points."""
    plant(monkeypatch, FirstFused)
    return escape_counts(nine_points(), "python.loops")


def lab_file(lab: str, name: str) -> Any:  # noqa: ANN401
    return load_module(find_lab(lab).folder / name)


def test_counts_of_this_python_are_right_for_python_alone(fused: Counts) -> None:
    problem = nine_points()
    assert complaint_about(problem, fused, in_python=True) == ""
    assert f"{CHANGED} of 9 pixels are wrong" in complaint_about(problem, fused)
    fused[0, 0] += 1
    assert "pixels are wrong" in complaint_about(problem, fused, in_python=True)


def test_a_race_knows_in_which_language_it_is_run(fused: Counts) -> None:
    (yours,) = tasks_of(iter([nine_points()]), in_python=True)
    assert yours.complaint(fused) == ""
    (yours,) = tasks_of(iter([nine_points()]))
    assert f"{CHANGED} of 9 pixels are wrong" in yours.complaint(fused)


def test_a_submission_is_told_why_its_pixels_differ(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch, FirstFused)
    submission = Submission(find_lab("5"), write(SUBMISSION.replace("SPOILT", "")))
    submission.check_counts([nine_points()])
    assert submission.confirmed == [
        f"this Python fuses multiply-add, and only for that reason {CHANGED} pixels differ",
        "every pixel of 1 new pictures is right",
    ]
    spoilt = Submission(find_lab("5"), write(SUBMISSION.replace("SPOILT", "+ (n == 8)")))
    with pytest.raises(FailedError, match="pixels are wrong"):
        spoilt.check_counts([nine_points()])


@NO_FUSING
def test_it_fails_where_python_does_not_fuse(write: Write) -> None:
    submission = Submission(find_lab("5"), write(SUBMISSION.replace("SPOILT", "")))
    with pytest.raises(FailedError, match=f"{CHANGED} of 9 pixels are wrong"):
        submission.check_counts([nine_points()])


def test_lab_4_accepts_the_histogram_of_this_python(fused: Counts) -> None:
    problem, compared = nine_points(), lab_file("4", "check.py").compared
    own = np.bincount(fused.ravel(), minlength=problem.max_iterations + 1).tolist()
    right = np.bincount(right_counts(problem).ravel(), minlength=problem.max_iterations + 1)
    assert own != right.tolist()
    assert compared(problem, own, []) == ""
    assert compared(problem, right.tolist(), []) == ""
    own[8] -= 1
    assert "histogram()[8] is " in compared(problem, own, [])


@pytest.mark.parametrize("planted", [True, pytest.param(False, marks=NO_FUSING)])
def test_lab_10_says_why_right_kernels_look_wrong(
    monkeypatch: pytest.MonkeyPatch, *, planted: bool
) -> None:
    if planted:
        plant(monkeypatch, FirstFused)
    suspects = lab_file("10", "suspects.py").suspects(Random(1))
    accused = [each for each in suspects if not each.wrong]
    said = lab_file("10", "check.py").complaint(suspects, accused, [])
    assert ("this Python fuses multiply-add" in said) == planted


@pytest.mark.usefixtures("fused")
def test_the_solution_of_lab_10_is_right_on_any_python() -> None:
    solution = lab_file("10", "solutions/seven_pictures.py")
    asked = (*solution.pictures()[2][:2], -0.8 + 0.156j, 60)
    problem = Problem(*asked)
    assert np.array_equal(solution.counts(*asked), right_counts(problem))
    assert (solution.counts(*asked_of(nine_points())) == right_counts(nine_points())).all()


def asked_of(problem: Problem) -> tuple[Any, ...]:
    return problem.xs, problem.ys, problem.c, problem.max_iterations


def test_python_s_own_counts_are_the_right_ones_unless_it_fuses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plant(monkeypatch, FirstFused)
    assert np.count_nonzero(python_counts(nine_points()) != right_counts(nine_points())) == CHANGED
