"""The scalar loop, and a disc from which no orbit escapes: exact for every c, and less work."""

from juliaset.grader.exam import Exam
from juliaset.problem import Counts, Problem

MINUTES = 30


def check(exam: Exam) -> None:
    """Right for constants with a trap, without one, and with a small one; then the race."""
    exam.ours = frozenset({"julia/trap.hpp", "pixel.hpp", "publish.hpp"})
    exam.right_counts(explain=mistaken)
    exam.faster(goal=2, width=300, limit=600)


def mistaken(problem: Problem, expected: Counts, got: Counts) -> str:
    """Tell a count that stops too early from a disc that is too large."""
    wrong = got != expected
    if (expected[wrong] == problem.max_iterations).all():
        return (
            "Only pixels that never escape are wrong. An orbit in the trap stays below 2 for ever: "
            "its count is the limit, not the steps that it took to get there."
        )
    if (got[wrong] == problem.max_iterations).all():
        return (
            "These pixels escape, and were called trapped: the disc is too large. Its radius is "
            "proved for each c anew, and the norm is the square of a distance."
        )
    return ""
