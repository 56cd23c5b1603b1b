"""What `limit`, `explain` and the table say about a roof, from records that were never measured."""

import io
import re

import contest_sample
import numpy as np
import pytest
from rich.console import Console
from rich.table import Table

from juliaset.bench.core_limit import Bound, InFlight, Roof
from juliaset.bench.notes import notes
from juliaset.bench.record import Process, Record, Sample
from juliaset.bench.summary import summaries
from juliaset.bench.views.explain import limit, pace_of
from juliaset.bench.views.limit import (
    Solved,
    clock_line,
    gap_rows,
    gap_table,
    roof_table,
    show_gaps,
)

FLIGHTS = [InFlight(1, 9.0, 11.5), InFlight(4, 2.3, 3.6), InFlight(8, 2.0, 3.4)]
BOUND = Bound(
    4.0, [Roof(isa, lanes, 0.5 / lanes, FLIGHTS) for isa, lanes in {"sse2": 2, "avx512": 8}.items()]
)
BUSY = "the machine was busy: other programs had the core for 48% of the time"
SOLVED = Solved(np.full((1000, 1000), 33, np.int32), 300, writes_ns=1e5)


def record(bound: Bound | None = BOUND, no_bound: str = "") -> Record:
    made = contest_sample.contest()
    made.contest.bound, made.contest.no_bound = bound, no_bound
    tiled = made.find("cpp.simd_tiled_avx512@O3")
    scalar = made.find("cpp.scalar@O3")
    assert tiled is not None
    assert scalar is not None
    tiled.isa, tiled.lanes, tiled.vectors_in_flight = "avx512", 8, 8
    tiled.steps = scalar.steps = "every"
    sieve = made.find("cpp.openmp_simd_avx512@O3/t1")
    assert sieve is not None
    sieve.steps = "some"
    return made


def lines_of(shown: Table, width: int) -> list[str]:
    screen = Console(file=io.StringIO(), width=width)
    screen.print(shown)
    return screen.file.getvalue().splitlines()  # type: ignore[attr-defined,no-any-return]


def test_each_gap_is_a_column_and_the_largest_one_has_a_name() -> None:
    rows = gap_rows(record(), BOUND, SOLVED)
    assert [row["kernel"] for row in rows] == ["cpp.scalar@O3", "cpp.simd_tiled_avx512@O3"]
    assert [row["+waits"] for row in rows] == ["9.00", "2.00"]
    assert [row["+test"] for row in rows] == ["11.50", "3.40"]
    assert [row["at work"] for row in rows] == ["100%", "100%"]
    assert [row["gap"] for row in rows] == ["latency", "other"]


def test_without_iterations_there_are_no_gaps() -> None:
    nothing = Solved(np.zeros((10, 10), np.int32), 300, writes_ns=1)
    assert gap_rows(record(), BOUND, nothing) == []


@pytest.mark.parametrize(
    ("width", "gone"),
    [
        (160, []),
        (80, ["at work"]),
        (60, ["at work", "+writes", "+idle", "+test"]),
        (40, ["at work", "+writes", "+idle", "+test", "+waits", "ports", "gap"]),
    ],
)
def test_columns_leave_in_a_fixed_order(width: int, gone: list[str]) -> None:
    row = dict.fromkeys(("ports", "+waits", "+test", "+idle", "+writes", "takes"), "12.34")
    row = {"kernel": "cpp.openmp_simd_avx512@O3/t1"} | row
    row |= {"at work": "100%", "gap": "divergence"}
    table = gap_table([row], width)
    left = [str(column.header) for column in table.columns]
    assert left == [name for name in row if name not in gone]
    lines = lines_of(table, width)
    assert row["kernel"] in lines[-1]
    assert "12.34" in lines[-1]


def test_the_view_fits_into_eighty_columns() -> None:
    screen = Console(file=io.StringIO(), width=80)
    show_gaps(record(), BOUND, SOLVED, screen)
    said = screen.file.getvalue()  # type: ignore[attr-defined]
    assert max(map(len, said.splitlines())) <= 80
    assert "The roof at 4.00 GHz: cycles of one vector's step\n" in said
    for heading in ("tested", "+waits", "takes", "gap"):
        assert re.search(rf"^{re.escape(heading)}  +[a-z]", said, re.MULTILINE)
    assert "divergence (+idle)" in said
    assert "of the roof of" in said
    assert "a sieve tests some steps" in said


def test_the_roof_has_a_line_for_each_set() -> None:
    head, *rows = lines_of(roof_table(BOUND), 80)
    assert head.split()[0] == "set"
    assert rows[1].split() == ["avx512", "8", "9.00", "2.00", "3.40", "+70%"]


def test_a_clock_that_changed_during_the_contest_is_said() -> None:
    assert clock_line(BOUND) == ""
    changed = Bound(3.2, BOUND.roofs, clock_after_ghz=3.7)
    assert clock_line(changed).startswith(
        "The clock was 3.20 GHz before the contest and 3.70 after"
    )
    assert changed.ghz == pytest.approx(3.45)
    assert clock_line(Bound(3.2, BOUND.roofs, clock_after_ghz=3.3)) == ""


@pytest.mark.parametrize(
    ("steps", "ms", "said"),
    [
        ("every", 66.0, "part of the latency is hidden"),
        ("every", 80.0, "So it waits"),
        ("every", 12.0, "it does not take every step"),
        ("some", 12.0, "it proves counts instead"),
        ("every", 900.0, "interpreter"),
    ],
)
def test_the_reason_for_a_time_fits_to_its_cycles(steps: str, ms: float, said: str) -> None:
    made = record()
    row = made.find(contest_sample.BASELINE)
    assert row is not None
    row.steps = steps  # type: ignore[assignment]
    row.processes = [Process([Sample(0, 0, ms * 1e6, ms * 1e6)])]
    of_row = next(s for s in summaries(made) if s.variant is row)
    assert said in limit(of_row, made)[1]


def test_an_unknown_roof_is_said_and_shown_nowhere() -> None:
    busy = record(None, BUSY)
    assert any(
        line.startswith(f"The roof is unknown, because {BUSY}. ") for line in notes(busy, [])
    )
    of_scalar = next(s for s in summaries(busy) if s.variant.id == contest_sample.BASELINE)
    assert of_scalar.share_of_bound is None
    assert pace_of(of_scalar, busy) is None
    assert limit(of_scalar, busy) == [f"Its cycles are unknown, because {BUSY}."]


def test_old_files_have_a_roof_without_steps() -> None:
    old = record(Bound(4.0, [Roof("sse2", 2, 0.5)]))
    of_scalar = next(s for s in summaries(old) if s.variant.id == contest_sample.BASELINE)
    assert of_scalar.share_of_bound is not None
    assert pace_of(of_scalar, old) is None
    assert "its roof was not measured" in limit(of_scalar, old)[0]
