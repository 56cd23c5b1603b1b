"""Rounds: each contestant is timed once in each, in a fresh random order, until there are enough.

The rounds come in generations. Each of them starts a fresh process for every row, because all
samples of a process share the properties of that process. This module does not depend on kernels. A
contestant has a `sample`, and may end at any time.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.course import Course
from juliaset.bench.record import Process, Sample, Status, Variant
from juliaset.bench.rules import Rules
from juliaset.system.cores import core_numbers
from juliaset.system.processes import printable
from juliaset.system.signals import hold_signals

_MOST_CALLS = 6  # calibrations: the first call says little of those that follow


@dataclass(frozen=True)
class Timing:
    """The nanoseconds of one call, as the mean of the calls of a sample, and where it ran."""

    wall_ns: float
    cpu_ns: float
    pid: int = 0  # of the process that was timed: a new one has other addresses
    core: int | None = None  # to which that process is pinned
    waited_ns: float | None = (
        None  # ready to run, and without a core; None if the system does not say
    )


class Contestant(Protocol):
    """What can be timed. Each method may raise EndedError, whose status the row then has."""

    def begin(self) -> None:
        """Start what open() then waits for; others begin at the same time."""

    def open(self) -> None:
        """Load it and, if its calls are quick, call it once, because first calls cost more."""

    def sample(self, calls: int) -> Timing:
        """Time that many calls, and check that they were right."""

    def close(self) -> None:
        """End; always called, and open() may be called again after it."""


@dataclass(frozen=True)
class Step:
    """What happens next in a contest, and which part of it is over, if that is known."""

    what: str
    share: float | None = None


@dataclass
class Entry:
    """A contestant with its row in the record."""

    variant: Variant
    contestant: Contestant
    call_s: float = 0.0  # of its first call that counts; 0 before it
    start_s: float = 0.0  # that its first process took to load and to make the first call
    fresh: bool = True  # no sample of this generation yet
    pid: int | None = None  # of the process that gave the last sample
    # What the others are compared with: without it, all their measurements would be useless.
    in_all: bool = False

    @property
    def runs(self) -> bool:
        """Whether it is still in the contest."""
        return self.variant.status == Status.OK

    def takes_long(self, rules: Rules) -> bool:
        """Return whether a call takes long, or the start of a process."""
        return self.call_s > rules.slow_s or self.start_s > 2 * rules.slow_s

    def is_slow(self, rules: Rules) -> bool:
        """Return whether it has only some of the processes."""
        return self.takes_long(rules) and not self.in_all

    def open(self) -> None:
        """Wait until its process is ready."""
        self.fresh = True
        self.guarded(self.contestant.open)
        # As it says itself: it may have waited for others, which began with it.
        self.start_s = self.start_s or getattr(self.contestant, "start_s", 0.0)

    def add(self, number: int, position: int, timing: Timing) -> None:
        """Put a sample into the row, under the process that gave it."""
        if self.fresh or timing.pid != self.pid:
            self.fresh, self.pid = False, timing.pid
            self.variant.processes.append(Process(core=timing.core))
        # A clock may show nothing for what is too short for it, and nothing has no ratio.
        wall_ns = max(timing.wall_ns, 1 / self.variant.calls)
        sample = Sample(number, position, wall_ns, timing.cpu_ns, timing.waited_ns)
        self.variant.processes[-1].samples.append(sample)

    def guarded(self, do: Callable[[], None]) -> None:
        """Call it while the row runs; EndedError ends only this row."""
        if not self.runs:
            return
        try:
            do()
        except EndedError as end:
            self.variant.status, self.variant.reason = end.status, printable(end.reason)
            self.contestant.close()


def run_rounds(
    entries: Sequence[Entry],
    rules: Rules,
    listen: Callable[[Step], None] = lambda _: None,
    enough: Callable[[], bool] = lambda: False,
) -> int:
    """Run the rounds; samples and statuses go into the rows. Return the number of rounds.

    Args:
        entries: The contestants with their rows.
        rules: How much is measured.
        listen: Called with what happens next, before each sample.
        enough: Asked after each round; True ends the contest.
    """
    course = Course(rules, time.monotonic())
    try:
        for course.generation in range(rules.processes):
            rows, course.done = _of_generation(entries, course), 0
            if course.is_late():
                break
            _open(rows, course, listen)
            for course.done in range(rules.rounds):
                due = [e for e in rows if course.done == 0 or e.call_s <= rules.once_s]
                if course.is_late() or not due or course.done >= course.rounds:
                    break
                _round(due, course, listen)
                course.number += 1
                if enough() or not any(entry.runs for entry in entries):
                    return course.number
            for entry in entries:
                entry.contestant.close()
    finally:
        hold_signals()  # a second Ctrl-C would leave processes behind, and lose what was measured
        for entry in entries:
            entry.contestant.close()
    return course.number


def _of_generation(entries: Sequence[Entry], course: Course) -> list[Entry]:
    running = [entry for entry in entries if entry.runs]
    rules = course.rules
    slow_too = rules.slow_too(course.generation) or all(e.takes_long(rules) for e in running)
    return [entry for entry in running if slow_too or not entry.is_slow(rules)]


def _open(rows: Sequence[Entry], course: Course, listen: Callable[[Step], None]) -> None:
    """Start the rows' processes, as many at once as there are cores: nothing is timed then."""
    began, ahead = time.monotonic(), len(core_numbers())
    for place, entry in enumerate(rows):
        for each in rows[place if place == 0 else place + ahead : place + ahead + 1]:
            each.guarded(each.contestant.begin)
        listen(Step(f"starting {entry.variant.id}", course.share))
        entry.open()
    if course.generation == 0 and course.rules.warm:
        course.start = time.monotonic()
    elif course.generation == 0:
        rules = course.rules
        slow = [e for e in rows if e.is_slow(rules) and e.start_s > 2 * rules.slow_s]
        slow_s = sum(entry.start_s for entry in slow)
        course.start_s = max(time.monotonic() - began - slow_s, 0.0)


def _round(rows: Sequence[Entry], course: Course, listen: Callable[[Step], None]) -> None:
    running = [entry for entry in rows if entry.runs]
    for position, entry in enumerate(random.sample(running, len(running))):
        listen(Step(f"round {course.number + 1}: {entry.variant.id}", course.share))
        began = time.monotonic()
        entry.guarded(partial(_sample, entry, course.number, position, course.rules))
        call_s = min(entry.call_s, course.rules.slow_s) if entry.in_all else entry.call_s
        course.note(call_s, time.monotonic() - began)


def _sample(entry: Entry, number: int, position: int, rules: Rules) -> None:
    if entry.call_s:
        timing = entry.contestant.sample(entry.variant.calls)
    else:
        timing = _calibrated(entry, rules)
    entry.add(number, position, timing)


def _calibrated(entry: Entry, rules: Rules) -> Timing:
    """Return the first sample that counts, and find out how many calls one takes."""
    timing = entry.contestant.sample(entry.variant.calls)
    # First calls are slow: near a limit the second one decides. Of a long call it costs much, and
    # little of it is a first call's.
    for limit_s, near in ((rules.once_s, 4), (rules.slow_s, 1.2)):
        if 1 < timing.wall_ns / (limit_s * 1e9) < near:
            timing = entry.contestant.sample(entry.variant.calls)
    if timing.wall_ns <= rules.once_s * 1e9:
        for _ in range(_MOST_CALLS):
            wanted = max(round(rules.sample_s * 1e9 / max(timing.wall_ns, 1)), 1)
            if rules.warm and wanted == entry.variant.calls:
                break
            entry.variant.calls = min(wanted, entry.variant.calls * 100)
            timing = entry.contestant.sample(entry.variant.calls)
            if entry.variant.calls * timing.wall_ns > rules.sample_s * 1e9 / 2:
                break
    entry.call_s = max(timing.wall_ns, 1) / 1e9
    return timing
