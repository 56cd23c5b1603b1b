"""juliaset lab, as a learner types it, on a desk of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lab_command import lab

from command import juliaset
from juliaset.grader.catalogue import LABS

CPP = LABS / "14_trap" / "solutions" / "trap.cpp"


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
