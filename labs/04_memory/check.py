"""The same histogram, and the peak of the process while it is made: seen by Linux, from outside."""

import numpy as np

from juliaset.grader.exam import Exam, right_answer
from juliaset.grader.loadable import Loadable
from juliaset.grader.peak import Peak, held, in_mib, peak
from juliaset.grader.pictures import varied
from juliaset.grader.verdict import FailedError
from juliaset.problem import Problem

MINUTES = 20
PART = 20  # the peak may be this part of the start's
LIMIT = 20


def check(exam: Exam) -> None:
    """Right on small pictures, then the peak on a large one, held against the start's."""
    right_histograms(exam)
    large = picture(exam, 900)
    base, start = watched(exam, exam.baseline("start.py"), large)
    floor, own = watched(exam, exam.yours(), large)
    # What is taken before the call, at the import, is part of the bill.
    allowed = start.above(base).least / PART
    grown = own.above(base)
    exam.figures |= {"mib": grown.most / 2**20, "start_mib": start.above(base).most / 2**20}
    said = f"{in_mib(grown.least)} at the peak, where the start takes {in_mib(PART * allowed)}"
    if not grown.within(allowed):
        hoard = floor - base
        raise FailedError(
            f"It is right, and takes {said}: it may take {in_mib(allowed)}, 1/{PART} of "
            f"the start's peak.\n{reason(hoard, allowed)}"
        )
    exam.saw(f"{large.pixels:,} points take {said}: less than 1/{PART}")


def picture(exam: Exam, width: int) -> Problem:
    """Draw a wide view, most of whose points leave soon: many points, little work."""
    c = complex(exam.chance.uniform(-0.8, -0.5), exam.chance.uniform(0.2, 0.6))
    edge = exam.chance.uniform(2.6, 2.9)
    across = width + exam.chance.randint(-9, 9)
    return Problem.view((-edge, edge, -edge, edge), across, width, c, LIMIT)


def given(problem: Problem) -> list[object]:
    """Give what histogram() gets: plain lists of numbers."""
    return [problem.xs.tolist(), problem.ys.tolist(), problem.c, problem.max_iterations]


def watched(exam: Exam, loadable: Loadable, large: Problem) -> tuple[int, Peak]:
    """Give what the process has before the call, and the most that it has during it."""
    with exam.pupil(loadable) as pupil:
        # Once before, on next to nothing: what Python loads at the first call is not counted.
        pupil.call("histogram", [0.0], [0.0], 0j, 1)
        floor = held(pupil)
        got, found = peak(pupil, lambda: pupil.call("histogram", *given(large)))
    if complaint := compared(large, got, []):
        raise FailedError(complaint)
    return floor, found


def right_histograms(exam: Exam) -> None:
    """Hold the answers for small pictures against the right ones, entry by entry."""
    problems = varied(exam.chance, LIMIT)
    earlier: list[list[int]] = []
    with exam.pupil() as pupil:
        for problem in problems:
            got = pupil.call("histogram", *given(problem))
            if complaint := compared(problem, got, earlier):
                raise FailedError(complaint)
            earlier.append(got)
    exam.saw(f"the histograms of {len(problems)} new pictures are right")


def compared(problem: Problem, got: object, earlier: list[list[int]]) -> str:
    """Say which entry is wrong, and what it may come from; empty where all are right."""
    expected = np.bincount(
        right_answer(problem).ravel(), minlength=problem.max_iterations + 1
    ).tolist()
    if not isinstance(got, list) or len(got) != len(expected):
        length = f" of {len(got)}" if isinstance(got, list) else ""
        return (
            f"histogram() gives back a {type(got).__name__}{length}; allowed: a list of "
            f"{len(expected)} numbers, for 0 to {problem.max_iterations} steps"
        )
    numbers = [isinstance(each, int | float) for each in got]
    if all(numbers) and got == expected:
        return ""
    first = next(n for n in range(len(got)) if not numbers[n] or got[n] != expected[n])
    return (
        f"histogram()[{first}] is {got[first]!r:.40}: of the {problem.pixels:,} points "
        f"{expected[first]:,} take {first} steps. ({problem.width} x {problem.height} points, "
        f"c = {problem.c:.6g}, limit {problem.max_iterations})\n{symptom(problem, got, earlier)}"
    )


def symptom(problem: Problem, got: list[int], earlier: list[list[int]]) -> str:
    """Say what a wrong histogram looks like."""
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
            f"The entries sum to {total:,}: each of the {problem.pixels:,} points is one of them."
        )
    return "The number of points is right: look at which entry a point is added to."


def reason(hoard: int, allowed: float) -> str:
    """Say where a peak comes from."""
    if hoard > allowed:
        return (
            f"{in_mib(hoard)} of it were taken before it was called, when the file was imported: "
            f"that is memory too."
        )
    return (
        "A peak is the most that is there at one time: `del` comes too late, when all of it has "
        "been there. Something is still made that has an entry for each point of the picture."
    )
