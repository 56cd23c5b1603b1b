"""The gaps between a kernel and the roof.

A vector's step costs what the ports take. The gaps are added to that, one after the other: waiting
for the step before, if only one vector is in flight; the test of each step; lanes that have stopped
and go along until the last of their group has; writing the result. The rest of the kernel's time is
what this model does not contain: registers that ran out, mispredicted branches, calls. Each gap is
measured separately, and none is fitted.
"""

import time
from dataclasses import dataclass

import numpy as np

from juliaset.bench.core_limit import Roof
from juliaset.bench.record import Variant
from juliaset.kernel_type import Kernel
from juliaset.problem import Counts

# The words for the largest gap: each with the heading of its column, or what no column has.
MEANINGS = {
    "latency": "+waits",
    "test": "+test",
    "divergence": "+idle",
    "memory": "+writes",
    "other": "registers that ran out, mispredicted branches, calls",
}


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
        """Return the word for the largest gap between the ports and what the kernel takes."""
        gaps = {
            "latency": self.waits - self.ports,
            "test": self.test - self.waits,
            "divergence": self.idle - self.test,
            "memory": self.writes - self.idle,
            "other": taken - self.writes,
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


def gaps(roof: Roof, group: Group, at_work: float, writes: float) -> Gaps | None:
    """Return the gaps, one on top of the other; None if the record does not have this roof's steps.

    at_work: what lanes_at_work() returns. writes: cycles for the result of one step.
    """
    ports, flight = roof.ports, roof.flight(group.rows)
    if ports is None or flight is None:
        return None
    idle = flight.tested_cycles / at_work
    return Gaps(ports, flight.bare_cycles, flight.tested_cycles, idle, idle + writes)
