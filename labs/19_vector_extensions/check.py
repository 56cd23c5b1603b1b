"""One pixel in each lane of the compiler's own vectors: right counts, and a ratio to the start."""

import numpy as np

from juliaset.grader.allowed_cpp import has_name
from juliaset.grader.files import read_text
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError
from juliaset.problem import Counts, Problem

UNWRITTEN = -1  # what stands in an array before it is filled


def check(submission: Submission) -> None:
    """Without a library; right also where orbits come back from beyond 2; then the race."""
    submission.headers = frozenset({"parts/pixel.hpp", "parts/publish.hpp"})
    if has_name(read_text(submission.path), "xsimd"):
        raise FailedError(
            f"{submission.path.name} uses xsimd. Lab 12 is about that library; this one is about "
            f"the vectors that the compiler has itself, by vector_size."
        )
    submission.check_counts(explain=mistaken)
    submission.if_slow = (
        "Does each lane have a pixel? If so, a vector waits for its own step before it: let the "
        "loop step several vectors that do not need each other."
    )
    submission.check_speed(width=300)


def mistaken(problem: Problem, expected: Counts, got: Counts) -> str:
    """Recognise what a misunderstood mask, lane or edge does to a picture."""
    wrong = got != expected
    if (got[wrong] == UNWRITTEN).all():
        return (
            "Nothing has been written to these pixels. Which lines of yours write the end of a "
            "row whose width is not a multiple of the lanes?"
        )
    if np.array_equal(got, -expected):
        return (
            "These are the right counts with the wrong sign: a comparison gives -1 in a lane where "
            "it is true, so that all bits of the lane are set."
        )
    if abs(problem.c) >= 2 and (got[wrong] > expected[wrong]).all():
        return (
            "Here |c| > 2, and an orbit has left, and came back below 2: a lane that has left must "
            "stay outside. Keep its z, or keep a mask that is never set again."
        )
    if (got[wrong] < expected[wrong]).all() and np.count_nonzero(wrong) > 1:
        return (
            "Only counts that are too small: were lanes cut short? A vector leaves when its "
            "slowest lane does."
        )
    return ""
