"""The same loop with C types: the same counts, and a ratio of their times."""

import numpy as np

from juliaset.grader.counts import right_counts
from juliaset.grader.submission import Submission
from juliaset.problem import Counts, Problem


def check(submission: Submission) -> None:
    """Check new pictures, then compare the speed with the start's."""
    submission.if_slow = (
        "Something in the innermost loop is still a Python object: `cython -a` shows it in yellow."
    )
    submission.check_counts(explain=mistaken)
    submission.check_speed(width=120, limit=300)


def mistaken(problem: Problem, _expected: Counts, got: Counts) -> str:
    """Recognise coordinates that have lost their fraction in a C integer."""
    whole = Problem(np.trunc(problem.xs), np.trunc(problem.ys), problem.c, problem.max_iterations)
    if np.array_equal(got, right_counts(whole)):
        return (
            "These are the counts for whole numbers: a coordinate was stored in a C integer, which "
            "drops the digits after the point, without a warning."
        )
    return ""
