"""Measure how much processes of one kernel differ from each other: their offset.

python tools/process_offset.py [--processes 30] [--kernel NAME ...] runs a contest in which each
kernel has several equal rows, so that nothing but the process, and the noise of its samples, makes
a difference. What the rounds of a process have in common is the offset.
"""

import argparse
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import covariance, median

from rich import print as show

from juliaset.bench.contests import contest_of_kernels
from juliaset.bench.record import Record, Variant
from juliaset.bench.rules import Rules
from juliaset.bench.selection import one
from juliaset.bench.summary import times
from juliaset.problem import Problem
from juliaset.registry import kernels
from juliaset.terminal import duration, plain_table

ROUNDS, COPIES = 8, 4
_RESAMPLED = 1000
KERNELS = ("cpp.scalar", "cpp.simd_tiled", "cpp.balls", "numpy.compacting")


@dataclass(frozen=True)
class Offset:
    """Standard deviations, as parts of the time: of processes, with a 95 % interval, of samples."""

    processes: float
    low: float
    high: float
    samples: float


def offset(rows: Sequence[Variant]) -> Offset:
    """Return how much equal rows' processes differ, and the samples of one process.

    Rows are taken in pairs: the difference of two rows in a round has nothing that all rows of that
    round share, like a slower clock. The medians of a process's even and of its odd rounds share
    nothing but the process, so their covariance is what a process has of its own. Outliers among
    the samples, which would make any difference of variances meaningless, hardly move a median.
    """
    halves: list[tuple[float, float]] = []
    strayed: list[float] = []
    for row, other in zip(rows[::2], rows[1::2], strict=True):
        own, base = times(row), times(other)
        for process in row.processes:
            logs = [math.log(own[s.round] / base[s.round]) for s in process.samples]
            halves.append((median(logs[::2]), median(logs[1::2])))
            strayed += [abs(each - median(logs)) for each in logs]
    chance = random.Random(1)  # noqa: S311 - resamples what was measured
    again = [chance.choices(halves, k=len(halves)) for _ in range(_RESAMPLED)]
    found = sorted(_offset_of(each) for each in again)
    low, high = found[round(0.025 * _RESAMPLED)], found[round(0.975 * _RESAMPLED) - 1]
    # Of normal noise half strays by 0.674 standard deviations. Each difference has two noises.
    return Offset(_offset_of(halves), low, high, median(strayed) / 0.674 / math.sqrt(2))


def _offset_of(halves: Sequence[tuple[float, float]]) -> float:
    even, odd = zip(*halves, strict=True)
    return math.sqrt(max(covariance(even, odd) / 2, 0.0))


def widest(name: str) -> str:
    """Return the kernel of that name, or the one of its kernels with the widest vectors here."""
    found = [each.name for each in kernels() if each.name.startswith(name) and each.available]
    return name if name in found or not found else found[-1]


def run(name: str, processes: int) -> Record:
    """Run a contest of copies of one kernel."""
    kernel = one(widest(name))
    rows = [replace(kernel, shown=f"{kernel.kernel} {number}") for number in range(COPIES)]
    rules = Rules(budget_s=3600, processes=processes, rounds=ROUNDS)
    return contest_of_kernels(
        rows, Problem.book(), rules, baseline=kernel.id, reference=False
    ).record


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=30)
    parser.add_argument("--kernel", action="append")
    arguments = parser.parse_args()
    table = plain_table("kernel", "time", "processes differ by", "samples of one by", "state")
    for name in arguments.kernel or KERNELS:
        record = run(name, arguments.processes)
        rows = [row for row in record.variants if row.timed]
        found = offset(rows)
        time = duration(median(s.wall_ns for row in rows for s in row.samples) / 1e9)
        differ = f"{found.processes:.2%} [{found.low:.2%}, {found.high:.2%}]"
        table.add_row(name, time, differ, f"{found.samples:.2%}", record.contest.state)
    show(table)


if __name__ == "__main__":
    main()
