"""juliaset lab grade: a room of honest and hostile submissions, and the three files of grades."""

import csv
import json
from pathlib import Path

import pytest
from books import write_book

from juliaset.grader.catalogue import LABS, find_lab
from juliaset.grader.grade_files import gradescope
from juliaset.grader.grading import Grade, grades
from juliaset.grader.handed_in import students_of
from juliaset.grader.launch import Limits
from juliaset.grader.submission import Submission, check_submission
from juliaset.grader.verdict import Status, Verdict

LAB = find_lab("5")
TRAP = find_lab("14")
COLUMNS = [
    "student",
    "lab",
    "name",
    "status",
    "score",
    "max_score",
    "ratio",
    "goal",
    "seconds",
    "file",
    "message",
]
SOLUTION = (LABS / "05_numpy" / "solutions" / "compacting.py").read_text()


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six learners, three ways to lay out a folder."""
    room = tmp_path_factory.mktemp("graded") / "room"
    texts = {
        "ada/05_numpy/start.py": "def counts(*_): return 1\n",
        "bob/05_numpy.py": "def counts(*_):\n    while True: pass\n",
        "eve/my_labs/05_numpy/start.py": "import os\nos.kill(os.getppid(), 9)\n",
        "eva/05.py": "=HYPERLINK\n",
        "liu/notes.txt": "I was ill.\n",
    }
    for name, text in texts.items():
        path = room / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    (room / "mal").mkdir()
    (room / "mal" / "05_numpy.py").symlink_to(LABS / "05_numpy" / "solutions" / "compacting.py")
    (room / ".hidden").mkdir()
    return room


@pytest.fixture(scope="module")
def found(room: Path) -> dict[str, Grade]:
    def soon(submission: Submission) -> None:
        submission.limits = Limits(seconds=1)
        submission.check_counts()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LAB.check, "check", soon)
        return {grade.student: grade for grade in grades(room, [LAB])}


def test_everybody_has_a_grade(found: dict[str, Grade]) -> None:
    assert {name: grade.status for name, grade in found.items()} == {
        "ada": "fail",
        "bob": "fail",
        "eva": "fail",
        "eve": "fail",
        "liu": "missing",
        "mal": "fail",
    }
    assert "did not finish" in found["bob"].message
    assert "imports os" in found["eve"].message
    assert "is not Python" in found["eva"].message
    assert found["mal"].message == "05_numpy.py is a link, not a plain file"


def test_the_files_say_it(found: dict[str, Grade], tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_book(list(found.values()), out)
    with (out / "grades.csv").open() as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert list(rows["ada"]) == COLUMNS
    assert rows["ada"]["status"] == "fail"
    assert rows["liu"]["file"] == ""
    data = json.loads((out / "grades.json").read_text())
    assert data["schema"] == "juliaset-grades/1"
    assert data["walls"]["limits on time, memory and files"] == ""
    assert len(data["grades"]) == 6
    result = json.loads((out / "gradescope" / "ada" / "results.json").read_text())
    assert result["tests"][0]["score"] == 0
    assert result["tests"][0]["max_score"] == 1
    assert "gives back" in result["tests"][0]["output"]


def test_a_spreadsheet_takes_no_formula(tmp_path: Path) -> None:
    names = ["=cmd", "'=cmd", "@x", "-1", "+1"]
    write_book(
        [Grade(name, LAB, "", Verdict(Status.FAIL, "=1+1")) for name in names], tmp_path / "out"
    )
    with (tmp_path / "out" / "grades.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["student"] for row in rows] == [f"'{name}" for name in names]
    assert {row["message"] for row in rows} == {"'=1+1"}


def test_inconclusive_is_said_and_no_point() -> None:
    open_ = Grade("ada", LAB, "", Verdict(Status.INCONCLUSIVE, "too busy"))
    result = gradescope([open_])
    assert result["tests"][0]["score"] == 0
    assert "to be run again: lab 5" in result["output"]


def test_a_single_lab_takes_a_file_each(tmp_path: Path) -> None:
    (tmp_path / "ada.py").write_text(SOLUTION)
    (tmp_path / "bob.cpp").write_text("")
    assert list(students_of(tmp_path, [LAB])) == ["ada"]
    with pytest.raises(ValueError, match="has no submissions"):
        students_of(tmp_path, [LAB, TRAP])


def test_a_novel_is_no_submission(tmp_path: Path) -> None:
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "05_numpy.py").write_text("#" * (2 << 20))
    (grade,) = grades(tmp_path, [LAB])
    assert grade.status == "fail"
    assert "allowed: 1,048,576" in grade.message


def test_a_check_of_the_grader_s_that_breaks_is_not_the_learner_s_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_exam: object) -> None:
        raise ZeroDivisionError("in check.py")

    monkeypatch.setattr(LAB.check, "check", broken)
    path = tmp_path / "start.py"
    path.write_text(SOLUTION)
    verdict = check_submission(LAB, path)
    assert verdict.status == Status.INCONCLUSIVE
    assert "ZeroDivisionError" in verdict.message
