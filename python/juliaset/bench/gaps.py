"""What stands between a kernel and the roof: each gap from its own measurement, none fitted.

A vector's step costs what the ports take. To that come, one after the other: waiting for the step
before, where only one vector is in flight; the test of each step; lanes that have stopped and go
along until the last of their group has; writing the result. What the kernel takes beyond that is
what this model does not know: registers that ran out, branches guessed wrong, calls.
"""

import time
from dataclasses import dataclass

import numpy as np

from juliaset import _native
from juliaset.bench.bound import LATENCY, THROUGHPUT, cycles, tested_cycles
from juliaset.problem import Counts

# Kernels that step whole groups of pixels in lockstep and test every step; the others skip steps.
_ONE_VECTOR = ("simd_", "fma_")
_TILE = ("simd_tiled_", "openmp_simd_", "float32_")
_ONE_PIXEL = ("scalar", "openmp", "fastmath")
_TRIES = 7


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
        """Name the largest gap between the ports and what the kernel takes."""
        gaps = {
            "waiting for the step before (latency)": self.waits - self.ports,
            "the test of each step": self.test - self.waits,
            "lanes that have stopped (divergence)": self.idle - self.test,
            "writing the result (memory)": self.writes - self.idle,
            "not in this model: registers, branches, calls": taken - self.writes,
        }
        return max(gaps, key=lambda name: gaps[name])


def group_of(kernel: str, isa: str | None, lanes: int) -> Group | None:
    """Tell which pixels step together in a C++ kernel; None where the steps are not all taken."""
    name = kernel.removeprefix("cpp.")
    if name in _ONE_PIXEL:
        return Group(1, 1)
    if name.startswith(_TILE) or (name.startswith("fma_") and isa):
        return Group(lanes, 8 if isa == "avx512" else 4)
    return Group(lanes, 1) if name.startswith(_ONE_VECTOR) else None


def lanes_at_work(counts: Counts, limit: int, group: Group) -> float:
    """Give the part of all lane steps that a pixel needed, from the counts alone: no clock."""
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
    """Time how long it takes to write a result: into memory just asked for, or used before."""
    # All of them are kept: a freed one would come back, and be no fresh one.
    kept = [np.empty(shape, np.int32) for _ in range(_TRIES)]
    if not fresh:
        kept = [np.zeros(shape, np.int32)] * _TRIES
        kept[0].fill(0)
    best = float("inf")
    for out in kept:
        start = time.perf_counter_ns()
        out.fill(1)
        best = min(best, time.perf_counter_ns() - start)
    return best


def gaps(roof: _native.Roof, group: Group, at_work: float, ghz: float, writes: float) -> Gaps:
    """Put the gaps on top of each other; `writes` are cycles for the result of one step."""
    in_flight = LATENCY if group.rows == 1 else group.rows
    ports = cycles(roof, THROUGHPUT, ghz)
    waits = max(ports, cycles(roof, in_flight, ghz))
    test = max(waits, tested_cycles(roof, in_flight, ghz))
    idle = test / at_work
    return Gaps(ports, waits, test, idle, idle + writes)
