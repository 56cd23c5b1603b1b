"""Lab 21: its pictures, its bill, and the words for each wrong mirror."""

import re
from pathlib import Path
from random import Random
from runpy import run_path
from typing import Any

import numpy as np
import pytest

from juliaset.grader.catalogue import find_lab
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import FailedError
from juliaset.problem import BOOK_C, Problem

LAB = find_lab("21")
CHECK = LAB.check
PICTURES = CHECK.PICTURES
SEEDS = range(3)


def judged(path: Path, seed: int) -> list[Any]:
    """Compute all pictures without a process, and return their bills."""
    counts = run_path(str(path))["counts"]
    bills: list[Any] = []
    for about, problem in PICTURES.drawn_pictures(Random(seed)):
        bill = PICTURES.Bill(problem)
        got = counts(problem.xs.copy(), problem.ys.copy(), bill.count)
        CHECK.judge(about, bill, got, [each.expected for each in bills])
        bills.append(bill)
    return bills


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", LAB.solutions, ids=lambda path: path.stem)
def test_a_solution_counts_one_of_each_pair(path: Path, seed: int) -> None:
    for bill in judged(path, seed):
        assert bill.asked == bill.problem.pixels - bill.pairs


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", [LAB.start, *LAB.planted], ids=lambda path: path.stem)
def test_a_mistake_is_found_whatever_is_drawn(path: Path, seed: int) -> None:
    with pytest.raises(FailedError) as failed:
        judged(path, seed)
    promise = re.match("# fails with: (.*)", path.read_text())
    assert promise is None or promise[1] in str(failed.value)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_pictures_have_all_kinds_of_mirrors(seed: int) -> None:
    bills = [PICTURES.Bill(problem) for _, problem in PICTURES.drawn_pictures(Random(seed))]
    shares = [2 * bill.pairs / bill.problem.pixels for bill in bills]
    assert sum(share > 0.99 for share in shares) >= 4
    assert sum(share == 0 for share in shares) >= 4
    assert sum(0.1 < share < 0.9 for share in shares) >= 3
    for bill in bills:
        if bill.problem.pixels > 100 and bill.pairs:
            assert bill.allowed < bill.problem.pixels


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", [PICTURES.view_around, PICTURES.shifted])
def test_a_mirror_that_is_nearly_there_changes_counts(kind: Any, seed: int) -> None:  # noqa: ANN401
    _, problem = PICTURES.nearly_mirrored(Random(seed), kind)
    assert np.allclose(problem.xs, -problem.xs[::-1], rtol=0, atol=1e-8)
    assert np.allclose(problem.ys, -problem.ys[::-1], rtol=0, atol=1e-8)
    expected = PICTURES.Bill(problem).expected
    assert np.count_nonzero(expected != expected[::-1, ::-1]) >= PICTURES.FEWEST_DIFFER


def test_the_example_of_the_task_is_the_first_picture() -> None:
    _, problem = PICTURES.drawn_pictures(Random(1))[0]
    axes = [str([int(number) for number in axis]) for axis in (problem.xs, problem.ys)]
    assert f"`xs = {axes[0]}` and `ys = {axes[1]}` have six pixels" in flat()
    bill = PICTURES.Bill(problem)
    assert (problem.pixels, problem.pixels - bill.pairs) == (6, 5)


def test_the_mirror_of_the_book_s_picture_is_as_the_task_says() -> None:
    xs = Problem.book().xs
    nearly = np.abs(xs[1:] + xs[1:][::-1]) < 1e-12
    said = re.search(
        r"Of the ([\d,]+) columns .*? (\d+) have an image .*? none has exactly -x", flat()
    )
    assert said
    numbers = [int(number.replace(",", "")) for number in said.groups()]
    assert numbers == [xs.size, np.count_nonzero(nearly)]
    assert not np.isin(-xs, xs).any()


def flat() -> str:
    return " ".join(LAB.task.split())


def small() -> Any:  # noqa: ANN401
    return PICTURES.Bill(Problem(np.array([-1.0, 0.0, 1.0]), np.array([1.0, 0.0]), BOOK_C, 20))


LATE = """
import numpy as np

def counts(xs, ys, count):
    first, second = xs.tolist(), ys.tolist()
    for _ in range(12):  # what is left of refused questions would fill the memory
        try:
            count(np.zeros(4_000_000), np.zeros(2, np.float16))
        except TypeError:
            pass
        count(xs[:1], ys[:1])
    same = xs.tolist() == first and ys.tolist() == second
    raise ValueError("the axes are the same" if same else "the axes have changed")
"""


def test_the_axes_are_the_same_after_a_question(tmp_path: Path) -> None:
    path = tmp_path / "late.py"
    path.write_text(LATE)
    assert "the axes are the same" in check_submission(LAB, path).message


def test_points_and_their_images_may_be_asked_for() -> None:
    bill = small()
    expected = bill.expected
    assert bill.count(np.array([-1.0]), np.array([1.0])).tolist() == [expected[0, 0]]
    assert bill.count(np.array([1.0]), np.array([-1.0])).tolist() == [expected[0, 0]]
    assert bill.count(-0.0, 0).tolist() == expected[1, 1]
    assert bill.count([[1, 0]], [[0, 1]]).tolist() == [[expected[1, 2], expected[0, 1]]]
    assert bill.asked == 5
    assert bill.known.tolist() == [[True, True, False], [True, True, True]]


@pytest.mark.parametrize(
    ("re_", "im", "words"),
    [
        ([0.5], [0.0], "is neither a pixel nor"),
        ([float("nan")], [0.0], "is neither a pixel nor"),
        ([0.0], [-1.0, 1.0], "allowed: one shape"),
        (["0"], [0.0], "allowed: an array of numbers"),
        (True, 0.0, "allowed: an array of numbers"),
        ({}, 0.0, "allowed: an array of numbers"),
        (np.zeros(25), np.zeros(25), "the picture has fewer"),
    ],
    ids=["elsewhere", "nan", "shapes", "text", "truth", "dict", "many"],
)
def test_an_odd_question_is_refused(re_: object, im: object, words: str) -> None:
    with pytest.raises((TypeError, ValueError), match=words):
        small().count(re_, im)


def test_counts_that_were_not_counted_are_named() -> None:
    bill = small()
    with pytest.raises(FailedError, match="6 counts are right, and count"):
        CHECK.judge("A picture", bill, bill.expected)
