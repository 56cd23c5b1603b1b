"""juliaset lab grade goes on where it stopped: what is kept, and what is graded again."""

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from juliaset.cli.lab import labs_app
from juliaset.grader import fingerprint as fingerprints
from juliaset.grader.catalogue import find_lab
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import InconclusiveError

LAB, OTHER, PROFILES = find_lab("5"), find_lab("8"), find_lab("2")
Grade = Callable[..., str]
# Of a lab that is not graded now: its seconds would be added to those of the others.
BOOK = (
    '{"schema": "juliaset-grades/1", "grades": [{"student": "ada", "lab": 4, "status": "pass", '
    '"message": "", "file": "", "seconds": %s}]}'
)


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was checked: the contents of the submissions, which pass unless they say otherwise."""
    done: list[str] = []

    def check(submission: Submission) -> None:
        text = submission.path.read_text()
        done.append(text)
        submission.walls = {"a wall": "", "another": "no paint" if "unpainted" in text else ""}
        if "busy" in text:
            raise InconclusiveError("busy")

    for lab in (LAB, OTHER, PROFILES):
        monkeypatch.setattr(lab.check, "check", check)
    return done


@pytest.fixture
def room(tmp_path: Path, checked: list[str]) -> Path:
    for student in ("ada", "bob"):
        (tmp_path / "room" / student).mkdir(parents=True)
        (tmp_path / "room" / student / "05.py").write_text(f"{student} 5")
    assert not checked
    return tmp_path / "room"


@pytest.fixture
def grade(tmp_path: Path, room: Path, capsys: pytest.CaptureFixture[str]) -> Grade:
    def grade(*words: str) -> str:
        labs = words if "--lab" in words else (*words, "--lab", "5", "--lab", "8")
        labs_app(["grade", str(room), *labs, "-o", str(tmp_path / "out")], standalone_mode=False)
        return capsys.readouterr().out

    return grade


def rows(tmp_path: Path) -> list[tuple[str, str, str]]:
    with (tmp_path / "out" / "grades.csv").open(newline="") as file:
        return [(row["student"], row["lab"], row["status"]) for row in csv.DictReader(file)]


FULL = [
    ("ada", "5", "pass"),
    ("ada", "8", "missing"),
    ("bob", "5", "pass"),
    ("bob", "8", "missing"),
]


def test_nothing_is_graded_twice(tmp_path: Path, grade: Grade, checked: list[str]) -> None:
    assert "Kept" not in grade()
    assert checked == ["ada 5", "bob 5"]
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*")}
    assert "Kept from an earlier run: 2 grades; --again grades everything again.\n" in grade()
    assert checked == ["ada 5", "bob 5"]
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*")} == before
    grade("--again")
    assert checked == ["ada 5", "bob 5"] * 2
    assert rows(tmp_path) == FULL


def test_what_changes_is_graded_again(
    tmp_path: Path, room: Path, grade: Grade, checked: list[str]
) -> None:
    grade()
    about = (room / "ada" / "05.py").stat()
    (room / "ada" / "05.py").write_text("ada 6")
    os.utime(room / "ada" / "05.py", ns=(about.st_atime_ns, about.st_mtime_ns))
    (room / "bob" / "08.py").write_text("bob 8")
    (room / "eve").mkdir()
    (room / "eve" / "05.py").write_text("eve 5")
    checked.clear()
    said = grade()
    assert checked == ["ada 6", "bob 8", "eve 5"]
    assert "Kept from an earlier run: 1 grade;" in said
    assert ("bob", "8", "pass") in rows(tmp_path)
    (room / "eve" / "05.py").rename(room / "away")
    (room / "bob" / "05.py").unlink()
    (room / "bob" / "05.py").mkdir()
    checked.clear()
    grade()
    assert not checked
    assert ("eve", "5", "missing") in rows(tmp_path)
    assert ("bob", "5", "fail") in rows(tmp_path)
    result = json.loads((tmp_path / "out/gradescope/bob/results.json").read_text())
    assert result["tests"][0]["output"] == "fail: 05.py is a folder, not a plain file"


def test_what_was_inconclusive_is_tried_again(room: Path, grade: Grade, checked: list[str]) -> None:
    (room / "ada" / "05.py").write_text("busy")
    grade()
    assert checked == ["busy"] * 3 + ["bob 5"]
    grade()
    assert checked == ["busy"] * 3 + ["bob 5"] + ["busy"] * 3


@pytest.mark.parametrize("part", ["lab", "version", "grader"])
def test_another_lab_or_grader_grades_anew(
    part: str, grade: Grade, checked: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    grade()
    monkeypatch.setattr(fingerprints, "_fixed", fingerprints._fixed.__wrapped__)  # noqa: SLF001
    if part == "version":
        monkeypatch.setattr(fingerprints, "version", lambda _: "9")
    elif part == "grader":
        (tmp_path / "grader").mkdir()
        monkeypatch.setattr(fingerprints, "_GRADER", tmp_path / "grader")
    else:
        right = Path.read_bytes
        monkeypatch.setattr(
            Path, "read_bytes", lambda path: right(path) + b"#" * (path.name == "check.py")
        )
    grade()
    assert checked == ["ada 5", "bob 5"] * 2


def test_a_profile_next_to_it_is_part_of_a_submission(
    room: Path, grade: Grade, checked: list[str]
) -> None:
    place = room / "ada" / "02_read_a_profile"
    place.mkdir()
    (place / "start.toml").write_text("ada 2")
    for text in ("", "calls", "other calls"):
        if text:
            (place / "calls.prof").write_text(text)
        grade("--lab", "2")
        grade("--lab", "2")
    assert checked == ["ada 2"] * 3
    (place / "notes.txt").write_text("not for the grader")
    grade("--lab", "2")
    assert checked == ["ada 2"] * 3
    for number in range(40):  # too many to be looked at
        (place / f"{number}.prof").touch()
    grade("--lab", "2")
    grade("--lab", "2")
    assert checked == ["ada 2"] * 5


def test_grades_of_other_labs_stay(
    tmp_path: Path, room: Path, grade: Grade, checked: list[str]
) -> None:
    (room / "bob" / "08.py").write_text("bob 8")
    grade()
    grade("--lab", "5", "--again")
    assert checked == ["ada 5", "bob 5", "bob 8", "ada 5", "bob 5"]
    assert ("bob", "8", "pass") in rows(tmp_path)
    grade()
    assert len(checked) == 5


def test_another_folder_of_submissions_takes_over_nothing(
    tmp_path: Path, room: Path, grade: Grade, checked: list[str]
) -> None:
    (room / "bob" / "08.py").write_text("bob 8")
    grade()
    room.rename(tmp_path / "last year")
    other = tmp_path / "room 2"
    (other / "bob").mkdir(parents=True)
    (other / "bob" / "05.py").write_text("new")
    labs_app(
        ["grade", str(other), "--lab", "5", "-o", str(tmp_path / "out")], standalone_mode=False
    )
    assert checked[-1] == "new"
    assert rows(tmp_path) == [("bob", "5", "pass")]


def test_an_interrupted_run_keeps_the_rows_that_it_has_not_reached(
    tmp_path: Path, room: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade()
    (room / "ada" / "05.py").write_text("stop")
    (room / "bob" / "05.py").write_text("bob 6")

    def interrupt(_: Submission) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(LAB.check, "check", interrupt)
        assert "Not all is graded; the same command continues from here.\n" in grade()
    assert rows(tmp_path) == FULL
    assert "Kept" not in grade()
    assert rows(tmp_path) == FULL


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "{",
            "[]",
            '{"schema": "other/1", "grades": []}',
            '{"grades": 3}',
            "\xff",
            "[" * 9999,
        ),
        *(BOOK % seconds for seconds in ("1e308", "-1", "1e400", "NaN", "9" * 400)),
    ],
)
def test_a_book_that_is_not_one_is_said_and_all_is_graded(
    tmp_path: Path, grade: Grade, checked: list[str], text: str
) -> None:
    grade()
    (tmp_path / "out" / "grades.json").write_text(text, "latin-1")
    assert "grades.json is not of this version of juliaset: everything is graded again." in grade()
    assert checked == ["ada 5", "bob 5"] * 2
    assert rows(tmp_path) == FULL


def test_walls_that_differ_are_said(tmp_path: Path, room: Path, grade: Grade) -> None:
    (room / "bob" / "05.py").write_text("unpainted")
    said = grade()
    assert "Each submission had: a wall.\n" in said
    assert "Missing: another (for 1 of 2 submissions: no paint).\n" in said
    book = json.loads((tmp_path / "out" / "grades.json").read_text())
    assert book["walls"] == {"a wall": "", "another": "for 1 of 2 submissions: no paint"}
    assert [each["walls"].get("another") for each in book["grades"]] == ["", None, "no paint", None]
    assert said.split("\n", 2)[2] in grade().replace(
        "Kept from an earlier run: 2 grades; --again grades everything again.\n", ""
    )


def test_what_was_not_looked_at_is_in_the_book(tmp_path: Path, room: Path, grade: Grade) -> None:
    os.mkfifo(room / "pipe")
    (room / "mal").symlink_to("ada")
    assert "Not looked at: mal (a link), pipe (a FIFO)\n" in grade()
    book = json.loads((tmp_path / "out" / "grades.json").read_text())
    assert book["not_looked_at"] == {"mal": "a link", "pipe": "a FIFO"}
