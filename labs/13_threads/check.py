"""Who did how much work: what Linux charged each thread, and not how long it all took."""

import time
from dataclasses import dataclass
from statistics import median

from juliaset.grader.charged import Charged
from juliaset.grader.exam import Exam, compared, counts_of, right_answer
from juliaset.grader.loadable import Limits, Loadable
from juliaset.grader.pupil import Pupil
from juliaset.grader.verdict import FailedError, InconclusiveError
from juliaset.problem import BOOK_C, Problem

MINUTES = 30
THREADS = 4
PICTURES = 5
# The work of the busiest thread as a part of the mean. Blocks of rows give 2.5 and more here.
GOOD, BAD = 1.33, 1.6
# The part of the time for which a thread had a core, or stood in the queue for one. Where Linux
# keeps two of four threads in the queue, the others take their rows, and rightly so: nobody sleeps.
# Blocks of rows give 0.4 and less: whoever is done sleeps while another works on.
AWAKE, ASLEEP = 0.9, 0.6
# All threads together, against one thread that does all. Cores that are shared by two threads, and
# slower where all are at work, cost 1.3, seldom 1.6; whoever waits in a loop costs 2.5 and more.
MOST_WORK = 2.0
# Threads that share nothing sleep once or twice a call; with a lock a row, some twenty times.
_MOST_SLEEPS = 10


@dataclass(frozen=True)
class Shares:
    """How the work of one call was spread over the threads that took part."""

    threads: list[Charged]
    wall: float
    alone: float  # the CPU time of start.cpp for this picture

    @property
    def total(self) -> float:
        """What all threads worked, against one that works alone."""
        return sum(thread.ran for thread in self.threads) / self.alone

    @property
    def busiest(self) -> float:
        """The busiest thread against the mean of all that were asked for."""
        ran = [thread.ran for thread in self.threads]
        return max(ran) * THREADS / sum(ran)

    @property
    def awake(self) -> float:
        """Which part of the time the threads were at work, or would have been with more cores."""
        awake = sum(thread.ran + thread.queued for thread in self.threads)
        return awake / (len(self.threads) * self.wall)


def check(exam: Exam) -> None:
    """Right with four threads, all four at work, none with much more than its share, nor twice."""
    exam.ours = frozenset({"pixel.hpp", "publish.hpp", "team.hpp"})
    exam.limits = Limits(threads=THREADS)
    exam.right_counts()
    pictures = [lopsided(exam) for _ in range(PICTURES)]
    yours = exam.yours()
    with exam.pupil(yours) as pupil, exam.pupil(exam.baseline()) as one:
        found = [shares_of(pupil, picture, yours, one) for picture in pictures]
    total = median(shares.total for shares in found)
    busiest = median(shares.busiest for shares in found)
    awake = median(shares.awake for shares in found)
    exam.figures |= {"busiest": busiest, "awake": awake, "total": total}
    _took_part(found)
    _fair(busiest, awake)
    _no_more_than_the_work(total)
    _together(awake, median(max(each.slept for each in shares.threads) for shares in found))
    if busiest > GOOD and awake < AWAKE:
        raise InconclusiveError(
            f"The busiest thread did {busiest:.2f} times the mean of the work, and threads were "
            f"awake for {awake:.0%} of the time: too near the line to tell. Check again."
        )
    exam.saw(
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


def _together(awake: float, slept: float) -> None:
    if slept > _MOST_SLEEPS or awake < ASLEEP:
        raise FailedError(
            f"The threads share the work, but one after the other: a thread waited {slept:.0f} "
            f"times, and {1 - awake:.0%} of the time was spent asleep. What do they wait for, and "
            f"do they need it?"
        )


def lopsided(exam: Exam) -> Problem:
    """Draw a picture whose work lies in its last rows, or in its first ones."""
    low, high = exam.chance.uniform(-0.5, -0.4), exam.chance.uniform(2.6, 2.9)
    if exam.chance.random() < 0.5:
        low, high = -high, -low
    width = exam.chance.randint(560, 600)
    return Problem.view((-1.1, 1.1, low, high), width, 400, BOOK_C, 1500)


def shares_of(pupil: Pupil, picture: Problem, yours: Loadable, one: Pupil) -> Shares:
    """Work out one picture, and read what each thread was charged for it; then alone, by start."""
    tiny = Problem.view(width=8, max_iterations=8)
    counts_of(pupil, tiny, yours, THREADS)  # the team exists from here on
    before, start = pupil.threads(), time.perf_counter()
    got = counts_of(pupil, picture, yours, THREADS)
    wall = time.perf_counter() - start
    after = pupil.threads()
    if complaint := compared(picture, right_answer(picture), got, []):
        raise FailedError(complaint)
    charged = [each.since(before.get(thread, Charged())) for thread, each in after.items()]
    counts_of(one, picture, yours, THREADS)
    return Shares([each for each in charged if each.ran > 0], wall, one.cpu_ns / 1e9)
