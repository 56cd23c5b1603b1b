"""Speed as a ratio to the lab's own baseline: a contest of the harness, with the grader's clocks.

Every row gets the same new picture in the same round. No time is a verdict: the interval of the
ratio is above the goal, below it, or contains it.

There is one control, a twin of the baseline, and not several as in a contest that asks whether two
rows differ by a percent: the lowest goal is 1.2 times. The interval must be beyond the goal by as
much as the twin strays, up to 10 %. So a noisy control makes a check inconclusive, not wrong.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import tee
from typing import Any

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.record import Record, State, Status, Variant
from juliaset.bench.rounds import Entry, Timing
from juliaset.bench.rules import Rules
from juliaset.bench.running import run
from juliaset.bench.stats import Comparison
from juliaset.bench.summary import contended, times, within_a_process
from juliaset.grader.launch import Limits, Loadable
from juliaset.grader.process import SubmissionProcess
from juliaset.grader.verdict import FailedError, InconclusiveError

# One in a hundred intervals does not contain the true ratio.
ALPHA = 0.01
ROUNDS = 15
# Every sample is one call, and no row counts as slow, so that all rows get the same pictures.
RULES = Rules(
    budget_s=90.0,
    processes=1,
    rounds=ROUNDS,
    sample_s=0.0,
    slow_s=1e9,
)
_MORE_THAN_ONE_CORE = 1.2

Ask = Callable[[SubmissionProcess, Any], object]


@dataclass(frozen=True)
class Task:
    """What all rows are asked to do in a round, and what is wrong with an answer, if anything."""

    given: Any
    complaint: Callable[[object], str]


class Racer:
    """A row of the race: a process of its own, which gets one task per sample."""

    def __init__(self, loadable: Loadable, limits: Limits, tasks: Iterator[Task], ask: Ask) -> None:
        """Keep what is to be started, and its tasks."""
        self._loadable, self._limits, self._tasks, self._ask = loadable, limits, tasks, ask
        self._process: SubmissionProcess | None = None

    def begin(self) -> None:
        """Do nothing: open() does not wait for others."""

    def open(self) -> None:
        """Start the process."""
        self._process = SubmissionProcess(self._loadable, self._limits)

    def sample(self, _calls: int) -> Timing:
        """Time the next task with the grader's clocks, and check the answer."""
        if self._process is None:
            raise EndedError(Status.FAILED, "it was not started")
        task = next(self._tasks)
        answer = self._ask(self._process, task.given)
        timing = self._process.timing
        if complaint := task.complaint(answer):
            raise EndedError(Status.WRONG, complaint)
        if self._limits.threads == 1 and timing.cpu_ns > _MORE_THAN_ONE_CORE * timing.wall_ns:
            raise EndedError(Status.WRONG, "It works on more than one core; this lab is about one.")
        return timing

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.close()
            self._process = None


def hold_race(
    baseline: Loadable, yours: Loadable, limits: Limits, tasks: Iterator[Task], ask: Ask
) -> Record:
    """Run a contest of the baseline, its control, and the submission, and return its record."""
    rows = {"baseline": baseline, "yours": yours, "twin of baseline": baseline}
    # tee: the k-th task is the same for every row, and drawn when the first row needs it.
    entries = [
        Entry(
            Variant(id=name, kernel=name, toolchain="lab", threads=limits.threads),
            Racer(loadable, limits, own_tasks, ask),
        )
        for (name, loadable), own_tasks in zip(rows.items(), tee(tasks, len(rows)), strict=True)
    ]
    record = run(entries, RULES, baseline="baseline", twins={"twin of baseline": "baseline"})
    if record.contest.state == State.INTERRUPTED:
        # A contest keeps what it has measured; half a race has no verdict.
        raise KeyboardInterrupt
    return record


def judge(record: Record, goal: float, if_slow: str = "") -> Comparison:
    """Return how many times as fast it is; raise an error of verdict.py unless that is a pass."""
    for row in record.variants:
        if row.status == Status.OK:
            continue
        if row.id != "yours":
            raise InconclusiveError(f"the lab's own {row.id} did not finish: {row.reason}")
        raise FailedError(row.reason)
    found, control = (  # by CPU time if the machine was busy
        within_a_process(record, record.find("baseline"), record.find(name), ALPHA)
        for name in ("yours", "twin of baseline")
    )
    if found is None or found.interval is None or control is None or control.interval is None:
        _check_not_slower(record)
        raise InconclusiveError("there were too few rounds for an interval; run the check again")
    low, high = found.interval.low, found.interval.high
    # By how much two equal processes seem to differ, the submission may seem to differ too.
    stray = max(control.interval.high, 1 / control.interval.low)
    said = f"{found.ratio:.3g} times as fast as the baseline [{low:.3g}, {high:.3g}]"
    if low > goal * min(stray, 1.1):
        return found
    if high < goal / min(stray, 1.1):
        look = f"\n{if_slow}" if if_slow else ""
        raise FailedError(f"It is right, and {said}; the goal is {goal:g} times.{look}")
    busy = " The machine was busy with other things." if contended(record) else ""
    raise InconclusiveError(
        f"It is right, and {said}: the goal, {goal:g} times, is inside the uncertainty of this "
        f"measurement.{busy} Close what else runs, and check again."
    )


def _check_not_slower(record: Record) -> None:
    """Raise FailedError if the submission is so slow that the budget ends before a verdict."""
    base, own = record.find("baseline"), record.find("yours")
    if base is None or own is None or not (base.timed and own.timed):
        return
    most, least = max(times(base).values()) / 1e9, min(times(own).values()) / 1e9
    if least > most:
        raise FailedError(
            f"It is right, and slower than the baseline: it takes {least:.3g} s at best, and the "
            f"baseline {most:.3g} s at most."
        )
