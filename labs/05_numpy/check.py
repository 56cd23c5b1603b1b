"""The whole array at each step, or only what lives: the same counts, and a ratio of their times."""

from juliaset.grader.exam import Exam

MINUTES = 25


def check(exam: Exam) -> None:
    """Right on pictures that nobody has seen, then four times as fast as the start."""
    exam.right_counts()
    exam.faster(goal=4, width=200, limit=120)
