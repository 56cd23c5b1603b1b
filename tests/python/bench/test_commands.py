"""A contest's file, and the commands that read it, as a user meets them."""

import json
import os
from pathlib import Path

import pytest
from commands import CONTEST, SMALL, juliaset

from juliaset.bench.notes import next_steps
from juliaset.bench.record_file import load


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("contest") / "results.json"
    answer = juliaset(
        "bench", "--kernel", "cpp.simd_sse2", "--kernel", "cpp.float32_sse2", "--gil",
        "held,released", *SMALL, "--json", str(path),
    )  # fmt: skip
    assert answer.returncode in {0, 4}, answer.stderr
    assert "speed-up" in answer.stdout
    assert "cpp.simd_sse2@O3/held" in answer.stdout
    return path


@pytest.mark.slow
def test_a_contest_that_leaves_no_file_says_what_to_do_next() -> None:
    answer = juliaset("bench", "--kernel", "cpp.scalar", "--flavour", "O3", *SMALL)
    assert answer.returncode in {0, 4}, answer.stderr
    assert answer.stdout.endswith(f"\n{next_steps()}\n")


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
    assert bool(record.contest.bound) != bool(record.contest.no_bound)


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
        own = enumerate(times.get(row["id"], times[""]))
        row["processes"] = [{"samples": [[n, 0, time, time]]} for n, time in own]
    path.write_text(json.dumps(contents))
    return str(path)


STEADY = [1e6] * 10  # processes enough for an interval, and no noise


def test_a_contest_is_no_regression_against_itself(results: Path, tmp_path: Path) -> None:
    same = changed(results, tmp_path / "same.json", "complete", {"": STEADY})
    answer = juliaset("compare", same, same)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def only(path: Path, names: set[str]) -> str:
    """Leave the contest's rows of these names, and its twin, in its file."""
    contents = json.loads(path.read_text())
    twins = {twin: of for twin, of in contents["contest"]["twins"].items() if of in names}
    contents["contest"]["twins"] = twins
    kept = {*names, *twins}
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
    contents["contest"] |= {"twins": {}, "reference": None}
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
        ("complete", STEADY[:2], "no row's change is known: the noise is larger than it"),
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


def test_a_gate_names_the_row_that_is_gone_and_passes_only_if_asked(
    results: Path, tmp_path: Path
) -> None:
    old = changed(results, tmp_path / "old.json", "complete", {"": STEADY})
    path = tmp_path / "new.json"
    new = changed(results, path, "complete", {"": STEADY})
    contents = json.loads(path.read_text())
    contents["variants"] = [v for v in contents["variants"] if v["id"] != "cpp.simd_sse2@O3"]
    path.write_text(json.dumps(contents))
    answer = juliaset("compare", old, new)
    assert answer.returncode == 3
    assert "cpp.simd_sse2@O3: was ok, is not in the new contest" in answer.stdout
    assert answer.stderr == (
        "juliaset: 1 row of the old contest cannot be compared: cpp.simd_sse2@O3; "
        "--allow-missing accepts that\n"
    )
    assert juliaset("compare", old, new, "--allow-missing").returncode == 0


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
        answer = juliaset("bench", *arguments, "--json", str(tmp_path / "odd.json"))
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
    command = ("import", str(google), "--into", str(copy))
    answer = juliaset(*command)
    assert answer.returncode == 0, answer.stderr
    line, *hint = answer.stdout.splitlines()
    assert line.startswith("Google Benchmark")
    assert "".join(hint).replace(" ", "") == f"`juliaset{''.join(command)}--details`showseachrow."
    assert "\ncpp.scalar@O3: " in juliaset(*command, "--details").stdout
    narrow = juliaset(*command, COLUMNS="60").stdout.splitlines()
    assert max(map(len, narrow)) <= 60
    assert load(copy).imported[0].real_time == 8e7


ENDLESS = b"""{"benchmarks": [
{"name": "a", "threads": Infinity, "real_time": 1, "cpu_time": 1, "time_unit": "s"}]}"""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "Expecting value"),
        (b'{"\xff', "codec can't decode"),
        (b"[" * 200_000, "it is nested too deeply"),
        (b'{"benchmarks": [{"name": "a", "threads": 1}]}', "the row 'a': its real_time is missing"),
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
