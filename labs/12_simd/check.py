"""One pixel a lane: the same counts, and a ratio to the loop that takes one pixel at a time."""

import numpy as np

from juliaset.grader.submission import Submission
from juliaset.problem import Counts, Problem


def check(submission: Submission) -> None:
    """Check the counts, also where orbits come back from beyond 2, then the speed."""
    submission.headers = frozenset(
        {"parts/batch.hpp", "parts/lanes.hpp", "parts/pixel.hpp", "parts/publish.hpp"}
    )
    submission.check_counts(explain=mistaken)
    submission.check_speed(width=300)


def mistaken(problem: Problem, expected: Counts, got: Counts) -> str:
    """Distinguish lanes that come back from lanes that were cut short."""
    wrong = got != expected
    beyond = abs(problem.c) >= 2
    if beyond and (got[wrong] > expected[wrong]).all():
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
