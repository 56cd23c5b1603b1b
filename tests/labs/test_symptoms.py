"""A learner whose counts are wrong is told which mistake makes exactly these counts."""

import numpy as np
import pytest

from juliaset import Problem, escape_counts
from juliaset.grader.counts import complaint_about
from juliaset.problem import Counts

SQUARE = Problem.view(width=24, height=24, max_iterations=60)
RIGHT: Counts = escape_counts(SQUARE)


def by_hand_in_float32(problem: Problem) -> Counts:
    """Count pixel by pixel, as a kernel with `float` would."""
    counts = np.zeros(problem.shape, np.int32)
    c_re, c_im = np.float32(problem.c.real), np.float32(problem.c.imag)
    for (j, i), _ in np.ndenumerate(counts):
        re, im = np.float32(problem.xs[i]), np.float32(problem.ys[j])
        while counts[j, i] < problem.max_iterations and re * re + im * im < np.float32(4):
            counts[j, i] += 1
            re, im = re * re - im * im + c_re, re * im + re * im + c_im
    return counts


def shuffled() -> Counts:
    counts = RIGHT.copy()
    first, second = (0, 0), tuple(np.argwhere(counts != counts[0, 0])[0])
    counts[first], counts[second] = counts[second], counts[first]
    return counts


MISTAKES = {
    "pixels were never written": np.where(RIGHT[0, 0] == RIGHT, np.int32(-1), RIGHT),
    "a constant isn't a picture": np.full_like(RIGHT, 7),
    "Rows and columns have changed places": np.ascontiguousarray(RIGHT.T),
    "The picture is upside down": np.ascontiguousarray(RIGHT[::-1]),
    "Every count is one off": RIGHT + np.int32(1),
    "a sum can't see": shuffled(),
}


@pytest.mark.parametrize("words", MISTAKES)
def test_a_mistake_is_named_by_the_counts_that_it_makes(words: str) -> None:
    said = complaint_about(SQUARE, MISTAKES[words], RIGHT)
    where, _, reason = said.partition("\n")
    assert "pixels are wrong, the first at row" in where
    assert words in reason
    assert "\n" not in reason, "one mistake is enough"


def test_right_counts_have_no_symptom() -> None:
    assert complaint_about(SQUARE, RIGHT, RIGHT) == ""
    assert complaint_about(SQUARE, RIGHT.copy()) == ""


def test_an_answer_that_was_kept_is_recognised_among_those_before() -> None:
    others = [escape_counts(Problem.view(width=24, height=24, max_iterations=n)) for n in (9, 20)]
    said = complaint_about(SQUARE, others[1], RIGHT, others)
    assert "the answer to an earlier picture" in said


def test_float32_is_recognised_to_the_last_pixel() -> None:
    fixed = (1 + np.sqrt(1 - 4 * SQUARE.c)) / 2  # on the Julia set: points around it part quickly
    near = np.linspace(-1e-5, 1e-5, 20)
    deep = Problem(fixed.real + near, fixed.imag + near, SQUARE.c, 300)
    counts = by_hand_in_float32(deep)
    assert not np.array_equal(counts, escape_counts(deep)), "float32 is right here: no test"
    assert "the counts of float32 arithmetic" in complaint_about(deep, counts)
    counts[3, 5] += 1  # then something else is wrong too
    assert "float32" not in complaint_about(deep, counts)


def test_a_large_picture_is_not_computed_once_more_to_find_a_reason() -> None:
    large = Problem.view(width=3000, height=1000, max_iterations=10_000)
    expected = np.ones(large.shape, np.int32)
    got = np.where(np.arange(large.width) % 2 == 0, np.int32(3), expected)
    assert "pixels are wrong" in complaint_about(large, got, expected)
