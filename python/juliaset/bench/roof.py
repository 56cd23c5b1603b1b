"""The roof: what this core does at best, measured, and the gaps between it and a kernel.

A vector's step costs what the ports take. To that come, one after the other: waiting for the step
before, if only one vector is in flight; the test of each step; lanes that have stopped and go along
until the last of their group has; writing the result. What the kernel takes beyond that is what
this model does not know: registers that ran out, branches guessed wrong, calls. Each gap comes from
a measurement of its own, and none is fitted.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from juliaset import _native
from juliaset.bench.record import Bound, Roof, Variant
from juliaset.problem import Counts
from juliaset.registry import Kernel

VECTORS = (1, 2, 4, 6, 8)
LATENCY, THROUGHPUT = 1, 6  # vectors in flight: each step waits, and none does
_CYCLES = 4_000_000
_ITERATIONS = 4_000_000
_TRIES = 5


def bound() -> Bound | None:
    """Measure the clock, and the untested step of each instruction set that may run here."""
    roofs = [
        Roof(roof.isa, roof.lanes, round(_step_ns(roof), 5))
        for roof in _native.roofs()
        if not roof.reason
    ]
    if not roofs:  # JULIASET_ISA is nonsense, which other places report
        return None
    ghz = _CYCLES / _fastest_ns(lambda: _native.count_cycles(_CYCLES))
    return Bound(round(ghz, 3), roofs)


def _step_ns(roof: _native.Roof) -> float:
    """Return the nanoseconds of one pixel's step with the best number of vectors in flight."""
    return min(cycles(roof, vectors, ghz=1) for vectors in VECTORS) / roof.lanes


def cycles(roof: _native.Roof, vectors: int, ghz: float) -> float:
    """Return the cycles of one vector's step, with that many vectors in flight."""
    steps = _ITERATIONS // (vectors * roof.lanes)
    return _fastest_ns(lambda: roof.run(vectors, steps)) * ghz / (steps * vectors)


def tested_cycles(roof: _native.Roof, vectors: int, ghz: float) -> float:
    """Return the same with the test that a kernel makes at each step."""
    steps = _ITERATIONS // (vectors * roof.lanes)
    return _fastest_ns(lambda: roof.run_tested(vectors, steps)) * ghz / (steps * vectors)


def _fastest_ns(call: Callable[[], object]) -> float:
    """Return the shortest of some times: a bound is what can be, not what is usual."""
    times = []
    for _ in range(_TRIES):
        start = time.perf_counter_ns()
        call()
        times.append(time.perf_counter_ns() - start)
    return float(min(times))


@dataclass(frozen=True)
class Group:
    """The pixels that go on until the last of them has stopped: a tile, or a single one."""

    columns: int
    rows: int


@dataclass(frozen=True)
class Gaps:
    """Cycles of one vector's step, each with the gap of its name and all gaps before it."""

    ports: float
    waits: float
    test: float
    idle: float
    writes: float

    def largest(self, taken: float) -> str:
        """Return the name of the largest gap between the ports and what the kernel takes."""
        gaps = {
            "waiting for the step before (latency)": self.waits - self.ports,
            "the test of each step": self.test - self.waits,
            "lanes that have stopped (divergence)": self.idle - self.test,
            "writing the result (memory)": self.writes - self.idle,
            "not in this model: registers, branches, calls": taken - self.writes,
        }
        return max(gaps, key=lambda name: gaps[name])


def group_of(kernel: Kernel | Variant) -> Group | None:
    """Return which pixels step together in a C++ kernel; None if it does not take every step."""
    return Group(kernel.lanes, kernel.vectors_in_flight) if kernel.steps == "every" else None


def lanes_at_work(counts: Counts, limit: int, group: Group) -> float:
    """Return the part of all lane steps that a pixel needed, from the counts alone: no clock."""
    tests = counts + (counts < limit)  # the test that fails is one, too
    height, width = tests.shape
    padded = np.pad(
        tests, ((0, -height % group.rows), (0, -width % group.columns)), constant_values=0
    )
    tiles = padded.reshape(
        padded.shape[0] // group.rows, group.rows, padded.shape[1] // group.columns, group.columns
    )
    taken = int(tiles.max(axis=(1, 3)).sum(dtype=np.int64)) * group.rows * group.columns
    return int(tests.sum(dtype=np.int64)) / taken if taken else 1.0


def write_ns(shape: tuple[int, int], *, fresh: bool) -> float:
    """Measure the time to write a result: into fresh memory, or into memory used before."""
    # All of them are kept: memory that was freed would come back, and not be fresh.
    kept = [np.empty(shape, np.int32) for _ in range(7)]
    if not fresh:
        kept = [np.zeros(shape, np.int32)] * 7
        kept[0].fill(0)
    best = float("inf")
    for out in kept:
        start = time.perf_counter_ns()
        out.fill(1)
        best = min(best, time.perf_counter_ns() - start)
    return best


def gaps(roof: _native.Roof, group: Group, at_work: float, ghz: float, writes: float) -> Gaps:
    """Return the gaps, one on top of the other; `writes` are cycles for the result of one step."""
    in_flight = LATENCY if group.rows == 1 else group.rows
    ports = cycles(roof, THROUGHPUT, ghz)
    waits = max(ports, cycles(roof, in_flight, ghz))
    test = max(waits, tested_cycles(roof, in_flight, ghz))
    idle = test / at_work
    return Gaps(ports, waits, test, idle, idle + writes)
