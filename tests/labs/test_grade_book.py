"""The files of juliaset lab grade after several runs: which grades stay, and what the book says."""

import json
import os
from pathlib import Path

import pytest
from books import FULL, GradeRoom, rows

from juliaset.cli.lab import labs_app
from juliaset.grader.catalogue import find_lab
from juliaset.grader.submission import Submission

# Of a lab that is not graded now: its seconds would be added to those of the others.
BOOK = (
    '{"schema": "juliaset-grades/1", "grades": [{"student": "ada", "lab": 4, "status": "pass", '
    '"message": "", "file": "", "seconds": %s}]}'
)


def test_grades_of_other_labs_stay(
    tmp_path: Path, room: Path, grade: GradeRoom, checked: list[str]
) -> None:
    (room / "bob" / "08.py").write_text("bob 8")
    grade()
    grade("--lab", "5", "--again")
    assert checked == ["ada 5", "bob 5", "bob 8", "ada 5", "bob 5"]
    assert ("bob", "8", "pass") in rows(tmp_path)
    grade()
    assert len(checked) == 5


def test_another_folder_of_submissions_takes_over_nothing(
    tmp_path: Path, room: Path, grade: GradeRoom, checked: list[str]
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
    tmp_path: Path, room: Path, grade: GradeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade()
    (room / "ada" / "05.py").write_text("stop")
    (room / "bob" / "05.py").write_text("bob 6")

    def interrupt(_: Submission) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(find_lab("5").check, "check", interrupt)
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
    tmp_path: Path, grade: GradeRoom, checked: list[str], text: str
) -> None:
    grade()
    (tmp_path / "out" / "grades.json").write_text(text, "latin-1")
    assert "grades.json is not of this version of juliaset: everything is graded again." in grade()
    assert checked == ["ada 5", "bob 5"] * 2
    assert rows(tmp_path) == FULL


def test_walls_that_differ_are_said(tmp_path: Path, room: Path, grade: GradeRoom) -> None:
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


def test_what_was_not_looked_at_is_in_the_book(
    tmp_path: Path, room: Path, grade: GradeRoom
) -> None:
    os.mkfifo(room / "pipe")
    (room / "mal").symlink_to("ada")
    assert "Not looked at: mal (a link), pipe (a FIFO)\n" in grade()
    book = json.loads((tmp_path / "out" / "grades.json").read_text())
    assert book["not_looked_at"] == {"mal": "a link", "pipe": "a FIFO"}
