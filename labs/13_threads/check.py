"""How much work each thread did, by its CPU time, and not how long it all took."""

import time
from dataclasses import dataclass
from statistics import median
from typing import NoReturn

from juliaset.grader.counts import complaint_about, counts_of
from juliaset.grader.launch import Limits, Loadable
from juliaset.grader.process import SubmissionProcess
from juliaset.grader.submission import Submission
from juliaset.grader.usage import ThreadUsage, thread_usage
from juliaset.grader.verdict import FailedError, InconclusiveError
from juliaset.problem import BOOK_C, Problem

THREADS = 4
PICTURES = 5
# The work of the busiest thread as a part of the mean. Blocks of rows give 2.5 and more here.
GOOD, BAD = 1.33, 1.6
# The part of the time in which a thread had a core or waited for one. If Linux gives two of four
# threads no core, the others rightly take their rows, and no thread sleeps.
# Blocks of rows give 0.4 and less: a thread that is done sleeps while another works on.
AWAKE, ASLEEP = 0.9, 0.6
# All threads together, against one thread that does all. Cores that are shared by two threads, and
# slower if all are at work, cost 1.3, seldom 1.6; threads that wait in a loop cost 2.5 and more.
MOST_WORK = 2.0
# Threads that share nothing sleep once or twice a call; with a lock a row, some twenty times.
_MOST_SLEEPS = 10


@dataclass(frozen=True)
class Shares:
    """How the work of one call was spread over the threads that took part."""

    threads: list[ThreadUsage]
    wall: float
    alone: float  # the CPU time of start.cpp for this picture

    @property
    def total(self) -> float:
        """The CPU time of all threads, divided by that of one thread that works alone."""
        return sum(thread.ran for thread in self.threads) / self.alone

    @property
    def busiest(self) -> float:
        """The CPU time of the busiest thread, divided by the mean of all that were asked for."""
        ran = [thread.ran for thread in self.threads]
        return max(ran) * THREADS / sum(ran)

    @property
    def awake(self) -> float:
        """The part of the time in which the threads worked, or would have with more cores."""
        awake = sum(thread.ran + thread.queued for thread in self.threads)
        return awake / (len(self.threads) * self.wall)


def check(submission: Submission) -> None:
    """Right with four threads, all four at work, none with much more than its share, nor twice."""
    submission.headers = frozenset({"pixel.hpp", "publish.hpp", "team.hpp"})
    submission.limits = Limits(threads=THREADS)
    submission.check_counts()
    pictures = [lopsided(submission) for _ in range(PICTURES)]
    yours = submission.loadable()
    with submission.start(yours) as process, submission.start(submission.baseline()) as one:
        found = [shares_of(process, picture, yours, one) for picture in pictures]
    total = median(shares.total for shares in found)
    busiest = median(shares.busiest for shares in found)
    awake = median(shares.awake for shares in found)
    submission.figures |= {"busiest": busiest, "awake": awake, "total": total}
    slept = median(max(each.slept for each in shares.threads) for shares in found)
    _took_part(found)
    # First: a lock may also let one thread have most of the rows.
    if slept > _MOST_SLEEPS:
        _one_after_the_other(awake, slept)
    _fair(busiest, awake)
    _no_more_than_the_work(total)
    if awake < ASLEEP:
        _one_after_the_other(awake, slept)
    if busiest > GOOD and awake < AWAKE:
        raise InconclusiveError(
            f"The busiest thread did {busiest:.2f} times the mean of the work, and threads were "
            f"awake for {awake:.0%} of the time: too near the line to tell. Check again."
        )
    submission.confirm(
        f"the busiest of {THREADS} threads did {busiest:.2f} times the mean, and a thread was at "
        f"work, or waited for a core, for {awake:.0%} of the time"
    )


def _took_part(found: list[Shares]) -> None:
    team = min(len(shares.threads) for shares in found)
    if team < THREADS:
        raise FailedError(
            f"{THREADS} threads were asked for, and {team} took part. The number is in `threads`; "
            f"num_threads(threads) hands it to OpenMP."
        )


def _fair(busiest: float, awake: float) -> None:
    if busiest > BAD and awake < ASLEEP:
        raise FailedError(
            f"The busiest thread did {busiest:.2f} times the mean of the work (allowed: {GOOD}): "
            f"equal shares of rows are not equal shares of work. Some rows here cost a hundred "
            f"times as much as others, and they stand together."
        )


def _no_more_than_the_work(total: float) -> None:
    if total > MOST_WORK:
        raise FailedError(
            f"All threads together worked {total:.1f} times as long as one thread that does all "
            f"of it. Is a row worked out by more than one thread, or does a thread that is done "
            f"wait in a loop? `omp for` deals out the rows, `omp parallel` alone does not."
        )


def _one_after_the_other(awake: float, slept: float) -> NoReturn:
    raise FailedError(
        f"The threads share the work, but one after the other: a thread waited {slept:.0f} "
        f"times, and {1 - awake:.0%} of the time was spent asleep. What do they wait for, and "
        f"do they need it?"
    )


def lopsided(submission: Submission) -> Problem:
    """Draw a picture whose work lies in its last rows, or in its first ones."""
    low, high = submission.random.uniform(-0.5, -0.4), submission.random.uniform(2.6, 2.9)
    if submission.random.random() < 0.5:
        low, high = -high, -low
    width = submission.random.randint(560, 600)
    return Problem.view((-1.1, 1.1, low, high), width, 400, BOOK_C, 1500)


def shares_of(
    process: SubmissionProcess, picture: Problem, yours: Loadable, one: SubmissionProcess
) -> Shares:
    """Compute one picture, and read what each thread used for it; then again with start.cpp."""
    tiny = Problem.view(width=8, max_iterations=8)
    counts_of(process, tiny, yours, THREADS)  # OpenMP's threads exist from here on
    before, start = thread_usage(process.pid), time.perf_counter()
    got = counts_of(process, picture, yours, THREADS)
    wall = time.perf_counter() - start
    after = thread_usage(process.pid)
    if complaint := complaint_about(picture, got):
        raise FailedError(complaint)
    used = [each.since(before.get(thread, ThreadUsage())) for thread, each in after.items()]
    counts_of(one, picture, yours, THREADS)
    return Shares([each for each in used if each.ran > 0], wall, one.timing.cpu_ns / 1e9)
