"""Measure by how much processes of one kernel differ from each other: their offset.

python tools/process_offset.py [--processes 30] [--kernel NAME ...] runs a contest in which each
kernel has several equal rows, so that nothing but the process, and the noise of its samples, makes
a difference. What is left after the samples' own noise has been taken away is the offset.
"""

import argparse
import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import mean, median, variance

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
# The variance of the median of n normal values is that of their mean times this, for larger n.
_MEDIAN = math.pi / 2
KERNELS = ("cpp.scalar", "cpp.simd_tiled", "cpp.balls", "numpy.compacting")


def offset(rows: Sequence[Variant]) -> tuple[float, float]:
    """Return the standard deviations of equal rows' processes and of a process's samples.

    Both are parts of the time. What all rows of a round share, like a slower clock, is not in them.
    """
    level: dict[int, float] = {}
    by_row = [times(row) for row in rows]
    for number in set.intersection(*(set(each) for each in by_row)):
        level[number] = mean(math.log(each[number]) for each in by_row)
    between: list[float] = []
    within: list[float] = []
    for row, own in zip(rows, by_row, strict=True):
        middles = []
        for process in row.processes:
            logs = [math.log(own[s.round]) - level[s.round] for s in process.samples]
            middles.append(median(logs))
            within.append(variance(logs))
        between.append(variance(middles))
    # The level is a mean of the rows themselves: it takes a part of their differences away.
    of_rows = len(rows) / (len(rows) - 1)
    sample: float = mean(within) * of_rows
    processes: float = mean(between) * of_rows - sample * _MEDIAN / ROUNDS
    return math.sqrt(max(processes, 0.0)), math.sqrt(sample)


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
        process, sample = offset(rows)
        time = duration(median(s.wall_ns for row in rows for s in row.samples) / 1e9)
        table.add_row(name, time, f"{process:.2%}", f"{sample:.2%}", record.contest.state)
    show(table)


if __name__ == "__main__":
    main()
