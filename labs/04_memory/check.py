"""The same histogram, and the peak of the process while it is made, as Linux counts it."""

from collections.abc import Callable

import numpy as np

from juliaset.grader.counts import python_counts, right_counts
from juliaset.grader.launch import Loadable
from juliaset.grader.random_problems import varied_problems
from juliaset.grader.submission import Submission
from juliaset.grader.usage import (
    Peak,
    in_mib,
    noise_between_processes,
    peak_during,
    resident_bytes,
)
from juliaset.grader.verdict import FailedError
from juliaset.problem import Counts, Problem

PART = 20  # the peak may be this part of the start's
LIMIT = 20


def check(submission: Submission) -> None:
    """Check small pictures, then compare the peak on a large one with the start's."""
    right_histograms(submission)
    large = picture(submission, 900)
    base, start = measured(submission, submission.baseline(), large)
    floor, own = measured(submission, submission.loadable(), large)
    # What is taken before the call, at the import, counts too.
    allowed = start.above(base).least / PART
    grown = own.above(base)
    submission.figures |= {"mib": grown.most / 2**20, "start_mib": start.above(base).most / 2**20}
    said = f"{in_mib(grown.least)} at the peak, and start.py takes {in_mib(PART * allowed)}"
    if not grown.within(allowed, noise_between_processes()):
        hoard = floor - base
        raise FailedError(
            f"It is right, but takes {said}: it may take {in_mib(allowed)}, 1/{PART} of the "
            "start's peak.\n"
            f"{reason(hoard, allowed)}"
        )
    submission.confirm(f"{large.pixels:,} points take {said}: less than 1/{PART}")


def picture(submission: Submission, width: int) -> Problem:
    """Draw a wide view, most of whose points leave soon: many points, little work."""
    c = complex(submission.random.uniform(-0.8, -0.5), submission.random.uniform(0.2, 0.6))
    edge = submission.random.uniform(2.6, 2.9)
    across = width + submission.random.randint(-9, 9)
    return Problem.view((-edge, edge, -edge, edge), across, width, c, LIMIT)


def given(problem: Problem) -> list[object]:
    """Return what histogram() gets: plain lists of numbers."""
    return [problem.xs.tolist(), problem.ys.tolist(), problem.c, problem.max_iterations]


def measured(submission: Submission, loadable: Loadable, large: Problem) -> tuple[int, Peak]:
    """Return what the process has before the call, and its peak during the call."""
    with submission.start(loadable) as process:
        # One small call first: what Python loads at the first call is not counted.
        process.call("histogram", [0.0], [0.0], 0j, 1)
        floor = resident_bytes(process.pid)
        got, found = peak_during(process.pid, lambda: process.call("histogram", *given(large)))
    if complaint := compared(large, got, []):
        raise FailedError(complaint)
    return floor, found


def right_histograms(submission: Submission) -> None:
    """Compare the answers for small pictures with the right ones, entry by entry."""
    problems = varied_problems(submission.random, LIMIT)
    earlier: list[list[int]] = []
    with submission.start() as process:
        for problem in problems:
            got = process.call("histogram", *given(problem))
            if complaint := compared(problem, got, earlier):
                raise FailedError(complaint)
            earlier.append(got)
    submission.confirm(f"the histograms of {len(problems)} new pictures are right")


def compared(problem: Problem, got: object, earlier: list[list[int]]) -> str:
    """Return which entry is wrong, and the likely reason; empty if all are right."""
    expected = entries(problem, right_counts)
    if not isinstance(got, list) or len(got) != len(expected):
        length = f" of {len(got)}" if isinstance(got, list) else ""
        return (
            f"histogram() gives back a {type(got).__name__}{length}; allowed: a list of "
            f"{len(expected)} numbers, for 0 to {problem.max_iterations} steps"
        )
    numbers = [isinstance(each, int | float) for each in got]
    if all(numbers) and (got == expected or got == entries(problem, python_counts)):
        return ""
    first = next(n for n in range(len(got)) if not numbers[n] or got[n] != expected[n])
    return (
        f"histogram()[{first}] is {got[first]!r:.40}: of the {problem.pixels:,} points "
        f"{expected[first]:,} take {first} steps. ({problem.width} x {problem.height} points, "
        f"c = {problem.c:.6g}, limit {problem.max_iterations})\n{symptom(problem, got, earlier)}"
    )


def entries(problem: Problem, counts: Callable[[Problem], Counts]) -> list[int]:
    """Return the histogram of these counts."""
    length = problem.max_iterations + 1
    return [int(each) for each in np.bincount(counts(problem).ravel(), minlength=length)]


def symptom(problem: Problem, got: list[int], earlier: list[list[int]]) -> str:
    """Return what a wrong histogram looks like."""
    if not all(isinstance(each, int) for each in got):
        return "Each entry is a number of points: an int."
    if got in earlier:
        return (
            "This is the answer for an earlier picture: something is kept from call to call. Each "
            "picture is a new one."
        )
    total, lost = sum(got), problem.pixels - sum(got)
    if lost in {problem.width, -problem.width}:
        return f"The entries sum to {total:,}: one row is missing or there twice."
    if lost:
        return (
            f"The entries sum to {total:,}: each of the {problem.pixels:,} points must be counted "
            "once."
        )
    return "The number of points is right: look at which entry a point is added to."


def reason(hoard: int, allowed: float) -> str:
    """Return where a peak comes from."""
    if hoard > allowed:
        return (
            f"{in_mib(hoard)} of it were taken before it was called, when the file was imported: "
            f"that is memory too."
        )
    return (
        "A peak is the most that exists at one time: `del` comes too late if everything existed "
        "before it. Your code still makes something that has an entry for each point of the "
        "picture."
    )
