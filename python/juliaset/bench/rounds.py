"""Rounds: each contestant is timed once in each, in a fresh random order, until it is enough.

This module knows nothing of kernels. A contestant has a `sample`, and may end at any time.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.record import Process, Sample, Status, Variant
from juliaset.system.processes import printable


@dataclass(frozen=True)
class Timing:
    """The nanoseconds of one call, as the mean of the calls of a sample, and where it ran."""

    wall_ns: float
    cpu_ns: float
    pid: int = 0  # of the process that was timed: a new one has other addresses
    core: int | None = None  # to which that process is pinned
    # How long its threads were ready to run and had no core; None if the system does not say.
    waited_ns: float | None = None


class Contestant(Protocol):
    """What can be timed. Each method may raise EndedError, whose status the row then has."""

    def open(self) -> None:
        """Get ready: start, load, and make the first call."""

    def sample(self, calls: int) -> Timing:
        """Time that many calls, and prove that they were right."""

    def close(self) -> None:
        """End; always called, and open() may be called again after it."""


@dataclass(frozen=True)
class Rules:
    """When a contest is over, and how long a sample takes.

    Attributes:
        budget_s: No round begins after that many seconds.
        most_rounds: The contest ends after that many rounds.
        fewest_rounds: It does not end earlier because all intervals are narrow.
        sample_s: Fast calls are repeated until a sample takes that many seconds.
        slow_s: Rows whose call takes longer are timed in some of the rounds only.
        slow_share: The part of the time that has passed which slow rows may take together.
        renew: Whether processes are started anew midway, with other addresses in memory.
    """

    budget_s: float = 75.0
    most_rounds: int = 60
    fewest_rounds: int = 20
    sample_s: float = 0.02
    slow_s: float = 0.25
    slow_share: float = 0.4
    renew: bool = True


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
        # A clock may show nothing for what is too short for it, and nothing has no ratio.
        wall_ns = max(timing.wall_ns, 1 / self.variant.calls)
        sample = Sample(number, position, wall_ns, timing.cpu_ns)
        self.variant.processes[-1].samples.append(sample)

    def guarded(self, do: Callable[[], None]) -> None:
        """Call it while the row runs; EndedError ends the row and nothing else."""
        if not self.runs:
            return
        try:
            do()
        except EndedError as end:
            self.variant.status, self.variant.reason = end.status, printable(end.reason)
            self.contestant.close()


def run_rounds(
    entries: list[Entry],
    rules: Rules,
    enough: Callable[[], bool],
    listen: Callable[[str], None] = lambda _: None,
) -> int:
    """Run the rounds; samples and statuses go into the rows. Return the number of rounds.

    Args:
        entries: The contestants with their rows.
        rules: When it is over.
        enough: Asked after each round from the fewest on; True ends the contest before its budget.
        listen: Called with what happens next, before each sample.
    """
    start, slow_spent, rounds = 0.0, 0.0, 0
    renewed = not rules.renew
    try:
        for entry in entries:
            listen(f"starting {entry.variant.id}")
            entry.guarded(entry.contestant.open)
        while rounds < rules.most_rounds:
            if rounds == 1:
                # The first round calibrates, and leaves no row without a time: it is not counted.
                start, slow_spent = time.monotonic(), 0.0
            passed = time.monotonic() - start if rounds else 0.0
            if passed > rules.budget_s or (rounds >= rules.fewest_rounds and enough()):
                break
            if not renewed and passed > rules.budget_s / 2:
                renewed = True
                _renew(entries)
            slow_too = slow_spent <= rules.slow_share * passed
            for position, entry in enumerate(_shuffled(entries, slow_too=slow_too)):
                listen(f"round {rounds + 1}: {entry.variant.id}")
                began = time.monotonic()
                entry.guarded(partial(_sample, entry, rounds, position, rules))
                if entry.slow:
                    slow_spent += time.monotonic() - began
            rounds += 1
    finally:
        for entry in entries:
            entry.contestant.close()
    return rounds


def _shuffled(entries: list[Entry], *, slow_too: bool) -> list[Entry]:
    running = [entry for entry in entries if entry.runs]
    slow_too = slow_too or all(entry.slow for entry in running)
    due = [entry for entry in running if slow_too or not entry.slow]
    return random.sample(due, len(due))


def _sample(entry: Entry, number: int, position: int, rules: Rules) -> None:
    variant = entry.variant
    timing = entry.contestant.sample(variant.calls)
    if not variant.processes:
        # The first shows how many calls a sample takes. First calls are slow: near the limit
        # the second one decides.
        if 1 < timing.wall_ns / (rules.slow_s * 1e9) < 4:  # noqa: PLR2004
            timing = entry.contestant.sample(variant.calls)
        entry.slow = timing.wall_ns > rules.slow_s * 1e9
        if not entry.slow:
            timing = _calibrated(entry, timing, rules)
    entry.add(number, position, timing)


def _calibrated(entry: Entry, timing: Timing, rules: Rules) -> Timing:
    # In steps, because the first call says little of those that follow.
    for _ in range(6):
        wanted = max(round(rules.sample_s * 1e9 / max(timing.wall_ns, 1)), 1)
        entry.variant.calls = min(wanted, entry.variant.calls * 100)
        timing = entry.contestant.sample(entry.variant.calls)
        if entry.variant.calls * timing.wall_ns > rules.sample_s * 1e9 / 2:
            break
    return timing


def _renew(entries: list[Entry]) -> None:
    for entry in entries:
        if not entry.slow:
            entry.guarded(partial(_reopen, entry.contestant))


def _reopen(contestant: Contestant) -> None:
    contestant.close()
    contestant.open()
    contestant.sample(1)  # its counts are touched for the first time
