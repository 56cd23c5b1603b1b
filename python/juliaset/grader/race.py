"""Speed as a ratio to the lab's own baseline: one contest of our harness, the clocks outside.

Every row gets the same new picture in the same round. No time is a verdict: the interval of the
ratio lies above the goal, below it, or around it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.contests import run
from juliaset.bench.record import Record, State, Status, Variant
from juliaset.bench.rounds import Entry, Rules, Timing
from juliaset.bench.stats import Comparison, compare
from juliaset.bench.summary import contended, times
from juliaset.grader.loadable import Limits, Loadable
from juliaset.grader.pupil import Pupil
from juliaset.grader.verdict import FailedError, InconclusiveError

# Of a hundred true ratios one lies outside of its interval.
ALPHA = 0.01
ROUNDS = 15
# Calls are never repeated in a sample, and no row is slow: so all rows draw the same pictures.
RULES = Rules(
    budget_s=90.0,
    most_rounds=ROUNDS,
    fewest_rounds=ROUNDS,
    sample_s=0.0,
    slow_s=1e9,
    renew=False,
)
_MORE_THAN_ONE_CORE = 1.2

Ask = Callable[[Pupil, Any], Any]


@dataclass(frozen=True)
class Task:
    """One thing that all rows are asked to do in a round, and what must come of it."""

    given: Any
    complaint: Callable[[Any], str]


class Deal:
    """The tasks, drawn when the first row needs one: the k-th is the same for every row."""

    def __init__(self, tasks: Iterator[Task]) -> None:
        """Keep where they come from."""
        self._source = tasks
        self._drawn: list[Task] = []

    def task(self, number: int) -> Task:
        """Give the task of that number."""
        while len(self._drawn) <= number:
            self._drawn.append(next(self._source))
        return self._drawn[number]


class Runner:
    """A row of the race: a process of its own, asked for one task a sample."""

    def __init__(self, loadable: Loadable, limits: Limits, deal: Deal, ask: Ask) -> None:
        """Keep what is to be started."""
        self._loadable, self._limits, self._deal, self._ask = loadable, limits, deal, ask
        self._pupil: Pupil | None = None
        self._number = 0

    def open(self) -> None:
        """Start the process."""
        self._pupil = Pupil(self._loadable, self._limits)

    def sample(self, _calls: int) -> Timing:
        """Ask for the next task, by the grader's clocks, and look at the answer."""
        if self._pupil is None:
            raise EndedError(Status.FAILED, "it was not started")
        task = self._deal.task(self._number)
        self._number += 1
        answer = self._ask(self._pupil, task.given)
        timing = self._pupil.timing
        if complaint := task.complaint(answer):
            raise EndedError(Status.WRONG, complaint)
        if self._limits.threads == 1 and timing.cpu_ns > _MORE_THAN_ONE_CORE * timing.wall_ns:
            raise EndedError(Status.WRONG, "It works on more than one core; this lab is about one.")
        return timing

    def close(self) -> None:
        """End the process."""
        if self._pupil is not None:
            self._pupil.close()
            self._pupil = None


def race(
    baseline: Loadable, yours: Loadable, limits: Limits, tasks: Iterator[Task], ask: Ask
) -> Record:
    """Hold the contest: the baseline, its twin, and the submission."""
    deal = Deal(tasks)
    rows = {"baseline": baseline, "yours": yours, "twin of baseline": baseline}
    entries = [
        Entry(
            Variant(id=name, kernel=name, toolchain="lab", threads=limits.threads),
            Runner(loadable, limits, deal, ask),
        )
        for name, loadable in rows.items()
    ]
    record = run(entries, RULES, baseline="baseline", twin="twin of baseline")
    if record.contest.state == State.INTERRUPTED:
        # A contest keeps what it has; half a race is worth nothing, and whoever asked waits.
        raise KeyboardInterrupt
    return record


def judged(record: Record, goal: float, if_slow: str = "") -> Comparison:
    """Give how many times as fast it is; FailedError or InconclusiveError where that is no pass."""
    for row in record.variants:
        if row.status == Status.OK:
            continue
        if row.id != "yours":
            raise InconclusiveError(f"the lab's own {row.id} came to no end: {row.reason}")
        raise FailedError(row.reason)
    found = comparison(record, "yours")
    control = comparison(record, "twin of baseline")
    if found is None or found.interval is None or control is None or control.interval is None:
        _slower_in_every_round(record)
        raise InconclusiveError("there were too few rounds for an interval; run the check again")
    low, high = found.interval.low, found.interval.high
    # What two equal processes show of each other here and now, nobody can tell from an effect.
    stray = max(control.interval.high, 1 / control.interval.low)
    said = f"{found.ratio:.3g} times as fast as the baseline [{low:.3g}, {high:.3g}]"
    if low > goal * min(stray, 1.1):
        return found
    if high < goal / min(stray, 1.1):
        look = f"\n{if_slow}" if if_slow else ""
        raise FailedError(f"It is right, and {said}; the goal is {goal:g} times.{look}")
    busy = " The machine was busy with other things." if contended(record) else ""
    raise InconclusiveError(
        f"It is right, and {said}: the goal, {goal:g} times, lies in what can't be told apart here "
        f"and now.{busy} Close what else runs, and check again."
    )


def _slower_in_every_round(record: Record) -> None:
    """Raise FailedError for whoever takes so long that the budget ends before a verdict."""
    base, own = record.find("baseline"), record.find("yours")
    if base is None or own is None or not (base.timed and own.timed):
        return
    most, least = max(times(base).values()) / 1e9, min(times(own).values()) / 1e9
    if least > most:
        raise FailedError(
            f"It is right, and slower than the baseline: it takes {least:.3g} s at best, and the "
            f"baseline {most:.3g} s at most."
        )


def comparison(record: Record, name: str) -> Comparison | None:
    """Compare a row with the baseline, by CPU time where the machine was busy."""
    base, own = record.find("baseline"), record.find(name)
    if base is None or own is None or not (base.timed and own.timed):
        return None
    busy = contended(record)
    return compare(times(base, by_cpu=busy), times(own, by_cpu=busy), alpha=ALPHA, resolution=None)
