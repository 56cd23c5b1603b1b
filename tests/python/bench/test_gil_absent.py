"""`juliaset gil` on a Python without a GIL, and what it says on one that has it."""

import io
from typing import NamedTuple

import pytest
from contest_sample import few_rows
from page_reader import Page
from rich.console import Console

from juliaset.bench.record import GilProbe, Together
from juliaset.bench.record_file import dumps, parse
from juliaset.bench.report import page
from juliaset.bench.rules import Rules
from juliaset.bench.views import gil as view
from juliaset.bench.views.gil_table import gil_table, legend, meaning
from juliaset.problem import Problem

ONE = Together(1, held=1.0, released=1.01, processes=1.0, stall_held_ms=1, stall_released_ms=1)
TWO = Together(2, held=0.9, released=0.95, processes=1.2, stall_held_ms=80, stall_released_ms=4)


def without_gil(threads: int) -> Together:
    """Return what that many threads do on a free-threaded Python."""
    return Together(
        threads,
        held=1.0,
        released=0.95 * threads,
        processes=1.01 * threads,
        stall_held_ms=80,
        stall_released_ms=4,
        absent=0.9 * threads,
        stall_absent_ms=3,
    )


def test_the_column_of_no_gil_says_why_it_is_empty() -> None:
    probe = GilProbe("cpp.scalar", [ONE, TWO], no_absent="this Python has a GIL")
    lines = drawn(probe, 160)
    assert lines[0].split()[-1] == "absent"
    assert all(line.endswith("not measured: this Python has a GIL") for line in lines[1:])
    assert "absent" not in drawn(probe, 40)[0]
    assert legend(probe).endswith("absent: not measured: this Python has a GIL")


def test_the_column_of_no_gil_has_what_was_measured() -> None:
    probe = GilProbe("cpp.scalar", [without_gil(1), without_gil(2)])
    heading, _, two = drawn(probe, 100)
    assert heading.split()[:6] == ["T", "GIL", "held", "released", "absent", "processes"]
    assert two.split() == ["2", "1.00", "1.90", "1.80", "2.02", "80.0", "/", "4.0", "/", "3.0"]
    assert "in a process that has none" in legend(probe)
    assert "Without a GIL the same calls do 1.80 times the work" in meaning(probe.rows)


def test_a_file_of_before_has_no_such_column() -> None:
    probe = GilProbe("cpp.scalar", [ONE, TWO])
    assert "absent" not in drawn(probe, 160)[0]
    assert "absent" not in legend(probe)
    assert "Without a GIL" not in meaning(probe.rows)


def drawn(probe: GilProbe, width: int) -> list[str]:
    """Return the lines of the table."""
    screen = Console(file=io.StringIO(), width=width)
    screen.print(gil_table(probe, width))
    assert isinstance(screen.file, io.StringIO)
    return [line.rstrip() for line in screen.file.getvalue().splitlines()]


def test_the_page_says_why_nothing_was_measured_without_a_gil() -> None:
    record = few_rows()
    record.probes.gil = GilProbe("cpp.scalar", [ONE, TWO], no_absent="this Python has a GIL")
    said = Page(page(record)).said("gil")
    assert "Absent: not measured: this Python has a GIL." in said
    assert "d: absent" not in said


def test_the_page_shows_what_a_python_without_a_gil_does() -> None:
    record = few_rows()
    record.probes.gil = GilProbe("cpp.scalar", [without_gil(1), without_gil(2)])
    said = Page(page(record)).said("gil")
    assert "d: absent" in said
    assert "longest stall, released longest stall, held longest stall, absent" in said
    assert "2 1.9 x 2.02 x 1 x 1.8 x 4 ms 80 ms 3 ms" in said


class AsFreeThreaded(NamedTuple):
    """What a free-threaded Python would say; its processes are those of this Python."""

    settings: list[bool]

    def gil_setting(self, *, present: bool) -> dict[str, str]:
        self.settings.append(present)
        return {"JULIASET_TEST_GIL": str(int(present))}


@pytest.fixture
def free_threaded(monkeypatch: pytest.MonkeyPatch) -> AsFreeThreaded:
    found = AsFreeThreaded([])
    monkeypatch.setattr(view, "is_free_threaded", lambda: True)
    monkeypatch.setattr(view, "gil_setting", found.gil_setting)
    return found


@pytest.mark.usefixtures("free_threaded")
def test_a_free_threaded_python_has_rows_without_a_gil() -> None:
    rules = Rules(budget_s=2, processes=1, rounds=1, sample_s=0.0, slow_s=1e9)
    problem = Problem.view(width=40)
    record = view.contest_of_threads("cpp.scalar", problem, [2], rules)
    gils = {row.id: (row.gil, row.environment["JULIASET_TEST_GIL"]) for row in record.variants}
    assert gils["cpp.scalar@O3 in 2 threads without a GIL"] == ("absent", "0")
    assert gils["cpp.scalar@O3/held in 2 threads"] == ("held", "1")
    assert {present for gil, present in gils.values() if gil != "absent"} == {"1"}
    assert len(gils) == 9
    assert record.probes.gil is not None
    assert record.probes.gil.no_absent == ""
    (two,) = record.probes.gil.rows
    assert two.absent is not None
    assert two.stall_absent_ms is not None
    assert parse(dumps(record)) == record
