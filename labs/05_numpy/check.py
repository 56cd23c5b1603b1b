"""The whole array at each step, or only the living points: equal counts, and a ratio of times."""

from juliaset.grader.submission import Submission


def check(submission: Submission) -> None:
    """Check new pictures, then compare the speed with the start's."""
    submission.check_counts()
    submission.check_speed(width=200, limit=120)
