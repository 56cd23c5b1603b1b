"""The scalar loop, and a disc from which no orbit escapes: exact for every c, and less work."""

from juliaset.grader.submission import Submission
from juliaset.problem import Counts, Problem


def check(submission: Submission) -> None:
    """Check constants with a trap, without one, and with a small one, then the speed."""
    submission.headers = frozenset({"juliaset/trap.hpp", "parts/pixel.hpp", "parts/publish.hpp"})
    submission.check_counts(explain=mistaken)
    submission.check_speed(width=300, limit=600)


def mistaken(problem: Problem, expected: Counts, got: Counts) -> str:
    """Distinguish a count that stops too early from a disc that is too large."""
    wrong = got != expected
    if (expected[wrong] == problem.max_iterations).all():
        return (
            "Only pixels that never escape are wrong. An orbit in the trap stays below 2 for ever: "
            "its count is the limit, not the number of steps to get there."
        )
    if (got[wrong] == problem.max_iterations).all():
        return (
            "These pixels escape, but were called trapped: the disc is too large. Its radius is "
            "proved for each c separately, and the norm is the square of a distance."
        )
    return ""
