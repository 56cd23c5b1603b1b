"""The table of a contest at any width: nothing is cut, columns leave in order, notes say why."""

import io
from itertools import pairwise
from pathlib import Path

import pytest
from commands import CONTEST
from contest_sample import BASELINE, contest
from rich.console import Console

from juliaset.bench.bars import bar, bars
from juliaset.bench.columns import IMPORTANCE
from juliaset.bench.notes import grouped, next_steps
from juliaset.bench.record import Record, State, Status
from juliaset.bench.record_file import load
from juliaset.bench.summary import summaries
from juliaset.bench.table import contest_table, show
from juliaset.terminal import duration

LONG_ID = "best=cpp.openmp_mirror_avx512@O3_native/t2/held"
COMMAND = "./a_program --with " + "a_long_option " * 12 + "/and/a/path/without/any/space" * 2
WIDTHS = (40, 80, 100, 160)


def drawn(record: Record, width: int, *, terminal: bool = False, hidden: int = 0) -> str:
    screen = Console(
        file=io.StringIO(), width=width, height=50, force_terminal=terminal, color_system=None
    )
    show(record, screen, hidden)
    return screen.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def headings(record: Record, width: int, *, live: bool = False) -> list[str]:
    return [str(column.header) for column in contest_table(record, width, live=live).columns]


@pytest.fixture
def record() -> Record:
    """Half a hundred rows of all kinds, one of them with a name that is too long for anything."""
    found = contest()
    found.variants[3].id = LONG_ID
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("terminal", [False, True])
def test_no_line_is_too_long_and_no_kernel_and_no_time_is_cut(
    record: Record, width: int, *, terminal: bool
) -> None:
    text = drawn(record, width, terminal=terminal, hidden=3)
    assert all(len(line) <= width for line in text.splitlines())
    assert "…" not in text
    joined = text.replace("\n", "").replace(" ", "")
    for summary in summaries(record):
        row = summary.variant
        if row.timed and len(row.id) < width - 8:
            time = duration((summary.median_ns or 0) / 1e9)
            (line,) = [line for line in text.splitlines() if line.startswith(f"{row.id} ")]
            assert line[len(row.id) :].lstrip().startswith(time), line
        else:
            assert row.id.replace(" ", "") in joined or row.timed


@pytest.mark.parametrize("width", WIDTHS)
def test_a_name_that_is_too_long_is_folded(record: Record, width: int) -> None:
    record.problem = None
    record.variants[3].id = COMMAND
    text = drawn(record, width)
    assert all(len(line) <= width for line in text.splitlines())
    lines = text.splitlines()
    end = next(n for n, line in enumerate(lines) if line.startswith(record.variants[4].id))
    begin = next(n for n, line in enumerate(lines) if line.startswith("./a_program"))
    room = min(len(COMMAND), max(len(lines[begin].split("132 ms")[0]), 1))
    folded = "".join(line[:room].strip() for line in lines[begin:end])
    assert folded.replace(" ", "") == COMMAND.replace(" ", "")


def test_columns_leave_in_the_order_of_their_importance(record: Record) -> None:
    shown = [set(headings(record, width)) for width in range(180, 19, -10)]
    for wider, narrower in pairwise(shown):
        assert narrower <= wider
    for each in shown:
        places = [IMPORTANCE.index(name) for name in each if name in IMPORTANCE]
        known = [name for name in IMPORTANCE if name in shown[0]]
        assert {IMPORTANCE[place] for place in places} == set(known[: len(places)])
    assert shown[-1] == {"kernel", "time"}


def test_a_contest_that_runs_shows_times_and_no_verdict(record: Record) -> None:
    assert {"ratio", "interval", "spread"}.isdisjoint(headings(record, 160, live=True))
    screen = Console(file=io.StringIO(), width=160, height=50, color_system=None)
    screen.print(contest_table(record, 160, live=True))
    text: str = screen.file.getvalue()  # type: ignore[attr-defined]
    assert "79.1 ms" in text
    assert not any(word in text for word in ("faster", "slower", "same", "unresolved", "baseline"))
    assert "crashed" in text  # that isn't a verdict


def test_rows_that_cannot_run_share_a_line_for_each_reason(record: Record) -> None:
    for row, reason in zip(
        record.variants[3:6], ("numba is missing", "numba is missing", "no"), strict=True
    ):
        row.status, row.reason, row.processes = Status.UNAVAILABLE, reason, []
    names = [row.id for row in record.variants[3:6]]
    lines = drawn(record, 200).splitlines()
    assert f"{names[0]}, {names[1]}: numba is missing" in lines
    assert f"{names[2]}: no" in lines
    assert not any(line.startswith(f"{name} ") for line in lines for name in names)


def test_a_broken_row_has_its_status_for_a_verdict_and_its_reason_below(record: Record) -> None:
    text = drawn(record, 80)
    (line,) = [line for line in text.splitlines() if line.startswith("cpp.wild@O3 ")]
    assert line.split() == ["cpp.wild@O3", "crashed"]
    assert "cpp.wild@O3: crashed\nSIGSEGV in round 3" in text


def test_hidden_rows_are_one_line(record: Record) -> None:
    (line,) = [line for line in drawn(record, 80, hidden=22).splitlines() if "--all" in line]
    assert line.startswith("--all shows 22 more rows")
    assert "--all" not in drawn(record, 80)


def test_a_busy_machine_and_an_interruption_are_said_first(record: Record) -> None:
    for state, word in ((State.CONTENDED, "busy"), (State.INTERRUPTED, "Interrupted")):
        record.contest.state = state
        below = drawn(record, 100).partition("\n\n")[2]
        assert word in below.splitlines()[0]


def test_what_numbers_are_compared_with_is_said_for_the_columns_that_are_shown(
    record: Record,
) -> None:
    text = drawn(record, 160)
    assert "\nspeed-up  times as fast as python.loops\n" in text
    assert "python.loops; its bar is logarithmic\n" in drawn(record, 160, terminal=True)
    assert f"\nratio     times as fast as {BASELINE}\n" in text
    assert "speed-up  times" not in drawn(record, 40)
    assert "The roof: " in text
    assert "The roof: " not in drawn(record, 80)


def test_markup_and_control_codes_are_shown_as_text(record: Record) -> None:
    record.variants[3].id = "[bold]\x1b[31m\u202e x"
    record.variants[4].status, record.variants[4].reason = Status.WRONG, "[/red] \x1b[31m"
    text = drawn(record, 100, terminal=True)
    assert "[bold]?[31m? x" in text
    assert "[/red] ?[31m" in text


def test_wide_letters_take_the_room_that_they_take(record: Record) -> None:
    record.variants[3].id = "кернел.数学@O3"
    record.variants[5].id = "数" * 60
    text = drawn(record, 80)
    assert "кернел.数学@O3 " in text
    assert text.partition("\n\n")[0].count("数") == 61


def test_bars_grow_with_the_logarithm() -> None:
    assert bars([None, 1.0, 10.0, 100.0], 40)[0] == ""
    lengths = [len(each) for each in bars([1.0, 10.0, 100.0, 1000.0], 40)]
    assert lengths[-1] == 40
    steps = [after - before for before, after in pairwise(lengths)]
    assert max(steps) - min(steps) <= 1
    assert lengths[0] >= 1
    assert bars([], 40) == []
    assert bars([5.0, 5.0], 10) == ["█" * 10] * 2
    assert bars([1.0, 8.0], 10, blocks=False)[1] == "#" * 10


def test_a_bar_has_eighths_of_a_column() -> None:
    assert bar(0.5, 1) == "▌"
    assert bar(0.0, 10) == "▏"
    assert bar(1.0, 3) == "███"


def test_bars_are_for_terminals(record: Record) -> None:
    assert "█" in drawn(record, 120, terminal=True)
    assert "█" not in drawn(record, 120)


def test_reasons_are_grouped_in_the_order_of_the_rows(record: Record) -> None:
    rows = summaries(record)[:4]
    reasons = dict(zip((row.variant.id for row in rows), ("b", "a", "b", ""), strict=True))
    names = list(reasons)
    assert grouped(rows, lambda row: reasons[row.variant.id]) == [
        f"{names[0]}, {names[2]}: b",
        f"{names[1]}: a",
    ]


def test_what_to_do_next_is_three_short_lines() -> None:
    title, *lines = next_steps().splitlines()
    assert (title, len(lines)) == ("Next:", 3)
    assert all(len(line) <= 80 for line in lines)


def test_an_old_file_can_be_shown() -> None:
    assert "cpp.fastmath" in drawn(load(Path(CONTEST)), 80)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 ns"), (5e-10, "0.5 ns"), (0.9999, "1 s"), (0.0812, "81.2 ms"), (1234.5, "1230 s"),
     (3.4, "3.4 s"), (902e-6, "902 us"), (999.6e-6, "1 ms")],
)  # fmt: skip
def test_a_time_has_three_digits(seconds: float, text: str) -> None:
    assert duration(seconds) == text
