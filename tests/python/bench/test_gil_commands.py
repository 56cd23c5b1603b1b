"""`juliaset gil` as a user meets it: what it says, its file, and what others make of that file."""

from pathlib import Path
from statistics import median

import pytest
from commands import CONTEST, CONTESTS, juliaset
from page_reader import Page

from juliaset.bench.record import Record, State
from juliaset.bench.record_file import load
from juliaset.bench.report.sections import nanoseconds
from juliaset.bench.summary import summaries
from juliaset.cli import contests
from juliaset.cli.exit_codes import ExitCode
from juliaset.system.gil import is_free_threaded

JOINED = "joined.json"


@pytest.fixture(scope="module")
def gil_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What `juliaset gil` prints, and the file that it writes next to a contest that it joins."""
    path = tmp_path_factory.mktemp("gil") / "gil.json"
    joined = path.with_name(JOINED)
    joined.write_text((CONTESTS / "v1_interrupted.json").read_text())
    files = ("--json", str(path), "--into", str(joined))
    answer = juliaset("gil", "--width", "60", "--threads", "1,2", *files)
    assert answer.returncode in {0, 4}, answer.stderr
    return answer.stdout, path


@pytest.fixture
def gil(gil_file: tuple[str, Path]) -> tuple[str, Record]:
    said, path = gil_file
    return said, load(path)


@pytest.mark.slow
def test_the_gil_s_price_is_a_table_and_a_sentence(gil: tuple[str, Record]) -> None:
    said, record = gil
    assert said.startswith("Measuring cpp.scalar on 1, 2 threads; no round begins ")
    assert "GIL held" in said
    assert "2 threads that hold the GIL do" in said
    if not is_free_threaded():
        assert "not measured: this Python has a GIL" in " ".join(said.split())
    assert record.probes.gil is not None
    assert [row.threads for row in record.probes.gil.rows] == [1, 2]


@pytest.mark.slow
def test_the_gil_s_price_is_a_contest_of_every_setting(gil: tuple[str, Record]) -> None:
    _, record = gil
    settings = {
        "cpp.scalar@O3 in 1 thread": ("released", 1, 1),
        "cpp.scalar@O3/held in 1 thread": ("held", 1, 1),
        "cpp.scalar@O3 in 2 threads": ("released", 2, 2),
        "cpp.scalar@O3/held in 2 threads": ("held", 2, 2),
        "cpp.scalar@O3 in 1 process": ("released", 1, 1),
        "cpp.scalar@O3 in 2 processes": ("released", 2, 2),
        "twin of cpp.scalar@O3 in 1 thread": ("released", 1, 1),
        "second twin of cpp.scalar@O3 in 1 thread": ("released", 1, 1),
    }
    if is_free_threaded():
        settings |= {
            "cpp.scalar@O3 in 1 thread without a GIL": ("absent", 1, 1),
            "cpp.scalar@O3 in 2 threads without a GIL": ("absent", 2, 2),
        }
    assert {row.id: (row.gil, row.threads, row.pictures) for row in record.variants} == settings
    assert record.contest.baseline == "cpp.scalar@O3 in 1 thread"
    rounds = [[sample.round for sample in row.samples] for row in record.variants]
    assert all(each == rounds[0] for each in rounds)  # in the same rounds
    assert len(rounds[0]) >= (9 if record.contest.state == State.COMPLETE else 1)
    for number in rounds[0]:
        places = {sample.position for row in record.variants for sample in row.samples
                  if sample.round == number}  # fmt: skip
        assert places == set(range(len(settings)))
    assert record.probes.gil is not None
    two = record.probes.gil.rows[1]
    for interval in (two.held_interval, two.released_interval, two.processes_interval):
        assert interval is not None
        assert interval[0] <= interval[1]


@pytest.mark.slow
def test_the_page_and_the_table_of_the_gil_s_price_agree_with_what_was_said(
    gil_file: tuple[str, Path], tmp_path: Path
) -> None:
    _, path = gil_file
    record, html = load(path), tmp_path / "page.html"
    assert juliaset("report", str(path), "-o", str(html)).returncode == 0
    calm = record.contest.state == State.COMPLETE
    words = "No kernel was measured with several numbers of threads" if calm else "was busy"
    assert words in Page(html.read_text()).said("scaling")
    table = juliaset("export", str(path), "--md").stdout
    assert record.probes.gil is not None
    two = record.probes.gil.rows[1]
    compared = {each.variant.id: each.against_baseline for each in summaries(record)}
    against = {name: found.ratio for name, found in compared.items() if found}
    for name, gain in (
        ("cpp.scalar@O3 in 2 threads", two.released),
        ("cpp.scalar@O3 in 2 processes", two.processes),
    ):
        row = record.find(name)
        assert row is not None
        middle = median(sample.wall_ns for sample in row.samples) / 2
        (line,) = [line for line in table.splitlines() if line.startswith(f"| `{name}`")]
        cells = [cell.strip() for cell in line.split("|")]
        assert cells[2] == nanoseconds(middle)
        assert cells[6] == f"{middle / (record.steps or 1):.3g}"
        assert against[name] == pytest.approx(gain)  # which the table rounds to what is known


@pytest.mark.slow
def test_the_gil_s_price_can_join_a_contest(gil_file: tuple[str, Path], tmp_path: Path) -> None:
    said, path = gil_file
    joined = path.with_name(JOINED)
    probe = load(joined).probes.gil
    if load(path).contest.state == State.CONTENDED:
        assert "not added" in said
        assert probe is None
        return
    assert probe is not None
    assert probe.kernel == "cpp.scalar"
    assert juliaset("report", str(joined), "-o", str(tmp_path / "page.html")).returncode == 0


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (State.COMPLETE, ExitCode.DONE),
        (State.CONTENDED, ExitCode.BUSY),
        (State.INTERRUPTED, ExitCode.INTERRUPTED),
    ],
)
def test_only_a_complete_price_of_the_gil_joins_a_contest(
    state: State,
    code: ExitCode,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    copy, path = tmp_path / "copy.json", tmp_path / "gil.json"
    copy.write_text((CONTESTS / "v1_interrupted.json").read_text())
    record = load(Path(CONTEST))
    record.contest.state = state
    monkeypatch.setattr("juliaset.bench.views.gil.measure_and_show", lambda *_: record)
    assert contests.gil(json=path, into=copy) == code
    assert load(path) == record
    said, added = capsys.readouterr().out, load(copy).probes.gil
    if state == State.COMPLETE:
        assert f"It is in {copy} too." in said
        assert added == record.probes.gil
    else:
        assert f"It is not added to {copy}: " in said
        assert added is None


def test_the_gil_s_result_is_kept_even_if_it_cannot_be_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = load(Path(CONTEST))
    record.contest.state = State.COMPLETE

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("juliaset.bench.views.gil.measure_and_show", lambda *_: record)
    monkeypatch.setattr("juliaset.bench.record_file.save", full)
    with pytest.raises(OSError, match="No space"):
        contests.gil(json=tmp_path / "gil.json", into=Path(CONTEST))
    assert load(tmp_path / "gil.json") == record
