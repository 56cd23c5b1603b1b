"""The same loop with C types: the same counts, and a ratio of their times."""

import numpy as np

from juliaset.grader.exam import Exam, right_answer
from juliaset.problem import Counts, Problem

MINUTES = 25


def check(exam: Exam) -> None:
    """Right on pictures that nobody has seen, then five times as fast as the start."""
    exam.if_slow = (
        "Something in the innermost loop is still a Python object: `cython -a` shows it in yellow."
    )
    exam.right_counts(explain=mistaken)
    exam.faster(goal=5, width=120, limit=300)


def mistaken(problem: Problem, _expected: Counts, got: Counts) -> str:
    """Recognise coordinates that have lost their fraction in a C integer."""
    whole = Problem(np.trunc(problem.xs), np.trunc(problem.ys), problem.c, problem.max_iterations)
    if np.array_equal(got, right_answer(whole)):
        return (
            "These are the counts for whole numbers: a coordinate went into a C integer, which "
            "drops what stands behind the point, and nobody warns."
        )
    return ""
