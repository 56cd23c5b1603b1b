"""How much work each thread did, by its CPU time on a core that all of them share.

Linux divides a core equally among the threads that want it. A thread with rows left gets its part;
one without rows sleeps, or wastes time that then comes on top of the work. So the shares do not
depend on how many cores this machine has, or on what else runs on it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from juliaset.grader.counts import complaint_about, counts_of, right_counts
from juliaset.grader.launch import Limits, Loadable
from juliaset.grader.process import SubmissionProcess
from juliaset.grader.progress import watched
from juliaset.grader.submission import Submission
from juliaset.grader.usage import Used, used_during
from juliaset.grader.verdict import FailedError, InconclusiveError
from juliaset.problem import Problem
from juliaset.system.thread_usage import ThreadUsage

THREADS = 4
PICTURES = 4  # half of them with their work in the first rows
# The CPU time of the busiest thread, as a part of the mean. Rows that are dealt out come to 1.1,
# blocks of rows to 3 and more.
MOST_SHARE = 1.33
# The CPU time of the busiest thread, as a part of its quarter of the time that one thread needs
# on the same core: its share again, and more only if something else slows down the core meanwhile.
# Threads that wait in a loop, and work that is done twice, come to 2 and more.
GOOD_TIME, BAD_TIME = 1.4, 1.8
# The work that a second of CPU time does in the last third of the call, as a part of what it does
# in the first third: near 1, and 0.3 if one thread has rows left and the others only look busy,
# however fast the loop is.
LEAST_AT_THE_END = 0.5
# The part of the work that is to be seen in the array at two thirds of the time.
LEAST_SEEN = 0.4
# All threads together, compared with the same loop on one thread: less means another loop.
LEAST_WORK = 0.8
# The part of the time in which a thread had the core or waited for it: 0.97 and more if each has
# rows to the end. Threads that wait for a lock sleep.
AWAKE = 0.9
# Threads that share nothing sleep once or twice a call; with a lock for each row, some twenty
# times.
MOST_SLEEPS = 10
# The part of the work that may have been done by threads that are gone when the call ends.
MOST_GONE = 0.1


@dataclass(frozen=True)
class Shares:
    """How the work of one call was spread over the threads that took part."""

    threads: list[ThreadUsage]
    used: Used
    alone: float  # the CPU time of one thread for this picture
    done: Callable[[float], float]  # the part of the work, at a part of the CPU time

    @property
    def work(self) -> float:
        """The CPU time of all threads, divided by that of one thread that works alone."""
        return self.used.cpu / self.alone

    @property
    def busiest(self) -> float:
        """The CPU time of the busiest thread, divided by the mean of all that were asked for."""
        ran = [thread.ran for thread in self.threads]
        return max(ran) * THREADS / sum(ran)

    @property
    def awake(self) -> float:
        """The part of the time in which the threads had the core, or waited for it."""
        awake = sum(thread.ran + thread.queued for thread in self.threads)
        return awake / (len(self.threads) * self.used.wall)

    @property
    def at_the_end(self) -> float:
        """What CPU time achieves in the last third, as a part of what it achieves in the first."""
        return (1 - self.done(2 / 3)) / max(self.done(1 / 3), 1e-9)

    @property
    def gone(self) -> float:
        """The part of the work that was done by threads which the call has ended."""
        return 1 - sum(thread.ran for thread in self.threads) / self.used.cpu


def check(submission: Submission) -> None:
    """Check the counts with four threads, and that each does its share of the rows, once."""
    submission.headers = frozenset({"parts/pixel.hpp", "parts/publish.hpp", "parts/team.hpp"})
    submission.limits = Limits(threads=THREADS, one_core=True)
    submission.check_counts()
    pictures = [lopsided(submission, first=k % 2 == 0) for k in range(PICTURES)]
    yours = submission.loadable()
    with submission.start(yours) as process, submission.start(submission.baseline()) as one:
        found = [shares_of(process, picture, yours, one) for picture in pictures]
    # Large pieces first, as `guided` deals them out, are fair if the work lies in the last rows.
    busiest = max(median(shares.busiest for shares in found[k::2]) for k in (0, 1))
    awake = median(shares.awake for shares in found)
    work = median(shares.work for shares in found)
    at_the_end = median(shares.at_the_end for shares in found)
    submission.figures |= {
        "busiest": busiest,
        "awake": awake,
        "work": work,
        "at_the_end": at_the_end,
    }
    _took_part(found)
    # First: a lock may also let one thread have most of the rows.
    slept = median(max(thread.slept for thread in shares.threads) for shares in found)
    if slept > MOST_SLEEPS:
        raise _one_after_the_other(awake, slept)
    _fair(busiest)
    # A share may look equal because the others waste as much time as the busiest thread works.
    if busiest * work > BAD_TIME:
        raise FailedError(
            f"All threads together worked {work:.1f} times as long as one thread that does all "
            f"of it. Is a row worked out by more than one thread, or does a thread that is done "
            f"wait in a loop? `omp for` deals out the rows, `omp parallel` alone does not."
        )
    if awake < AWAKE:
        raise _one_after_the_other(awake, slept)
    _to_the_end(found, at_the_end, work)
    if busiest * work > GOOD_TIME:
        raise InconclusiveError(
            f"The busiest thread worked {busiest * work:.2f} times as long as a quarter of the "
            f"work takes (allowed: {GOOD_TIME}), and all together {work:.1f} times as long as one "
            f"thread. Do threads wait in a loop? If not, something else slowed down this core: "
            f"close what else runs, and check again."
        )
    submission.confirm(
        f"the busiest of {THREADS} threads did {busiest:.2f} times the mean, and all together "
        f"{work:.2f} times the work of one"
    )


def _took_part(found: list[Shares]) -> None:
    gone = median(shares.gone for shares in found)
    if gone > MOST_GONE:
        raise FailedError(
            f"{gone:.0%} of the work was done by threads that were started for it and have ended: "
            f"a team inside a team. The grader asks for {THREADS} threads, which can share all "
            "rows."
        )
    team = median(len(shares.threads) for shares in found)
    if team != THREADS:
        raise FailedError(
            f"{THREADS} threads were asked for, but {team:g} took part. The number is in "
            "`threads`; num_threads(threads) passes it to OpenMP."
        )


def _fair(busiest: float) -> None:
    if busiest > MOST_SHARE:
        raise FailedError(
            f"The busiest thread did {busiest:.2f} times the mean of the work (allowed: "
            f"{MOST_SHARE}): equal shares of rows are not equal shares of work. Some rows here "
            "cost a hundred times as much as others, and they are next to each other."
        )


def _to_the_end(found: list[Shares], at_the_end: float, work: float) -> None:
    if median(shares.done(2 / 3) for shares in found) < LEAST_SEEN:
        raise FailedError(
            "The rows appear in counts only when all are done. Let each thread write a row to "
            "counts as soon as it is computed."
        )
    if at_the_end < LEAST_AT_THE_END:
        raise FailedError(
            f"Near the end the threads do {at_the_end:.0%} of the work that they did at the "
            "beginning, in the same time: one has rows left, and the others only look busy. Which "
            "thread gets the rows that cost most?"
        )
    if work < LEAST_WORK:
        raise FailedError(
            f"Four threads together need {work:.0%} of the time that the same function needs with "
            f"threads = 1. Let it do the same work for any number of threads."
        )


def _one_after_the_other(awake: float, slept: float) -> FailedError:
    return FailedError(
        f"The threads share the work, but one after the other: a thread waited {slept:.0f} "
        f"times, and {1 - awake:.0%} of the time was spent asleep. What do they wait for, and "
        f"do they need it?"
    )


def lopsided(submission: Submission, *, first: bool) -> Problem:
    """Draw a picture whose work lies in its first rows, or in its last ones.

    Its constant lies between the heart and the disc of the Mandelbrot set: all orbits leave in the
    end, so that no trap saves time that threads could waste.
    """
    low, high = submission.random.uniform(-0.5, -0.4), submission.random.uniform(2.6, 2.9)
    if first:
        low, high = -high, -low
    width = submission.random.randint(560, 600)
    c = complex(-0.75, submission.random.uniform(9e-4, 1.1e-3))
    return Problem.view((-1.45, 1.4, low, high), width, 400, c, 3000)


def shares_of(
    process: SubmissionProcess, picture: Problem, yours: Loadable, one: SubmissionProcess
) -> Shares:
    """Compute one picture, and read what each thread used for it; then again on one thread."""
    tiny = Problem.view(width=8, max_iterations=8)
    counts_of(process, tiny, yours, THREADS)  # OpenMP's threads exist from here on
    expected = right_counts(picture)
    with watched(process) as progress:
        got, used = used_during(process.pid, lambda: counts_of(process, picture, yours, THREADS))
    if complaint := complaint_about(picture, got, expected):
        raise FailedError(complaint)
    done = progress.work_done(expected.sum(axis=1) + picture.width)
    counts_of(one, picture, yours, 1)
    alone = one.timing.cpu_ns
    # A faster kernel has less time to waste.
    if complaint := complaint_about(picture, counts_of(process, picture, yours, 1)):
        raise FailedError(f"With one thread, {complaint}")
    alone = min(alone, process.timing.cpu_ns)
    return Shares([each for each in used.threads.values() if each.ran > 0], used, alone / 1e9, done)
