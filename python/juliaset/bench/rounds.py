"""Rounds: whoever takes part is timed once in each, in a fresh random order, until it is enough.

It knows nothing of kernels. What takes part has a `sample`, and may end at any time.
"""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.record import Process, Sample, Status, Variant


@dataclass(frozen=True)
class Timing:
    """The nanoseconds of one call, as the mean of the calls of a sample, and where it ran."""

    wall_ns: float
    cpu_ns: float
    pid: int = 0  # of the process that was timed: a new one has other addresses
    core: int | None = None  # to which that process is pinned


class Contestant(Protocol):
    """What can be timed. Each of the three may raise EndedError, and the row has its status."""

    def open(self) -> None:
        """Get ready: start, load, and make the first call."""

    def sample(self, calls: int) -> Timing:
        """Time so many calls, and prove that they were right."""

    def close(self) -> None:
        """End; called in any case, and after it open() may be called again."""


@dataclass(frozen=True)
class Rules:
    """When a contest is over."""

    budget_s: float = 75.0
    most_rounds: int = 60
    fewest_rounds: int = 20
    sample_s: float = 0.02  # fast calls are repeated until a sample takes so long
    slow_s: float = 0.25  # rows that take longer are timed in a few rounds only
    slow_share: float = 0.4  # of the time that has passed
    renew: bool = True  # midway: another process has other addresses, and another luck


@dataclass
class Entry:
    """A contestant with its row in the record."""

    variant: Variant
    contestant: Contestant
    slow: bool = False
    pid: int | None = None  # of the process that gave the last sample

    @property
    def runs(self) -> bool:
        """Whether it is still in the contest."""
        return self.variant.status == Status.OK

    def add(self, number: int, position: int, timing: Timing) -> None:
        """Put a sample into the row, under the process that gave it."""
        if timing.pid != self.pid:
            self.pid = timing.pid
            self.variant.processes.append(Process(core=timing.core))
        # A clock may show less than it can resolve, and a time of nothing has no ratio.
        wall_ns = max(timing.wall_ns, 1 / self.variant.calls)
        sample = Sample(number, position, wall_ns, timing.cpu_ns)
        self.variant.processes[-1].samples.append(sample)


Listener = Callable[[str], None]


def hold(
    entries: list[Entry],
    rules: Rules,
    enough: Callable[[], bool],
    listen: Listener = lambda _: None,
) -> int:
    """Hold the contest; samples and statuses go into the variants. Gives the number of rounds.

    enough: asked after each round from the fewest on; True ends the contest before its budget.
    """
    start, slow_spent, rounds = 0.0, 0.0, 0
    renewed = not rules.renew
    try:
        for entry in entries:
            listen(f"starting {entry.variant.id}")
            _guarded(entry, entry.contestant.open)
        while rounds < rules.most_rounds:
            if rounds == 1:
                # The first round calibrates, and leaves no row without a time: it is not counted.
                start, slow_spent = time.monotonic(), 0.0
            passed = time.monotonic() - start if rounds else 0.0
            if passed > rules.budget_s or (rounds >= rules.fewest_rounds and enough()):
                break
            if not renewed and passed > rules.budget_s / 2:
                renewed = True
                for entry in _fast(entries):
                    _guarded(entry, partial(_renew, entry))
            slow_too = slow_spent <= rules.slow_share * passed
            for position, entry in enumerate(_shuffled(entries, slow_too=slow_too)):
                listen(f"round {rounds + 1}: {entry.variant.id}")
                began = time.monotonic()
                _guarded(entry, partial(_sample, entry, rounds, position, rules))
                if entry.slow:
                    slow_spent += time.monotonic() - began
            rounds += 1
    finally:
        for entry in entries:
            entry.contestant.close()
    return rounds


def _fast(entries: list[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.runs and not entry.slow]


def _shuffled(entries: list[Entry], *, slow_too: bool) -> Iterator[Entry]:
    running = [entry for entry in entries if entry.runs]
    slow_too = slow_too or all(entry.slow for entry in running)
    due = [entry for entry in running if slow_too or not entry.slow]
    return iter(random.sample(due, len(due)))


def _sample(entry: Entry, number: int, position: int, rules: Rules) -> None:
    variant = entry.variant
    timing = entry.contestant.sample(variant.calls)
    if not variant.processes:
        # The first: it tells how many calls a sample takes. First calls are slow: near the line
        # the second one decides.
        if 1 < timing.wall_ns / (rules.slow_s * 1e9) < 4:  # noqa: PLR2004
            timing = entry.contestant.sample(variant.calls)
        entry.slow = timing.wall_ns > rules.slow_s * 1e9
        if not entry.slow:
            timing = _calibrated(entry, timing, rules)
    entry.add(number, position, timing)


def _calibrated(entry: Entry, timing: Timing, rules: Rules) -> Timing:
    # In steps, for the first call tells little of those that follow.
    for _ in range(6):
        wanted = max(round(rules.sample_s * 1e9 / max(timing.wall_ns, 1)), 1)
        entry.variant.calls = min(wanted, entry.variant.calls * 100)
        timing = entry.contestant.sample(entry.variant.calls)
        if entry.variant.calls * timing.wall_ns > rules.sample_s * 1e9 / 2:
            break
    return timing


def _renew(entry: Entry) -> None:
    entry.contestant.close()
    entry.contestant.open()
    entry.contestant.sample(1)  # its counts are touched for the first time


def _guarded(entry: Entry, do: Callable[[], None]) -> None:
    if not entry.runs:
        return
    try:
        do()
    except EndedError as end:
        entry.variant.status, entry.variant.reason = end.status, end.reason
        entry.contestant.close()
