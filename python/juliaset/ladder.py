"""The ladder: every kernel on one problem, each answer checked, in one table."""

import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from msgspec import to_builtins

from juliaset.machine import this_machine
from juliaset.oracle import POISON, first_difference, golden_of
from juliaset.problem import Counts, Problem
from juliaset.registry import DEFAULT_FLAVOUR, Kernel, get_kernel, kernels
from juliaset.system.cpu_time import cpu_seconds, settle
from juliaset.system.files import write_whole

BASELINE = "python.loops"
# Rows that take less are run again, in rounds of random order, until this has been spent on them.
QUICK_SECONDS = 0.5
ROUNDS = 9
BUDGET_SECONDS = 20.0


@dataclass
class Row:
    """A kernel with a flavour, and what was measured of it."""

    name: str
    kernel: Kernel
    flavour: str | None = None
    status: str = "ok"
    reason: str = ""
    differing: int = 0
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """The median time."""
        return median(self.wall)

    @property
    def cores(self) -> float:
        """How many cores it kept busy."""
        return sum(self.cpu) / sum(self.wall)


@dataclass(frozen=True)
class Ladder:
    """All rows on one problem; the answer that they are held against is python.loops'."""

    problem: Problem
    rows: list[Row]
    expected: Counts

    @property
    def iterations(self) -> int:
        """The steps that the picture takes: the sum of its counts."""
        return int(self.expected.sum(dtype=np.int64))

    @property
    def baseline(self) -> Row:
        """The row of the book's code."""
        return self.rows[0]

    @property
    def bad(self) -> list[Row]:
        """The rows whose counts are wrong, or that gave none."""
        return [row for row in self.rows if row.status in {"wrong", "failed"}]


def rows_of(patterns: list[str]) -> list[Row]:
    """Choose the rows: the baseline, what the patterns name, and `best` in two flavours."""
    known = kernels()
    for pattern in patterns:
        if pattern != "best" and not any(fnmatchcase(k.name, pattern) for k in known):
            get_kernel(pattern)  # raises, and suggests
    wanted = patterns or ["*", "best"]
    rows = [Row(BASELINE, get_kernel(BASELINE))]
    for kernel in known:
        chosen = any(fnmatchcase(kernel.name, pattern) for pattern in wanted)
        if chosen and kernel.name != BASELINE:
            rows.append(Row(kernel.name, kernel, DEFAULT_FLAVOUR if kernel.flavours else None))
    if "best" in wanted:
        best = get_kernel("best")
        rows += [
            Row(f"best={best.name}@{flavour}", best, flavour)
            for flavour in (DEFAULT_FLAVOUR, f"{DEFAULT_FLAVOUR}_native")
        ]
    return rows


def climb(problem: Problem, rows: list[Row]) -> Iterator[Row | Ladder]:
    """Measure: give each row as it begins, and the ladder at the end."""
    out: Counts = np.empty(problem.shape, np.int32)
    yield rows[0]
    _time(rows[0], problem, out)
    expected = out.copy()
    golden = golden_of(problem)
    if golden is not None and (complaint := golden.check(expected)):
        rows[0].status, rows[0].reason = "wrong", complaint
    for row in rows[1:]:
        yield row
        _run(row, problem, out, expected)
    start = time.perf_counter()
    quick = [row for row in rows if row.status == "ok" and row.wall[0] < QUICK_SECONDS]
    for row in quick:
        row.wall.clear()  # the first run at full size touched its memory for the first time
        row.cpu.clear()
    for number in range(ROUNDS):
        if number > 0 and time.perf_counter() - start > BUDGET_SECONDS:
            break
        for row in random.sample(quick, len(quick)):
            if row.status == "ok":
                yield row
                _run(row, problem, out, expected)
    yield Ladder(problem, rows, expected)


def _run(row: Row, problem: Problem, out: Counts, expected: Counts) -> None:
    """Time one run, and look at the very counts that were timed."""
    row.reason = row.kernel.reason_of(row.flavour or DEFAULT_FLAVOUR)
    if row.reason:
        row.status = "unavailable"
        return
    try:
        _time(row, problem, out)
    except Exception as failure:  # noqa: BLE001 - a row that fails must not end the others
        row.status, row.reason = "failed", f"{type(failure).__name__}: {failure}"
        return
    difference = first_difference(problem, expected, out)
    row.differing = difference.pixels if difference else 0
    if difference is not None and row.kernel.exact:
        row.status, row.reason = "wrong", str(difference)


def _time(row: Row, problem: Problem, out: Counts) -> None:
    if not row.wall:
        _warm_up(row)
    call = row.kernel.bind(problem, out, flavour=row.flavour)
    out[...] = POISON
    settle()
    cpu, wall = cpu_seconds(), time.perf_counter()
    answer = call.run()
    wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
    call.finish(answer)
    row.wall.append(wall)
    row.cpu.append(cpu)


def _warm_up(row: Row) -> None:
    """Let it compile, import and start its threads: first calls have their own price."""
    tiny = Problem.book(8)
    row.kernel.bind(tiny, np.empty(tiny.shape, np.int32), flavour=row.flavour)()


def as_json(ladder: Ladder) -> dict[str, Any]:
    """Give all that was measured, raw, with the machine it was measured on."""
    return {
        "schema": "juliaset-ladder/1",
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": to_builtins(this_machine()),
        "problem": {
            "width": ladder.problem.width,
            "height": ladder.problem.height,
            "c": [ladder.problem.c.real, ladder.problem.c.imag],
            "max_iterations": ladder.problem.max_iterations,
            "iterations": ladder.iterations,
        },
        "rows": [
            {
                "name": row.name,
                "kernel": row.kernel.name,
                "flavour": row.flavour,
                "exact": row.kernel.exact,
                "status": row.status,
                "reason": row.reason,
                "differing_pixels": row.differing,
                "wall_s": row.wall,
                "cpu_s": row.cpu,
            }
            for row in ladder.rows
        ],
    }


def save(ladder: Ladder, path: Path) -> None:
    """Write the JSON file."""
    write_whole(path, json.dumps(as_json(ladder), indent=1) + "\n")
