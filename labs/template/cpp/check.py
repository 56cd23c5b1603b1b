"""What a submission must fulfil: the right counts, on pictures drawn at random."""

from juliaset.grader.submission import Submission


def check(submission: Submission) -> None:
    """Compare all counts; `submission.check_speed(width=...)` would race the start."""
    submission.headers = frozenset({"parts/pixel.hpp", "parts/publish.hpp"})
    submission.check_counts()
