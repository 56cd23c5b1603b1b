"""A desk of its own for every test, submissions that tests write, and a room to grade."""

from collections.abc import Callable
from pathlib import Path

import pytest
from books import GradeRoom

from juliaset.cli.lab import labs_app
from juliaset.grader import bubblewrap
from juliaset.grader.catalogue import find_lab
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import InconclusiveError

Write = Callable[[str], Path]


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "desk"
    monkeypatch.setenv("JULIASET_MY_LABS", str(folder))
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a submission in Python, as lab 5 takes it."""

    def write(text: str, name: str = "start.py") -> Path:
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


@pytest.fixture(params=[True, False], ids=["bubblewrap", "Landlock alone"])
def contained(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Run the test with and without bubblewrap: it must pass in both cases."""
    wanted: bool = request.param
    if not wanted:
        monkeypatch.setattr(bubblewrap, "_tried", lambda: ((), "turned off by a test"))
    elif reason := bubblewrap.why_not():
        pytest.skip(reason)
    return wanted


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

    for number in ("2", "5", "8"):
        monkeypatch.setattr(find_lab(number).check, "check", check)
    return done


@pytest.fixture
def room(tmp_path: Path, checked: list[str]) -> Path:
    """Two submissions of lab 5, which `checked` is to judge."""
    for student in ("ada", "bob"):
        (tmp_path / "room" / student).mkdir(parents=True)
        (tmp_path / "room" / student / "05.py").write_text(f"{student} 5")
    assert not checked
    return tmp_path / "room"


@pytest.fixture
def grade(tmp_path: Path, room: Path, capsys: pytest.CaptureFixture[str]) -> GradeRoom:
    """Grade this room, and return what is printed; without --lab, in labs 5 and 8."""

    def grade(*words: str) -> str:
        labs = words if "--lab" in words else (*words, "--lab", "5", "--lab", "8")
        labs_app(["grade", str(room), *labs, "-o", str(tmp_path / "out")], standalone_mode=False)
        return capsys.readouterr().out

    return grade
