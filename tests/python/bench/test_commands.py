"""The harness's commands as a user meets them: tables, files, messages, exit codes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest
from page_reader import Page

from juliaset.bench.contests import Outcome
from juliaset.bench.record import Record, State, Status
from juliaset.bench.record_file import load
from juliaset.bench.report.sections import nanoseconds
from juliaset.cli import contests
from juliaset.cli import kernels as command
from juliaset.cli.exit_codes import ExitCode

COMMAND = [sys.executable, "-c", "from juliaset.cli import main; main()"]
SMALL = ["--width", "40", "--budget", "1"]
CONTESTS = Path(__file__).parent / "contests"
CONTEST = str(CONTESTS / "v1_kernels.json")
EXPLAINED = "cpp.fastmath"


def juliaset(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
        env=os.environ | environment,
    )


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("contest") / "results.json"
    answer = juliaset(
        "bench", "--kernel", "cpp.s*_sse2", "--kernel", "cpp.float32_sse2", "--gil",
        "held,released", *SMALL, "--json", str(path),
    )  # fmt: skip
    assert answer.returncode in {0, 4}, answer.stderr
    assert "speed-up" in answer.stdout
    assert "cpp.simd_sse2@O3/held" in answer.stdout
    return path


def test_a_contest_leaves_every_sample(results: Path) -> None:
    record = load(results)
    assert record.contest.state in {"complete", "contended"}
    assert (record.steps or 0) > 0
    for row in record.variants:
        assert row.status == "ok", row
        assert row.samples
        assert row.memory
        assert row.verdict or row.id in record.contest.twins
    assert {row.id for row in record.variants} >= {"python.loops", "cpp.scalar@O3"}
    assert record.contest.bound


def test_its_page_and_its_exports_can_be_made(results: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert juliaset("report", str(results), "-o", str(page)).returncode == 0
    assert "cpp.simd_sse2@O3" in page.read_text()
    for form, words in {
        "--csv": "wall_ns",
        "--md": "| kernel |",
        "--pyperf": '"benchmarks"',
    }.items():
        answer = juliaset("export", str(results), form)
        assert answer.returncode == 0, answer.stderr
        assert words in answer.stdout
        written = tmp_path / f"export{form}"
        assert juliaset("export", str(results), form, "-o", str(written)).returncode == 0
        assert written.read_text() == answer.stdout


def changed(results: Path, path: Path, state: str, times: dict[str, list[float]]) -> str:
    """Write the contest with another state and other times: by row, those of '' for the rest."""
    contents = json.loads(results.read_text())
    contents["contest"]["state"] = state
    for row in contents["variants"]:
        samples = [[n, 0, time, time] for n, time in enumerate(times.get(row["id"], times[""]))]
        row["processes"] = [{"samples": samples}]
    path.write_text(json.dumps(contents))
    return str(path)


STEADY = [1e6] * 30  # rounds enough for an interval, and no noise


def test_a_contest_is_no_regression_against_itself(results: Path, tmp_path: Path) -> None:
    same = changed(results, tmp_path / "same.json", "complete", {"": STEADY})
    answer = juliaset("compare", same, same)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def only(path: Path, names: set[str]) -> str:
    """Leave the contest's rows of these names, and its twin, in its file."""
    contents = json.loads(path.read_text())
    kept = {*names, *contents["contest"]["twins"]}
    contents["variants"] = [row for row in contents["variants"] if row["id"] in kept]
    contents["contest"]["reference"] = None
    path.write_text(json.dumps(contents))
    return str(path)


def test_contests_that_share_the_yardstick_alone_hear_of_it(results: Path, tmp_path: Path) -> None:
    old, new, other = (tmp_path / f"{name}.json" for name in ("old", "new", "other"))
    for path in (old, new, other):
        changed(results, path, "complete", {"": STEADY})
    only(old, {"cpp.scalar@O3"})
    only(new, {"cpp.scalar@O3", "cpp.simd_sse2@O3"})
    for pair in ((old, old), (old, new), (new, old)):
        answer = juliaset("compare", *map(str, pair))
        assert answer.returncode == 3
        assert answer.stderr == (
            "juliaset: nothing can be compared: they share only the baseline, the yardstick of the "
            "others\n"
        )
    contents = json.loads(other.read_text())
    contents["variants"] = contents["variants"][:1]
    contents["variants"][0]["id"] = contents["contest"]["baseline"] = "another"
    contents["contest"] |= {"twins": [], "reference": None}
    other.write_text(json.dumps(contents))
    answer = juliaset("compare", str(old), str(other))
    assert answer.returncode == 3
    assert answer.stderr == "juliaset: nothing can be compared: they share no row\n"


@pytest.mark.parametrize("command", [["compare"], ["export", "--md"], ["export", "--csv"]])
def test_a_file_does_not_steer_the_terminal(
    command: list[str], results: Path, tmp_path: Path
) -> None:
    odd = "[bold]\x1b[31m\u202e x"
    contents = json.loads(results.read_text())
    contents["contest"]["machine"]["cpu"] = odd
    for row in contents["variants"]:
        if row["id"].startswith("cpp.simd_sse2@O3"):
            row["id"] += odd
        if row["id"].startswith("cpp.float32"):
            row |= {"status": "wrong", "reason": odd, "verdict": ""}
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(contents))
    name, *options = command
    for pair in ((path, path), (results, path)):
        files = map(str, pair[-1:] if options else pair)
        answer = juliaset(name, *options, *files)
        assert "[bold]?[31m? x" in answer.stdout
        assert all(line.isprintable() for line in answer.stdout.splitlines())


@pytest.mark.parametrize(
    ("state", "times", "reason"),
    [
        ("contended", STEADY, "nothing can be compared: the machine was too busy in the old"),
        ("complete", STEADY[:3], "no row's change is known: the noise is larger than it"),
    ],
)
def test_a_comparison_without_an_answer_says_why_and_exits_with_3(
    state: str, times: list[float], reason: str, results: Path, tmp_path: Path
) -> None:
    path = changed(results, tmp_path / "contest.json", state, {"": times})
    answer = juliaset("compare", path, path)
    assert answer.returncode == 3, answer.stderr
    assert answer.stderr.startswith(f"juliaset: {reason}")
    assert answer.stderr.count("\n") == 1


def test_a_row_that_became_slower_is_a_regression(results: Path, tmp_path: Path) -> None:
    slower = {"": STEADY, "cpp.simd_sse2@O3": [1.5e6] * 30}
    old = changed(results, tmp_path / "old.json", "complete", {"": STEADY})
    new = changed(results, tmp_path / "new.json", "complete", slower)
    answer = juliaset("compare", old, new)
    assert answer.returncode == 1
    assert "slower" in answer.stdout


def test_a_name_that_no_file_can_hold_is_refused_before_the_work(tmp_path: Path) -> None:
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.py")
    Path(odd).write_text("def fill(problem, out): ...\n")
    for arguments in (["--kernel", f"{odd}:fill"], ["--command", os.fsdecode(b"true \xff")]):
        answer = juliaset("bench", *arguments, *SMALL, "--json", str(tmp_path / "odd.json"))
        assert answer.returncode == 2
        assert answer.stderr.endswith("is the name of a row; allowed: UTF-8 text, not empty\n")
        assert answer.stdout == ""


def test_google_benchmark_s_times_join_the_contest(results: Path, tmp_path: Path) -> None:
    copy, google = tmp_path / "copy.json", tmp_path / "google.json"
    copy.write_text(results.read_text())
    row = {
        "name": "cpp.scalar@O3/real_time", "run_type": "iteration", "iterations": 3,
        "real_time": 80.0, "cpu_time": 80.0, "time_unit": "ms", "threads": 1,
    }  # fmt: skip
    google.write_text(json.dumps({"context": {}, "benchmarks": [row]}))
    answer = juliaset("import", str(google), "--into", str(copy))
    assert answer.returncode == 0, answer.stderr
    assert "cpp.scalar@O3" in answer.stdout
    assert load(copy).imported[0].real_time == 8e7


ENDLESS = b"""{"benchmarks": [
{"name": "a", "threads": Infinity, "real_time": 1, "cpu_time": 1, "time_unit": "s"}]}"""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "Expecting value"),
        (b'{"\xff', "codec can't decode"),
        (b"[" * 200_000, "recursion"),
        (b'{"benchmarks": [{"name": "a", "threads": 1}]}', "the row 'a' has no times"),
        (ENDLESS, "Expected `int`, got `float` - at `$.threads`"),
    ],
)
def test_a_file_that_is_not_google_benchmark_s_is_named(
    tmp_path: Path, text: bytes, reason: str
) -> None:
    google, copy = tmp_path / "google.json", tmp_path / "copy.json"
    google.write_bytes(text)
    copy.write_bytes(Path(CONTEST).read_bytes())
    answer = juliaset("import", str(google), "--into", str(copy))
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith(f"juliaset: {google} is not what Google Benchmark writes with ")
    assert reason in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert copy.read_bytes() == Path(CONTEST).read_bytes()


@pytest.fixture(scope="module")
def gil_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What `juliaset gil` prints, and the file that it writes."""
    path = tmp_path_factory.mktemp("gil") / "gil.json"
    answer = juliaset("gil", "--width", "60", "--threads", "1,2", "--json", str(path))
    assert answer.returncode in {0, 4}, answer.stderr
    return answer.stdout, path


@pytest.fixture
def gil(gil_file: tuple[str, Path]) -> tuple[str, Record]:
    said, path = gil_file
    return said, load(path)


def test_the_gil_s_price_is_a_table_and_a_sentence(gil: tuple[str, Record]) -> None:
    said, record = gil
    assert "GIL held" in said
    assert "2 threads that hold the GIL do" in said
    assert record.probes.gil is not None
    assert [row.threads for row in record.probes.gil.rows] == [1, 2]


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
    }
    assert {row.id: (row.gil, row.threads, row.pictures) for row in record.variants} == settings
    assert record.contest.baseline == "cpp.scalar@O3 in 1 thread"
    rounds = [[sample.round for sample in row.samples] for row in record.variants]
    assert all(each == rounds[0] for each in rounds)  # in the same rounds
    assert len(rounds[0]) >= 9
    for number in rounds[0]:
        places = {sample.position for row in record.variants for sample in row.samples
                  if sample.round == number}  # fmt: skip
        assert places == set(range(len(settings)))
    assert record.probes.gil is not None
    two = record.probes.gil.rows[1]
    for interval in (two.held_interval, two.released_interval, two.processes_interval):
        assert interval is not None
        assert interval[0] <= interval[1]


def test_the_page_and_the_table_of_the_gil_s_price_agree_with_what_was_said(
    gil_file: tuple[str, Path], tmp_path: Path
) -> None:
    _, path = gil_file
    record, html = load(path), tmp_path / "page.html"
    assert juliaset("report", str(path), "-o", str(html)).returncode == 0
    assert "No kernel was measured with several numbers of threads" in Page(html.read_text()).said(
        "scaling"
    )
    table = juliaset("export", str(path), "--md").stdout
    assert record.probes.gil is not None
    two = record.probes.gil.rows[1]
    for name, gain, interval in (
        ("cpp.scalar@O3 in 2 threads", two.released, two.released_interval),
        ("cpp.scalar@O3 in 2 processes", two.processes, two.processes_interval),
    ):
        row = record.find(name)
        assert row is not None
        middle = median(sample.wall_ns for sample in row.samples) / 2
        (line,) = [line for line in table.splitlines() if line.startswith(f"| `{name}`")]
        cells = [cell.strip() for cell in line.split("|")]
        assert cells[2] == nanoseconds(middle)
        assert cells[5] == f"{middle / (record.steps or 1):.3g}"
        # The intervals of a contest of six rows are wider, and so may be their last digit.
        assert interval is not None
        assert float(cells[3].split()[0]) == pytest.approx(gain, rel=0.06)


def test_the_gil_s_price_can_join_a_contest(results: Path, tmp_path: Path) -> None:
    copy, page = tmp_path / "copy.json", tmp_path / "page.html"
    copy.write_text(results.read_text())
    answer = juliaset("gil", "--width", "30", "--threads", "1,2", "--into", str(copy))
    assert answer.returncode in {0, 4}, answer.stderr
    if answer.returncode == 4:
        assert "not added" in answer.stdout
        return
    probe = load(copy).probes.gil
    assert probe is not None
    assert probe.kernel == "cpp.scalar"
    assert juliaset("report", str(copy), "-o", str(page)).returncode == 0


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


@pytest.mark.parametrize("command", ["bench", "scale", "gil", "explain"])
def test_a_contest_without_an_answer_says_why_on_standard_error(command: str) -> None:
    words = (["--kernel"] if command != "explain" else []) + ["cpp.openmp_simd_avx2"]
    answer = juliaset(command, *words, "--width", "30", JULIASET_ISA="sse2")
    assert answer.returncode == 3, answer.stdout
    assert "JULIASET_ISA=sse2 forbids avx" in answer.stderr
    assert answer.stderr.startswith("juliaset: ")
    assert answer.stderr.count("\n") == 1


def test_scaling_has_a_row_for_each_number_of_threads(tmp_path: Path) -> None:
    path = tmp_path / "scale.json"
    answer = juliaset(
        "scale", "--kernel", "cpp.openmp", "--threads", "1,2", *SMALL, "--json", str(path)
    )
    assert answer.returncode in {0, 4}, answer.stderr
    assert "2 threads" in answer.stdout or "not shown: the machine was busy" in answer.stdout
    names = {row.id for row in load(path).variants}
    assert {"cpp.openmp@O3/t1", "cpp.openmp@O3/t2"} <= names


def test_the_matrix_holds_every_flavour() -> None:
    answer = juliaset("matrix", "--kernel", "cpp.scalar", *SMALL)
    assert answer.returncode in {0, 4}, answer.stderr
    table = answer.stdout.partition("Flags")[2]
    for flavour in ("O0", "O2", "O3", "O3_native"):
        assert flavour in table


def test_the_limit_names_gaps_first_touch_and_memory() -> None:
    kernels = (
        "--kernel",
        "cpp.scalar",
        "--kernel",
        "cpp.simd_tiled_sse2",
        "--kernel",
        "cpp.sieve_sse2",
    )
    answer = juliaset("limit", *kernels, *SMALL)
    assert answer.returncode in {0, 4}, answer.stderr
    said = answer.stdout
    gaps = said.partition("where their cycles go")[2]
    for row in ("cpp.scalar@O3", "cpp.simd_tiled_sse2@O3"):
        (line,) = (each for each in gaps.splitlines() if each.startswith(row))
        assert any(
            gap in line for gap in ("latency", "the test", "divergence", "not in this model")
        )
    assert "cpp.sieve_sse2@O3: " in gaps
    for words in ("The roof at", "if it was not: Linux clears", "memory besides the result"):
        assert words in said


@pytest.mark.parametrize(
    "name", ["cpp.simd_sse2", "cpp.complex", "numpy.compacting", "cython.lists"]
)
def test_a_kernel_is_explained(name: str) -> None:
    answer = juliaset("explain", name, *SMALL)
    assert answer.returncode in {0, 4}, answer.stderr
    for words in ("What that gains", "What limits it now", "cycles"):
        assert words in answer.stdout
    assert "is not here" not in answer.stdout


def test_an_interrupted_explanation_ends_there_with_130() -> None:
    words = ("explain", "cpp.scalar", "--width", "500", "--budget", "60")
    with subprocess.Popen(
        [*COMMAND, *words],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        while "What that gains, measured now" not in process.stdout.readline():
            assert process.poll() is None
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "What limits it now" not in said


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        ((Status.OK, State.COMPLETE), ExitCode.DONE, "cpp.fastmath@O3 takes"),
        ((Status.WRONG, State.COMPLETE), ExitCode.NO, "It has no time: wrong. 7 pixels"),
        ((Status.CRASHED, State.CONTENDED), ExitCode.NO, "It has no time: crashed. 7 pixels"),
        ((Status.OK, State.CONTENDED), ExitCode.BUSY, "The machine was busy"),
        ((Status.UNAVAILABLE, State.COMPLETE), ExitCode.NO_ANSWER, "It has no time: unavailable."),
    ],
)
def test_an_explanation_has_the_exit_code_of_its_contest(
    found: tuple[Status, State],
    code: ExitCode,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    record = load(Path(CONTEST))
    status, record.contest.state = found
    row = next(each for each in record.variants if each.kernel == EXPLAINED)
    row.id = f"{EXPLAINED}@O3"
    row.status, row.reason = status, "" if status == Status.OK else "7 pixels differ"
    row.verdict = "faster" if status == Status.OK else ""
    monkeypatch.setattr(
        "juliaset.bench.views.explain.contest_of_kernels", lambda *_, **__: Outcome(record)
    )
    assert command.explain(EXPLAINED, width=40) == code
    assert said in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["bench", "--kernel", "nope"], "there is no kernel 'nope'"),
        (["bench", "--flavour", "O9"], "allowed: O0, O2, O3, O3_native"),
        (["bench", "--threads", "two"], "allowed: whole numbers like 1,2"),
        (["bench", "--threads", "0"], "allowed: whole numbers like 1,2"),
        (["bench", "--threads", "1,99999999"], "--threads has 99999999; allowed: 1 to 256"),
        (["bench", "--baseline", "cpp.openmp/t999"], "--threads has 999; allowed: 1 to 256"),
        (["scale", "--threads", "257"], "--threads has 257; allowed: 1 to 256"),
        (["gil", "--threads", "1,257"], "--threads has 257; allowed: 1 to 256"),
        (["bench", "--gil", "both"], "allowed: held, released"),
        (["bench", "--baseline", "cpp.*"], "allowed: one"),
        (["bench", "--budget", "0"], "'0' is not a number of seconds above 0"),
        (["bench", "--timeout", "-1"], "'-1' is not a number of seconds above 0"),
        (["bench", "--timeout", "inf"], "'inf' is not a number of seconds above 0"),
        (["gil", "--into", "no.json"], "there is no file 'no.json'"),
        (["gil", "--into", "/"], "--into is '/': it is a folder"),
        (["gil", "--into", "no/such/folder/a.json"], "its folder does not exist"),
        (["import", "no.json", "--into", CONTEST], "there is no file 'no.json'"),
        (["import", CONTEST, "--into", CONTEST], f"{CONTEST} is not what Google Benchmark writes"),
        (["import", "/dev/null", "--into", CONTEST], "/dev/null is not what Google Benchmark"),
        (["bench", "--width", "0"], "width is 0; allowed"),
        (["bench", "--c", "x"], "a complex number like"),
        (["bench", "--json", "/"], "it is a folder"),
        (["bench", "--command", ""], "a program and its arguments"),
        (["bench", "--command", "true", "--kernel", "best"], "allowed: one of them"),
        (["gil", "--kernel", "python.loops"], "cpp.*, which can hold the GIL"),
        (["scale", "--kernel", "cpp.scalar"], "runs on one thread"),
        (["matrix", "--kernel", "python.*"], "has no flavours"),
        (["explain", "cpp.scaler"], "did you mean cpp.scalar"),
        (["report", "no.json"], "no.json"),
        (["report", __file__], "is not the JSON of a contest"),
        (["compare", __file__, __file__], "is not the JSON of a contest"),
        (["export", __file__], "one of --pyperf, --csv, --md"),
        (["import", __file__, "--into", __file__], "is not the JSON of a contest"),
    ],
)
def test_nonsense_gets_one_message_and_exit_code_2(arguments: list[str], message: str) -> None:
    answer = juliaset(*arguments)
    assert answer.returncode == 2, answer.stdout
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr
