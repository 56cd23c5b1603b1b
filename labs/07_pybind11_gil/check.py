"""The GIL released while C++ computes: seen in the steps that another Python thread makes."""

import shutil
from dataclasses import replace
from itertools import pairwise

from juliaset.grader.counts import complaint_about
from juliaset.grader.launch import Limits, Loadable
from juliaset.grader.process import Function, SubmissionProcess
from juliaset.grader.random_problems import near_the_book
from juliaset.grader.submission import Submission
from juliaset.grader.usage import cpu_ns
from juliaset.grader.verdict import FailedError

# The longest part of the work in which no other thread makes a step, measured in CPU time, so that
# other load does not count. With the GIL held it is nearly all, without it hundredths.
LONGEST = 1 / 3
TRIES = 3


def check(submission: Submission) -> None:
    """Right, then free for other threads, then as careful about its inputs as before."""
    submission.limits = Limits(threads=2)
    try:
        submission.check_counts()
    except FailedError as failed:
        raise FailedError(f"{failed}{gil_reason(submission)}") from None
    with submission.start(driven(submission)) as process:
        check_others_run(submission, process)
        check_refusals(submission, process)


def driven(submission: Submission) -> Loadable:
    """Put the lab's driver next to the learner's module."""
    yours = submission.loadable()
    shutil.copy(submission.lab.folder / "driver.py", yours.folder)
    return replace(yours, entry="driver.py")


def check_others_run(submission: Submission, process: SubmissionProcess) -> None:
    """Compute in one thread, and let another ask the grader for steps."""
    share = 1.0
    for _ in range(TRIES):  # a busy machine may keep a free thread waiting once
        share = min(share, longest_share(submission, process))
        if share <= LONGEST:
            break
    submission.figures |= {"longest_without_step": share, "allowed": LONGEST}
    if share > LONGEST:
        raise FailedError(
            f"While counts() computes, no other thread of Python comes to a step for {share:.0%} "
            f"of the work; allowed: {LONGEST:.0%}. A thread that holds the GIL makes all others "
            f"wait. Which of your lines need Python, and which only numbers?"
        )
    submission.confirm(f"other threads go on: none waits for more than {share:.0%} of the work")


def longest_share(submission: Submission, process: SubmissionProcess) -> float:
    """Return the longest part of the process's CPU time without a step, as a share of all."""
    problem = near_the_book(submission.random, 300, 3000)
    given = (problem.xs, problem.ys, problem.c, problem.max_iterations)
    marks = [cpu_ns(process.pid)]

    def step() -> None:
        marks.append(cpu_ns(process.pid))

    got = process.call("meanwhile", *given, Function("step"), functions={"step": step})
    marks.append(cpu_ns(process.pid))
    if complaint := complaint_about(problem, got):
        raise FailedError(f"While another thread is at work too, {complaint}")
    longest = max(after - before for before, after in pairwise(marks))
    return longest / (marks[-1] - marks[0])


def check_refusals(submission: Submission, process: SubmissionProcess) -> None:
    """Pass wrong inputs, which the start refuses."""
    problem = near_the_book(submission.random, 40, 50)
    for what in process.call("wrong_inputs"):
        given = (problem.xs, problem.ys, problem.c, problem.max_iterations)
        if not process.call("refusal", what, *given):
            raise FailedError(
                f"It takes {what} and gives counts; start.cpp answers TypeError or ValueError. "
                f"A pointer knows neither type nor shape: look at both while Python is at hand."
            )
    submission.confirm("wrong types and shapes are refused, as before")


def gil_reason(submission: Submission) -> str:
    """Explain what pybind11 prints if a reference count changes without the GIL."""
    if "GIL is either not held" not in submission.printed:
        return ""
    return (
        "\nA Python object was made, copied or dropped after the GIL had been let go. An array is "
        "one: make it before, take what the loops need, and let go only then."
    )
