"""Cycles without a counter: each short piece of a probe is divided by the clock of its neighbours.

The clock of a core moves with its temperature, with what the other cores do, and with the width of
the vectors that it runs. So between any two pieces a chain of additions of known length shows the
clock, at the same vector width as the piece. A piece counts only if the clock was the same before
and after it. Pieces are so short that an interruption hits few of them. A disturbance of the core,
such as a neighbour on its other thread, makes some pieces longer and, through the clock, others
shorter, but not equal to each other: the result is the number on which the most pieces agree. No
number is clamped. If too few agree, or if many agree on another number, the machine was busy.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

ROUNDS = 60
_SAME_CLOCK = 0.01
_SAME = 1.02  # pieces agree if the longest takes this many times the shortest
_OTHER = 0.05  # as far away, relatively, is something else than the same with noise
# Below or above these the numbers were off by more than 5 % in trials next to a busy neighbour, a
# virtual machine on the other thread of the core; all others were within 1.5 %.
_FEWEST_AGREEING = 1 / 3
_MOST_RIVALS = 0.6
_FEWEST_ROUNDS = 16
_FEWEST_STEADY = 0.25
_MOST_WAITING = 0.25


class Probe(NamedTuple):
    """A piece of work, and how many steps (of a clock: cycles) it takes."""

    call: Callable[[], object]
    steps: int


class Piece(NamedTuple):
    """The nanoseconds of a step in one piece, and the clock just before and after it."""

    before_ghz: float
    step_ns: float
    after_ghz: float

    @property
    def steady(self) -> bool:
        """Whether the clock stayed the same; an interruption of a neighbour shows here, too."""
        return abs(self.before_ghz / self.after_ghz - 1) <= _SAME_CLOCK

    @property
    def cycles(self) -> float:
        """The cycles of a step."""
        return self.step_ns * (self.before_ghz + self.after_ghz) / 2


@dataclass(frozen=True)
class Estimate:
    """The result of the pieces of a probe."""

    cycles: float  # on which the most pieces agree
    agreeing: float  # the part of the steady pieces that do
    rival: float  # other cycles, on which the most of the rest agree; 0 if there are none
    rivals: float  # how many do, as a part of those that agree on `cycles`
    steady: float  # the part of the pieces in which the clock did not change
    rounds: int


def alternate(
    probes: Sequence[Probe],
    clock: Probe,
    most_s: float,
    now_ns: Callable[[], int] = time.perf_counter_ns,
) -> list[list[Piece]]:
    """Run the probes in turn, with the clock between any two; return the pieces of each.

    The time may be up before the last of all rounds; at least one is run.
    """
    found: list[list[Piece]] = [[] for _ in probes]

    def ns(call: Callable[[], object]) -> int:
        start = now_ns()
        call()
        return now_ns() - start

    until = now_ns() + most_s * 1e9
    for _ in range(ROUNDS):
        # An interruption may be all that a clock shows, but time never stands still.
        clocks = [clock.steps / max(ns(clock.call), 1)]
        times = []
        for probe in probes:
            times.append(ns(probe.call) / probe.steps)
            clocks.append(clock.steps / max(ns(clock.call), 1))
        for mine, step_ns, (before, after) in zip(found, times, pairwise(clocks), strict=True):
            mine.append(Piece(before, step_ns, after))
        if now_ns() > until:
            break
    return found


def estimate(pieces: Sequence[Piece]) -> Estimate:
    """Return the cycles of a step on which the most pieces agree, and how many do."""
    steady = [piece.cycles for piece in pieces if piece.steady]
    used = sorted(steady or [piece.cycles for piece in pieces])
    cycles, number = _densest(used)
    others = [each for each in used if abs(each / cycles - 1) > _OTHER]
    rival, rivals = _densest(others) if others else (0.0, 0)
    share = len(steady) / len(pieces)
    return Estimate(cycles, number / len(used), rival, rivals / number, share, len(pieces))


def why_busy(estimates: Sequence[Estimate], waiting: float | None = None) -> str:
    """Return why the machine was too busy for these numbers; empty if they can be believed.

    waiting: the part of the time for which the thread wanted to run and had no core, if known.
    """
    if waiting is not None and waiting > _MOST_WAITING:
        return f"other programs had the core for {waiting:.0%} of the time"
    fewest = min(each.rounds for each in estimates)
    if fewest < _FEWEST_ROUNDS:
        return f"there was time for {fewest} of {ROUNDS} rounds only"
    steady = min(each.steady for each in estimates)
    if steady < _FEWEST_STEADY:
        return f"the clock changed in {1 - steady:.0%} of the pieces"
    agreeing = min(each.agreeing for each in estimates)
    if agreeing < _FEWEST_AGREEING:
        return f"only {agreeing:.0%} of equal pieces took equal cycles"
    worst = max(estimates, key=lambda each: each.rivals)
    if worst.rivals > _MOST_RIVALS:
        low, high = sorted((worst.cycles, worst.rival))
        return f"the same work took {high / low - 1:.0%} more cycles at one moment than at another"
    return ""


def _densest(ordered: Sequence[float]) -> tuple[float, int]:
    """Return the middle of the narrow range that holds the most of these numbers, and how many."""
    first, best = 0, (0, 0)
    for last, value in enumerate(ordered):
        while value > ordered[first] * _SAME:
            first += 1
        best = max(best, (last - first + 1, first), key=lambda each: each[0])
    number, first = best
    return ordered[first + number // 2], number
