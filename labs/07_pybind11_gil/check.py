"""The GIL released while C++ computes: how long another Python thread has to sleep shows it.

That thread takes steps of a riddle. It needs the GIL for them, and sleeps only if another thread
has it. Linux reports how long, from outside the process. The grader knows the answer.
"""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from juliaset.grader.catalogue import load_module
from juliaset.grader.counts import complaint_about
from juliaset.grader.launch import Limits, Loadable
from juliaset.grader.process import SubmissionProcess
from juliaset.grader.random_problems import near_the_book
from juliaset.grader.submission import Submission
from juliaset.grader.usage import Used, used_during
from juliaset.grader.verdict import FailedError, InconclusiveError
from juliaset.problem import Problem
from juliaset.system.thread_usage import ThreadUsage

# The part of the work for which the other thread sleeps, in the worst try. With the GIL held it is
# all of it, without it hundredths. A kernel that is much faster than the given one may hold the GIL
# for all that it does, and waste time afterwards: with vectors it sleeps for a fifth.
MOST_ASLEEP = 0.25
# With more than this it is held too long as well, unless it was held by a thread that waited for a
# core: Linux can't tell how long that was.
MOST_IF_SURE = 0.1
# The CPU time of the thread in counts(), as a part of what the picture takes: 1, and up to 1.6 if
# two threads share the hardware of a core. Work that is repeated comes to 2 and more on top.
LEAST_WORK, MOST_WORK = 0.5, 2.5
# With more than this the machine is too busy to tell: of the work of counts(), and of the time of
# the other thread for its steps. Steps that are taken afterwards make one of them 2 and more.
UNSURE = 1.9
# The CPU time of the other thread, as a part of what its steps take in the grader.
MOST_PER_STEP = 2.5
# The part of the work for which the thread in counts() may sleep.
MOST_IDLE = 0.25
# More steps than fit into the longest call.
_MOST_STEPS = 3_000_000
# How often the other thread falls asleep: at most five times, if the GIL is taken once to begin and
# once to return. If it is more, and the thread also waits for a core, Linux can't tell how long it
# waits for the GIL.
MOST_SLEEPS, MOST_IN_LINE = 12, 0.1
TRIES = 3


RIDDLE = load_module(Path(__file__).parent / "riddle.py")


@dataclass(frozen=True)
class Task:
    """A picture, and the CPU time that it needs if nothing else runs."""

    picture: Problem
    alone: float


@dataclass(frozen=True)
class Try:
    """One picture, computed while another thread turns in a loop; parts of the needed CPU time."""

    asleep: float  # of the other thread
    worked: float  # by all threads but that one
    sleeps: int = 0
    in_line: float = 0.0  # the part of the time in which the other thread waited for a core
    per_step: float = 1.0  # the CPU time of the other thread, by what its steps need
    idle: float = 0.0  # of the thread in counts()
    naps: int = 0  # how often that one slept
    stood: float = 0.0  # how long that one waited for a core


def check(submission: Submission) -> None:
    """Check the counts, then that other threads run, then that wrong inputs are refused."""
    submission.limits = Limits(threads=2)
    load_module(submission.lab.folder / "allowed.py").check_reach(submission.path)
    try:
        submission.check_counts()
    except FailedError as failed:
        raise FailedError(f"{failed}{gil_reason(submission)}") from None
    yours = submission.loadable()
    with (
        submission.start(driven(submission)) as process,
        submission.start(yours) as plain,
        submission.start(submission.baseline()) as start,
    ):
        pictures = [picture_of(submission) for _ in range(TRIES)]
        tasks = [Task(picture, needed(picture, plain, start)) for picture in pictures]
        tries = [tried(submission, process, task) for task in tasks]
        check_others_run(submission, tries)
        check_refusals(submission, process)


def driven(submission: Submission) -> Loadable:
    """Put the lab's driver next to the learner's module."""
    yours = submission.loadable()
    shutil.copy(submission.lab.folder / "driver.py", yours.folder)
    return replace(yours, entry="driver.py")


def picture_of(submission: Submission) -> Problem:
    """Draw a picture of another shape each time, and of nearly the same work.

    Its constant lies between the heart and the disc of the Mandelbrot set, so that all orbits leave
    in the end, most after thousands of steps: no trap spares a kernel its work.
    """
    random = submission.random
    c = complex(-0.75 + random.uniform(-1e-7, 1e-7), random.uniform(9e-4, 1.1e-3))
    left, low = random.uniform(-1.45, -1.4), random.uniform(-0.9, -0.85)
    width = random.randint(250, 350)
    return Problem.view((left, left + 2.85, low, low + 1.75), width, 300**2 // width, c, 7_000)


def needed(picture: Problem, *processes: SubmissionProcess) -> float:
    """Return the CPU time that a picture takes if nothing else runs: the least of these."""
    spent = []
    for process in processes:
        process.call("counts", picture.xs, picture.ys, picture.c, picture.max_iterations)
        spent.append(process.timing.cpu_ns / 1e9)
    return min(spent)


def tried(submission: Submission, process: SubmissionProcess, given: Task) -> Try:
    """Compute a picture in one thread while the main thread takes steps of a riddle."""
    picture, alone = given.picture, given.alone
    riddle = RIDDLE.drawn(submission.random)
    inputs = (picture.xs, picture.ys, picture.c, picture.max_iterations, riddle)
    got, used = used_during(process.pid, lambda: process.call("meanwhile", *inputs))
    counts, needed_by_steps = _judged(got, riddle)
    if complaint := complaint_about(picture, counts):
        raise FailedError(f"While another thread is at work too, {complaint}")
    turning = used.threads.get(process.pid, ThreadUsage())
    asleep = _asleep(turning, used)
    # One of the others is in counts(): the one that works most.
    others = [usage for thread, usage in used.threads.items() if thread != process.pid]
    worker = max(others, key=lambda usage: usage.ran, default=ThreadUsage())
    return Try(
        asleep / alone,
        (used.cpu - turning.ran) / alone,
        turning.slept,
        turning.queued / used.wall,
        turning.ran / max(needed_by_steps, 1e-9),
        _asleep(worker, used) / alone,
        worker.slept,
        worker.queued / alone,
    )


def _asleep(thread: ThreadUsage, used: Used) -> float:
    return max(used.wall - thread.ran - thread.queued, 0.0)


def _judged(got: object, riddle: str) -> tuple[object, float]:
    """Return the counts, and the CPU time that the steps need; the last state must be right."""
    match got:
        case [counts, int() as steps, int() as state] if 0 <= steps <= _MOST_STEPS:
            right, needed = RIDDLE.answer(riddle, steps)
            if state == right:
                return counts, needed
    raise FailedError(
        "While counts() computes, the other thread has not done what it was asked to do: the "
        "submission has replaced something in its process."
    )


def check_others_run(submission: Submission, tries: list[Try]) -> None:
    """Let the worst try decide: a GIL that is sometimes released is not released."""
    asleep = max(each.asleep for each in tries)
    most, least = max(each.worked for each in tries), min(each.worked for each in tries)
    surely = max(each.asleep - each.stood for each in tries)
    submission.figures |= {"asleep": asleep, "allowed": MOST_IF_SURE, "worked": most}
    if asleep > MOST_ASLEEP or surely > MOST_IF_SURE:
        raise FailedError(
            f"While counts() computes, another thread of Python can do nothing for "
            f"{min(asleep, 1):.0%} of the time that the work takes; allowed: {MOST_IF_SURE:.0%}. A "
            f"thread that holds the GIL makes all others wait. Which of your lines need Python, "
            f"and which only numbers?"
        )
    if most > MOST_WORK:
        raise FailedError(
            f"Next to another thread, counts() works {most:.1f} times as long as the picture takes "
            "in start.cpp, or in yours without that thread. Is anything computed more than once?"
        )
    if least < LEAST_WORK:
        raise FailedError(
            f"The thread that calls counts() does {least:.0%} of the work: another one does the "
            f"rest. counts() computes in the thread that calls it."
        )
    slow = max(each.per_step for each in tries)
    submission.figures |= {"per_step": slow}
    waiting = max(tries, key=lambda each: each.idle)
    if waiting.idle > MOST_IDLE and waiting.naps > MOST_SLEEPS:
        raise FailedError(
            f"counts() takes the GIL back {waiting.naps} times, and each time it waits until the "
            f"other thread lets it go: together {waiting.idle:.1f} times as long as the work "
            "takes. Release the GIL once, around all loops."
        )
    if slow > MOST_PER_STEP or waiting.idle > MOST_IDLE:
        raise FailedError(
            "The other thread takes its steps of Python, but not while counts() computes: they "
            "come before or after it."
        )
    if asleep > MOST_IF_SURE:
        raise InconclusiveError(
            f"Another thread of Python does nothing for {asleep:.0%} of the time that the work "
            f"takes (allowed: {MOST_IF_SURE:.0%}), and this machine is too busy to tell why. Close "
            f"what else runs, and check again."
        )
    if slow > UNSURE or most > UNSURE:
        raise InconclusiveError(
            f"Together the two threads need {max(slow, most):.1f} times as long as alone: this "
            "machine is too busy to tell whether they wait for the GIL. Close what else runs, and "
            "check again."
        )
    if any(each.sleeps > MOST_SLEEPS and each.in_line > MOST_IN_LINE for each in tries):
        raise InconclusiveError(
            "counts() takes the GIL again and again, and this machine is too busy to tell how long "
            "others wait for it. Release it once, around all loops; or close what else runs, and "
            "check again."
        )
    submission.confirm(f"other threads go on: none sleeps for more than {asleep:.0%} of the work")


def check_refusals(submission: Submission, process: SubmissionProcess) -> None:
    """Pass wrong inputs, which the start refuses."""
    problem = near_the_book(submission.random, 40, 50)
    for what in process.call("wrong_inputs"):
        given = (problem.xs, problem.ys, problem.c, problem.max_iterations)
        if process.call("refusal", what, *given) is not True:
            raise FailedError(
                f"It takes {what} and gives counts; start.cpp answers TypeError or ValueError. "
                f"A pointer knows neither type nor shape: check both while you have the GIL."
            )
    submission.confirm("wrong types and shapes are refused, as before")


def gil_reason(submission: Submission) -> str:
    """Explain what pybind11 prints if a reference count changes without the GIL."""
    if "GIL is either not held" not in submission.printed:
        return ""
    return (
        "\n"
        "A Python object was made, copied or dropped after the GIL had been released. An array is "
        "such an object: make it first, take the pointers that the loops need, and release the GIL "
        "only then."
    )
