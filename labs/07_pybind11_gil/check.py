"""The GIL let go while C++ computes: seen in the steps that another thread of Python makes."""

import shutil
from dataclasses import replace
from itertools import pairwise

from juliaset.grader.exam import Exam, compared, right_answer
from juliaset.grader.loadable import Function, Limits, Loadable
from juliaset.grader.pictures import near_the_book
from juliaset.grader.pupil import Pupil
from juliaset.grader.verdict import FailedError

MINUTES = 20

# The longest part of the work in which no other thread comes to a step, measured in CPU time: who
# else is on the machine does not count. With the GIL held it is nearly all, without it hundredths.
LONGEST = 1 / 3
TRIES = 3


def check(exam: Exam) -> None:
    """Right, then free for other threads, then as careful about its inputs as before."""
    exam.limits = Limits(threads=2)
    try:
        exam.right_counts()
    except FailedError as failed:
        raise FailedError(f"{failed}{said_of_the_gil(exam)}") from None
    with exam.pupil(driven(exam)) as pupil:
        let_go(exam, pupil)
        still_refused(exam, pupil)


def driven(exam: Exam) -> Loadable:
    """Put our driver beside the learner's module."""
    yours = exam.yours()
    shutil.copy(exam.folder / "driver.py", yours.folder)
    return replace(yours, entry="driver.py")


def let_go(exam: Exam, pupil: Pupil) -> None:
    """Compute in one thread, and let another ask us for steps."""
    share = 1.0
    for _ in range(TRIES):  # a busy machine may keep a free thread waiting once
        share = min(share, longest_share(exam, pupil))
        if share <= LONGEST:
            break
    exam.figures |= {"longest_without_step": share, "allowed": LONGEST}
    if share > LONGEST:
        raise FailedError(
            f"While counts() computes, no other thread of Python comes to a step for {share:.0%} "
            f"of the work; allowed: {LONGEST:.0%}. Who holds the GIL lets all others wait. "
            f"Which of your lines need Python, and which only numbers?"
        )
    exam.saw(f"other threads go on: none waits for more than {share:.0%} of the work")


def longest_share(exam: Exam, pupil: Pupil) -> float:
    """Give the longest stretch of the process's CPU time without a step, as a share of all."""
    problem = near_the_book(exam.chance, 300, 3000)
    given = (problem.xs, problem.ys, problem.c, problem.max_iterations)
    marks = [pupil.cpu_so_far_ns()]

    def step() -> None:
        marks.append(pupil.cpu_so_far_ns())

    got = pupil.call("meanwhile", *given, Function("step"), functions={"step": step})
    marks.append(pupil.cpu_so_far_ns())
    if complaint := compared(problem, right_answer(problem), got, []):
        raise FailedError(f"While another thread is at work too, {complaint}")
    longest = max(after - before for before, after in pairwise(marks))
    return longest / (marks[-1] - marks[0])


def still_refused(exam: Exam, pupil: Pupil) -> None:
    """Hand it what it refused before."""
    problem = near_the_book(exam.chance, 40, 50)
    for what in pupil.call("wrong_inputs"):
        given = (problem.xs, problem.ys, problem.c, problem.max_iterations)
        if not pupil.call("refusal", what, *given):
            raise FailedError(
                f"It takes {what} and gives counts; start.cpp answers TypeError or ValueError. "
                f"A pointer knows neither type nor shape: look at both while Python is at hand."
            )
    exam.saw("wrong types and shapes are refused, as before")


def said_of_the_gil(exam: Exam) -> str:
    """Explain what pybind11 prints where a reference count changes without the GIL."""
    if "GIL is either not held" not in exam.printed:
        return ""
    return (
        "\nA Python object was made, copied or dropped after the GIL had been let go. An array is "
        "one: make it before, take what the loops need, and let go only then."
    )
