"""juliaset lab grade on what thirty people really hand in: odd names, links, nothing, too much."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from books import write_book

from juliaset.grader.catalogue import find_lab
from juliaset.grader.gradebook import prepare
from juliaset.grader.grading import Grade, grades
from juliaset.grader.handed_in import students_of
from juliaset.grader.verdict import Status, Verdict

LAB = find_lab("5")
SOLUTION = (LAB.folder / "solutions" / "compacting.py").read_text()
WRONG = "def counts(*_): return 1\n"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(LAB.check, "check", lambda submission: submission.check_counts())
    folder = tmp_path / "room"
    folder.mkdir()
    return folder


def hand_in(folder: Path, name: str | bytes, text: str = WRONG) -> None:
    place = Path(os.fsdecode(os.path.join(os.fsencode(folder), os.fsencode(name))))  # noqa: PTH118
    place.mkdir(parents=True)
    (place / "05_numpy.py").write_text(text)


def graded(room: Path) -> tuple[dict[str, Grade], list[str]]:
    said: list[str] = []
    return {grade.student: grade for grade in grades(room, [LAB], said.append)}, said


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (b"m\xfcller", "m\\udcfcller"),
        ("two\nlines\x1b[31m", "two\\nlines\\x1b[31m"),
        *(
            pytest.param(name, name, marks=pytest.mark.slow)
            for name in ("Ada L. (x) \u00e9", "gradescope", "x" * 255, "-o")
        ),
    ],
)
def test_any_name_is_a_student(room: Path, name: str | bytes, written: str) -> None:
    hand_in(room, name)
    found, said = graded(room)
    assert [grade.status for grade in found.values()] == ["fail"]
    assert said[0].startswith(f"{written}: lab 5 fail")
    out = room.parent / "out"
    write_book(list(found.values()), out)
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["student"].lstrip("'") == written
    assert json.loads((out / "grades.json").read_text())["grades"][0]["student"] == written
    (result,) = (out / "gradescope").glob("*/results.json")
    assert os.fsencode(result.parent.name) == os.fsencode(name)


def test_a_link_to_somebody_else_s_work_is_a_link(room: Path) -> None:
    hand_in(room, "ada", SOLUTION)
    elsewhere = room.parent / "desk" / "05_numpy"
    elsewhere.mkdir(parents=True)
    (elsewhere / "start.py").write_text(SOLUTION)
    links = {"bob/05_numpy": elsewhere, "eve/my_labs": elsewhere.parent}
    for name, target in links.items():
        (room / name).parent.mkdir()
        (room / name).symlink_to(target)
    (room / "mal").symlink_to(room / "ada")
    found, said = graded(room)
    assert {name: (grade.status, grade.message) for name, grade in found.items()} == {
        "ada": ("pass", "passed"),
        "bob": ("fail", "05_numpy is a link, not a folder"),
        "eve": ("fail", "my_labs is a link, not a folder"),
    }
    assert "Not looked at: mal (a link)" in said


def test_neither_of_two_with_one_name_is_lost(room: Path) -> None:
    hand_in(room, "ada", SOLUTION)
    (room / "ada.py").write_text(WRONG)
    found, _ = graded(room)
    assert {name: grade.status for name, grade in found.items()} == {
        "ada": "pass",
        "ada.py": "fail",
    }


def test_what_can_t_be_read_is_said_and_the_batch_goes_on(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(room, "ada")
    hand_in(room, "bob")
    right = Path.lstat

    def lstat(path: Path) -> os.stat_result:
        if path.parent.name == "ada":
            raise PermissionError(13, "Permission denied")
        return right(path)

    monkeypatch.setattr(Path, "lstat", lstat)
    found, _ = graded(room)
    assert {name: grade.status for name, grade in found.items()} == {
        "ada": "inconclusive",
        "bob": "fail",
    }
    assert found["ada"].message == "what was handed in can't be read: Permission denied"


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("room/grades", "is in the folder of the submissions"),
        ("room", "is in the folder of the submissions"),
        ("file", "it is a file"),
        ("file/deeper", r"can't be made \(Not a directory\); allowed: a folder of yours"),
        ("/dev/null", "it is a device"),
    ],
)
def test_an_impossible_folder_is_refused_before_the_work(
    tmp_path: Path, out: str, words: str
) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises((ValueError, OSError), match=words):
        prepare(tmp_path / out, tmp_path / "room")


def test_the_results_are_not_put_among_the_submissions(tmp_path: Path) -> None:
    room = tmp_path / "gradescope"
    room.mkdir()
    with pytest.raises(ValueError, match="holds the submissions"):
        prepare(tmp_path, room)


def test_a_message_is_shown_and_moves_no_cursor(room: Path) -> None:
    hand_in(room, "ada", "def counts(*_): raise ValueError('\\ud800\\x1b[31m')\n")
    (grade,) = graded(room)[0].values()
    assert grade.message.isprintable()


def test_a_student_s_file_is_named_as_it_lies_there(room: Path) -> None:
    hand_in(room, "ada")
    assert list(students_of(room, [LAB])) == ["ada"]
    (grade,) = graded(room)[0].values()
    assert grade.file == "ada/05_numpy.py"


@pytest.mark.slow
def test_ctrl_c_keeps_what_was_graded(tmp_path: Path) -> None:
    room, out = tmp_path / "room", tmp_path / "out"
    for name in ("ada", "bob"):
        hand_in(room, name)
    (room / "bob" / "05_numpy.py").write_text("while True: pass\n")
    command = (
        "from juliaset.cli import main; main()",
        "lab",
        "grade",
        room,
        "--lab",
        "5",
        "--output",
        out,
    )
    with subprocess.Popen(
        [sys.executable, "-c", *map(str, command)], stdout=subprocess.PIPE, text=True
    ) as grading:
        assert grading.stdout is not None
        assert grading.stdout.readline().startswith("ada: lab 5 fail")
        time.sleep(0.2)
        grading.send_signal(signal.SIGINT)
        grading.communicate(timeout=60)
    assert grading.returncode == 130
    assert "ada,5" in (out / "grades.csv").read_text()
    assert "bob" not in (out / "grades.csv").read_text()


def test_an_open_grade_has_no_walls_to_show(tmp_path: Path) -> None:
    write_book([Grade("ada", LAB, "", Verdict(Status.INCONCLUSIVE, "busy"))], tmp_path / "out")
    assert json.loads((tmp_path / "out" / "grades.json").read_text())["walls"] == {}
