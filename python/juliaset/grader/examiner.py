"""Check one submission for one lab: whatever happens, a verdict comes of it."""

import time
from pathlib import Path

from juliaset.grader.exam import Exam
from juliaset.grader.shelf import Lab
from juliaset.grader.verdict import FailedError, InconclusiveError, Status, Verdict
from juliaset.system.processes import printable


def examine(lab: Lab, submission: Path) -> Verdict:
    """Run the lab's check on a file."""
    began = time.monotonic()
    exam = Exam(lab.folder, submission)
    status, message = Status.PASS, "passed"
    try:
        lab.check.check(exam)
    except FailedError as failed:
        status, message = Status.FAIL, str(failed)
    except InconclusiveError as open_:
        status, message = Status.INCONCLUSIVE, str(open_)
    except Exception as error:  # noqa: BLE001 - a batch of thirty goes on
        why = f"{type(error).__name__}: {error}"
        status = Status.INCONCLUSIVE
        message = f"The check itself could not be held, which is no fault of yours: {why}"
    return Verdict(
        status,
        printable(message),
        exam.seen,
        exam.figures,
        exam.walls,
        exam.printed,
        round(time.monotonic() - began, 2),
    )
