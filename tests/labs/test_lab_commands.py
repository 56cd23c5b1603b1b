"""juliaset lab, as a learner types it, on a desk of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command import COMMAND, juliaset
from juliaset.cli.lab import labs_app
from juliaset.grader.catalogue import LABS, find_lab
from juliaset.grader.workspace import Workspace

CPP = LABS / "14_trap" / "solutions" / "trap.cpp"


def lab(*words: str) -> subprocess.CompletedProcess[str]:
    return juliaset("lab", *words)


def test_a_learner_s_way(desk: Path) -> None:
    assert "Begin it: juliaset lab start 1" in lab("next").stdout
    begun = lab("start", "5")
    assert begun.returncode == 0
    assert "**Your task.**" in begun.stdout
    path = desk / "05_numpy" / "start.py"
    assert path.read_text() == (LABS / "05_numpy" / "start.py").read_text()
    path.write_text("def counts(*_):\n    print('I was here')\n    return 7\n")
    checked = lab("check")
    assert checked.returncode == 1
    assert "FAIL  lab 5" in checked.stdout
    assert "gives back a int" in checked.stdout
    assert "| I was here" in checked.stdout
    assert "juliaset lab hint 5" in checked.stdout
    assert "Hint 1 of" in lab("hint").stdout
    assert "Hint 2 of" in lab("hint", "5").stdout
    again = lab("start", "5")
    assert again.returncode == 2
    assert "juliaset lab reset 5" in again.stderr
    assert "labs/05_numpy/README.md" in again.stderr
    assert lab("reset", "5").returncode == 0
    kept = desk / "05_numpy" / "start.kept1.py"
    assert "I was here" in kept.read_text()
    assert path.read_text() == (LABS / "05_numpy" / "start.py").read_text()


def test_the_last_hint_stays_the_last(desk: Path) -> None:
    assert desk
    said = [lab("hint", "14").stdout for _ in range(5)]
    assert "(the last one)" in said[3]
    assert said[3] == said[4]


def test_the_list_is_for_programs_too() -> None:
    rows = json.loads(lab("list", "--json", "-").stdout)
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert {row["passed"] for row in rows} == {False}
    assert all(row["hints"] >= 3 for row in rows)
    assert all(row["title"] in lab("list").stdout for row in rows[:3])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "99"], "there is no lab '99'"),
        (["check", "zero"], "there is no lab 'zero'"),
        (["check", "5"], "lab 5 is not begun; type: juliaset lab start 5"),
        (["check", "5", "--file", "nowhere.py"], "there is no such file"),
        (["check", "5", "--file", str(CPP)], "a file *.py"),
        (["reset", "5"], "lab 5 is not begun"),
        (["watch", "5"], "lab 5 is not begun"),
        (["grade", "nowhere"], "is not a folder"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(words: list[str], said: str) -> None:
    done = lab(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_room_that_has_handed_in_nothing_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "room" / "ada").mkdir(parents=True)
    done = lab("grade", str(tmp_path / "room"), "--output", str(tmp_path / "grades"))
    assert done.returncode == 0
    assert "None of these labs was handed in" in done.stdout
    assert "walls" not in done.stdout


def test_a_typing_error_is_told_with_its_line_once(tmp_path: Path) -> None:
    path = tmp_path / "start.py"
    path.write_text("def counts(xs, ys, c, limit)\n    return 7\n")
    said = lab("check", "5", "--file", str(path)).stdout
    assert "start.py is not Python: expected ':' (line 1)" in said


def test_a_pass_is_kept(desk: Path) -> None:
    # Nothing is compiled in this lab, and nothing is timed.
    lab("start", "11")
    solution = LABS / "11_lanes" / "solutions" / "loops.py"
    (desk / "11_lanes" / "start.py").write_text(solution.read_text())
    done = lab("check", "11")
    if done.returncode == 3:
        pytest.skip(f"this machine was too busy for a verdict: {done.stdout}")
    assert done.returncode == 0
    assert "PASS  lab 11" in done.stdout
    assert next(
        row for row in json.loads(lab("list", "--json", "-").stdout) if row["number"] == 11
    )["passed"]


def test_a_broken_list_of_progress_costs_no_work(desk: Path) -> None:
    lab("start", "5")
    (desk / "progress.json").write_text("{")
    assert lab("list").returncode == 0
    assert (desk / "05_numpy" / "start.py").is_file()


@pytest.mark.parametrize(
    "progress",
    [
        b'{"05_numpy": {"hints": "x", "status": []}}',
        b'{"05_numpy": ' + 5000 * b'{"a": ' + 5001 * b"}",
        b"7",
        *(
            pytest.param(progress, marks=pytest.mark.slow)
            for progress in (
                b'{"05_numpy": 5}',
                b'{"05_numpy": {"checks": "x"}}',
                b'{"05_numpy": {"hints": -1}}',
                b'{"05_numpy": {"begun": 3}, "06_cython": {"begun": "2026"}}',
                b'{"05_numpy": {"status": "done"}}',
                b'{"05_numpy": {"begun": "\xff"}}',
                b"[]",
            )
        ),
    ],
    ids=lambda progress: progress[:40].decode("ascii", "replace"),
)
def test_a_list_of_progress_with_wrong_contents_costs_only_the_ticks(
    desk: Path, progress: bytes
) -> None:
    for number in ("5", "6"):
        Workspace().begin(find_lab(number))
    (desk / "05_numpy" / "start.py").write_text("def counts(:\n")  # a fail without a process
    for words, code in ((("list",), 0), (("next",), 0), (("hint",), 0), (("check", "5"), 1)):
        (desk / "progress.json").write_bytes(progress)
        done = lab(*words)
        assert (done.returncode, done.stderr) == (code, ""), words
    assert "FAIL  lab 5" in done.stdout
    assert json.loads((desk / "progress.json").read_text())["05_numpy"]["checks"] == 1


def test_the_verdict_is_printed_before_it_is_noted(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lab("start", "5")
    (desk / "05_numpy" / "start.py").write_text("def counts(*_): return 1\n")

    def note(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(Workspace, "note", note)
    with pytest.raises(OSError, match="no room"):
        labs_app(["check", "5"], standalone_mode=False)
    assert "FAIL  lab 5" in capsys.readouterr().out


@pytest.mark.parametrize(("shell", "code"), [(">/dev/full", 2), ("| true; exit 0", 0)])
def test_a_verdict_that_can_t_be_printed_is_noted(desk: Path, shell: str, code: int) -> None:
    Workspace().begin(find_lab("5"))
    (desk / "05_numpy" / "start.py").write_text("import os\n")  # a fail without a process
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$@" {shell}', "sh", *COMMAND, "lab", "check", "5"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert json.loads((desk / "progress.json").read_text())["05_numpy"]["status"] == "fail"


def test_what_is_known_of_a_lab_is_kept(desk: Path) -> None:
    lab("start", "5")
    lab("hint", "5")
    (desk / "05_numpy" / "start.py").write_text("import os\n")  # a fail without a process
    lab("check")
    lab("check")
    known = json.loads((desk / "progress.json").read_text())["05_numpy"]
    assert {known.pop("begun") < known.pop("checked")} == {True}
    assert known == {"status": "fail", "checks": 2, "hints": 1}


def test_a_desk_that_can_t_be_written_costs_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("JULIASET_MY_LABS", str(tmp_path / "file" / "desk"))
    begun = lab("start", "5")
    assert begun.returncode == 2
    assert "can't be written: Not a directory; `export JULIASET_MY_LABS=" in begun.stderr
    assert "Hint 1 of" in lab("hint", "5").stdout


def test_watch_checks_again_when_the_file_is_saved(desk: Path) -> None:
    lab("start", "5")
    path = desk / "05_numpy" / "start.py"
    path.write_text("def counts(*_): return 1\n")
    with subprocess.Popen(
        [sys.executable, "-u", "-c", "from juliaset.cli import main; main()", "lab", "watch", "5"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ.copy(),
    ) as watching:
        assert watching.stdout is not None
        assert watching.stdout.readline().startswith("Watching")
        told = read_until(watching, "FAIL")
        assert "a int" in read_until(watching, "gives back")
        path.write_text("def counts(*_): return 'two'\n")
        assert "a str" in read_until(watching, "gives back")
        watching.send_signal(signal.SIGINT)
        assert "No longer watching." in watching.stdout.read()
    assert told
    assert watching.returncode == 0


def read_until(process: subprocess.Popen[str], word: str) -> str:
    assert process.stdout is not None
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        line = process.stdout.readline()
        if word in line:
            return line
    raise AssertionError(f"it never said {word!r}")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("file/start.py", "Not a directory"),
        ("circle/start.py", "Too many levels of symbolic links"),
        ("x" * 300 + ".py", "File name too long"),
    ],
)
def test_a_name_that_no_file_can_have_is_one_line(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "circle").symlink_to("circle")
    done = juliaset("lab", "check", "5", "--file", str(tmp_path / name))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(f"{words}; allowed: a file *.py in a folder of yours\n")
    assert done.stderr.count("\n") == 1
