"""One pixel a lane: the same counts, and a ratio to the loop that takes one pixel at a time."""

import numpy as np

from juliaset.compile_kernel import widest_isa
from juliaset.grader.exam import Exam
from juliaset.problem import Counts, Problem

MINUTES = 45
# Two lanes gain little by themselves, so that latency must be hidden as well.
GOALS = {"sse2": 1.5, "avx2": 1.7, "avx512": 1.7}


def check(exam: Exam) -> None:
    """Right also where orbits come back from beyond 2, then the race."""
    exam.ours = frozenset({"batch.hpp", "lanes.hpp", "pixel.hpp", "publish.hpp"})
    exam.right_counts(explain=mistaken)
    exam.faster(goal=GOALS[widest_isa()], width=300)


def mistaken(problem: Problem, expected: Counts, got: Counts) -> str:
    """Tell lanes that come back from lanes that were cut short."""
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
