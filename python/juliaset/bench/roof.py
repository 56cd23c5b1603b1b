"""The roof, measured: the clock of a core, and the cycles of a bare step in each instruction set.

All of it is measured at once, on the core that times kernels, in less than half a second. A busy
machine is reported, because a wrong roof makes every number that is divided by it wrong.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from juliaset import _native
from juliaset.bench.core_limit import Bound, InFlight, Roof
from juliaset.bench.pieces import Estimate, Probe, alternate, estimate, why_busy
from juliaset.kernel_type import UnavailableError
from juliaset.system.cores import pinned, timing_core
from juliaset.system.run_delay import this_thread

VECTORS = (1, 2, 4, 6, 8)  # in flight: with one each step waits, with six none does
_CLOCK = 120_000  # cycles: some 30 microseconds
_STEPS = 120_000  # of a vector, with at least four in flight: about 100 microseconds
_MOST_S = 0.4
_AGAIN_S = 0.005


class BusyError(RuntimeError):
    """The machine was too busy to measure a roof."""


@dataclass(frozen=True)
class Measurement:
    """A bound, and why it can't be trusted because the machine was busy; empty if it can."""

    bound: Bound
    busy: str


def bound(tries: int = 1) -> Bound:
    """Return the measured roof of each instruction set that may run here.

    tries: how often it is measured at most, until the machine is calm.

    Raises:
        BusyError: The machine was too busy.
        UnavailableError: No set may run.
    """
    found = measure(tries)
    if found.busy:
        raise BusyError(f"the machine was busy: {found.busy}")
    return found.bound


def measure(tries: int = 1) -> Measurement:
    """Measure until the machine is calm, that many times at most, each for less than 0.5 s.

    Raises:
        UnavailableError: No instruction set may run here.
    """
    found = _measure()
    for _ in range(tries - 1):
        if not found.busy:
            break
        found = _measure()
    return found


def _measure() -> Measurement:
    runs = [roof for roof in _native.roofs() if not roof.reason]
    if not runs:  # JULIASET_ISA is nonsense
        raise UnavailableError(f"no instruction set may run here: {_native.roofs()[0].reason}")
    clock = Probe(partial(_native.count_cycles, _CLOCK), _CLOCK)
    probes = [
        _probe(method, vectors)
        for roof in runs
        for method in (roof.run, roof.run_tested)
        for vectors in VECTORS
    ]
    with pinned(timing_core().cores):
        before, start = this_thread(), time.perf_counter_ns()
        pieces = alternate(probes, clock, _MOST_S)
        after = this_thread()
        took = time.perf_counter_ns() - start
    waiting = (after.waited_ns - before.waited_ns) / took if before and after else None
    estimates = [estimate(each) for each in pieces]
    ghz = statistics.median(piece.before_ghz for each in pieces for piece in each)
    size = 2 * len(VECTORS)
    of_each = [estimates[begin : begin + size] for begin in range(0, len(estimates), size)]
    return Measurement(
        Bound(
            round(ghz, 3),
            [_roof(roof, mine, ghz) for roof, mine in zip(runs, of_each, strict=True)],
            agreeing=round(min(each.agreeing for each in estimates), 3),
            capped=any("forbids" in roof.reason for roof in _native.roofs()),
        ),
        why_busy(estimates, waiting),
    )


def _probe(run: Callable[[int, int], float], vectors: int) -> Probe:
    steps = _STEPS // max(vectors, 4)
    return Probe(partial(run, vectors, steps), steps * vectors)


def _roof(roof: _native.Roof, estimates: list[Estimate], ghz: float) -> Roof:
    bare, tested = estimates[: len(VECTORS)], estimates[len(VECTORS) :]
    flights = [
        InFlight(vectors, round(without.cycles, 3), round(with_test.cycles, 3))
        for vectors, without, with_test in zip(VECTORS, bare, tested, strict=True)
    ]
    best = min(each.cycles for each in bare)
    return Roof(roof.isa, roof.lanes, round(best / ghz / roof.lanes, 5), flights)


def clock_ghz() -> float:
    """Return the clock of the timing core as it runs now."""
    clock = Probe(partial(_native.count_cycles, _CLOCK), _CLOCK)
    with pinned(timing_core().cores):
        (pieces,) = alternate([clock], clock, _AGAIN_S)
    return round(statistics.median(piece.before_ghz for piece in pieces), 3)
