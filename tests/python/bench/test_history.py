"""Saved contests: their files, which of them can be compared, and how their history is shown."""

import os
import re
from pathlib import Path

import pytest
from contest_sample import BASELINE
from rich.console import Console
from saved_contests import record

from juliaset.bench import history
from juliaset.bench.history import NoContestError, Saved, before, check_saving, saved, series
from juliaset.bench.record import Process, Record, Sample, State, Status
from juliaset.bench.record_file import dumps
from juliaset.bench.report.history import page
from juliaset.bench.views.history import show
from juliaset.bench.views.trends import chapters


def test_a_file_is_named_by_its_time_its_revision_and_its_machine(tmp_path: Path) -> None:
    path = history.save(record(), "", tmp_path)
    assert re.fullmatch(r"20261101T082155Z-a2ac016bef69-[0-9a-f]{8}\.json", path.name)
    assert history.save(record(), "nightly", tmp_path).name == f"{path.stem}-nightly.json"
    elsewhere = history.save(record(cpu="another"), "", tmp_path)
    assert elsewhere.name[:30] == path.name[:30]
    assert elsewhere.name != path.name


def test_no_file_is_ever_replaced(tmp_path: Path) -> None:
    first, second, third = (history.save(record(), "x", tmp_path) for _ in range(3))
    assert (second.name, third.name) == (f"{first.stem}~2.json", f"{first.stem}~3.json")
    found, complaints = saved(tmp_path)
    assert [each.name for each in found] == ["x", "x", "x"]
    assert not complaints


def test_a_revision_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    path = history.save(record(git="release/../../1.0-3-gabc" + "x" * 300), "", tmp_path)
    assert path.parent == tmp_path
    assert len(path.name) < 100
    assert history.save(record(git=""), "", tmp_path).name[17:24] == "unknown"


def test_a_write_that_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(history, "write_whole", full)
    with pytest.raises(OSError, match="No space left"):
        history.save(record(), "", tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name", ["a/b", "..", ".hidden", "-x", "a b", "a\n", "\u00e4", "x" * 61, "~"]
)
def test_an_odd_name_is_refused_before_the_work(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"--save is .*; allowed: up to 60 letters, digits"):
        check_saving(name, tmp_path)


def test_a_folder_that_cannot_be_made_is_refused_before_the_work(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for path, reason in ((file, "it is not a folder"), (file / "x", "Not a directory")):
        with pytest.raises(ValueError, match=rf"JULIASET_HISTORY is .*: {reason}; allowed: a fol"):
            check_saving("", path)
    check_saving("v1.0_x-2", tmp_path / "new" / "folder")
    assert not list((tmp_path / "new" / "folder").iterdir())


def test_a_broken_file_is_one_line_and_the_others_are_read(tmp_path: Path) -> None:
    good = [history.save(record(day), "", tmp_path) for day in (2, 1)]
    (tmp_path / "broken.json").write_text('{"schema": 3')
    (tmp_path / ".part.json.123").write_text("half")
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "moment.json").write_text(dumps(record()).replace("2026-11-01T", "2026-99-01T"))
    os.mkfifo(tmp_path / "pipe.json")
    found, complaints = saved(tmp_path)
    assert [each.path for each in found] == good[::-1]
    assert [line.partition(" is not ")[0] for line in complaints] == [
        str(tmp_path / name) for name in ("broken.json", "moment.json", "pipe.json")
    ]
    assert all("\n" not in line for line in complaints)


def of(*records: Record) -> list[Saved]:
    """Return contests as if they had been read from files."""
    return [
        Saved(Path(f"{number}.json"), each, history.moment(each))
        for number, each in enumerate(records)
    ]


def test_the_last_comparable_contest_is_found() -> None:
    busy, other, early = record(4), record(3, cpu="another"), record(2)
    busy.contest.state = State.CONTENDED
    contests = of(record(1), early, other, busy, new := record(5))
    assert before(new, contests).record is early
    assert before(record(6), contests).record is new
    assert before(record(3), contests).record is early
    with pytest.raises(NoContestError, match="no saved contest before it can be compared"):
        before(record(1), contests)
    with pytest.raises(NoContestError, match="the newest of them: the CPU was another, is AMD"):
        before(new, of(other, new))


def test_series_are_separated_by_what_makes_ratios_differ() -> None:
    compiler, problem, libraries = record(3), record(4), record(5)
    compiler.contest.machine.compiler = "Clang 19"
    problem.problem.width = 500
    libraries.contest.machine.libraries = {"numba": "9"}
    interrupted = record(6)
    interrupted.contest.state = State.INTERRUPTED
    every = of(record(1), record(2, cpu="another"), compiler, problem, libraries, interrupted)
    numbers = [[each.path.stem for each in group.contests] for group in series(every)]
    assert numbers == [["1"], ["2"], ["3"], ["0", "4", "5"]]


def printed(width: int, *patterns: str) -> str:
    busy = record(3)
    busy.contest.state = State.CONTENDED
    groups = series(of(record(1), record(2, cpu="another"), busy))
    screen = Console(width=width)
    with screen.capture() as shown:
        show(groups, patterns, screen)
    return "\n".join(line.rstrip() for line in shown.get().splitlines())


@pytest.mark.parametrize("width", [80, 100, 160])
def test_an_overview_has_a_column_for_each_contest(width: int) -> None:
    lines = printed(width).splitlines()
    assert all(len(line) <= width for line in lines)
    assert [line.strip() for line in lines if "GNU" in line] == [
        "another, GNU 12.2.0",
        "AMD EPYC, GNU 12.2.0",
    ]
    assert any(re.fullmatch(r"2 +2026-11-03 08:21 +a2ac016bef69 +2, busy", line) for line in lines)
    assert any(re.fullmatch(r"cpp\.simd_avx2@O3 +2\.1\d +2\.1\d", line) for line in lines)


@pytest.mark.parametrize("width", [60, 80, 160])
def test_a_row_has_a_line_for_each_contest_with_its_interval(width: int) -> None:
    text = printed(width, "cpp.simd*")
    assert all(len(line) <= width for line in text.splitlines())
    assert "cpp.complex" not in text
    lines = re.findall(r"^2026-11-0\d 08:21 .*2\.\d+ \[2\.\d+, 2\.\d+\]", text, re.MULTILINE)
    assert len(lines) == 3


def test_the_page_has_a_chart_for_each_row_and_names_that_cannot_be_markup() -> None:
    odd = record(2)
    row = odd.find("cpp.simd_avx2@O3")
    assert row is not None
    row.id = "<b>&$x$"
    text = page(chapters(series(of(record(1), record(3, cpu="<i>"), odd)), []))
    assert text.count("<svg") == text.count("</svg>") == 2 + 3
    assert "&lt;b&gt;&amp;$x$" in text
    assert "<b>&" not in text
    assert "&lt;i&gt;" in text
    assert not re.search(r'(src|href)="(?!#)', text)


@pytest.mark.slow
def test_many_contests_are_drawn_with_few_elements() -> None:
    text = page(chapters(series(of(*(record(1 + day % 28) for day in range(50)))), ["cpp.simd*"]))
    assert text.count('<g class="accent">') == 31
    assert "20 older contests" in text


def test_rows_without_a_ratio_have_their_reason_in_one_word() -> None:
    made = record()
    crashed, apart = made.variants[0], made.variants[-1]
    assert BASELINE not in {crashed.id, apart.id}
    crashed.status = Status.CRASHED
    apart.processes = [Process([Sample(9999, 0, 1e6, 1e6)])]  # a round that the baseline lacks
    screen = Console(width=80)
    with screen.capture() as shown:
        show(series(of(made)), [], screen)
        show(series(of(made)), ["cpp.*"], screen)
    said = shown.get()
    assert len(re.findall(r" crashed\b", said)) == 2
    assert len(re.findall(r" baseline\b", said)) == 1
    assert re.search(r"^cpp\.simd_avx2@O3 *$", said, re.MULTILINE)
