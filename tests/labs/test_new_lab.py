"""`juliaset lab new` writes a lab that works at once, in each language of the learner's file."""

import re
import shutil
from pathlib import Path

import pytest

from juliaset.course_folder import CHECKOUT
from juliaset.grader import catalogue, new_lab
from juliaset.grader.catalogue import Lab, all_labs
from juliaset.grader.new_lab import create_lab, languages
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status


@pytest.fixture
def labs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a folder of labs with one of ours, as if it were the checkout's."""
    folder = tmp_path / "labs"
    shutil.copytree(CHECKOUT / "labs" / "05_numpy", folder / "01_numpy")
    monkeypatch.setattr(catalogue, "LABS", folder)
    monkeypatch.setattr(new_lab, "LABS", folder)
    return folder


@pytest.mark.parametrize(
    "suffix",
    # To compile takes its time, and test_compiled_cheats.py compiles both among the quick tests.
    [pytest.param(each, marks=() if each == "py" else pytest.mark.slow) for each in languages()],
)
def test_a_new_lab_works_at_once(labs: Path, suffix: str) -> None:
    lab = create_lab("my_lab", suffix)
    assert lab.folder == labs / "02_my_lab"
    assert [each.name for each in all_labs()] == ["01_numpy", "02_my_lab"]
    assert lab.title == "My lab"
    assert lab.task.startswith("# Lab 2: My lab\n")
    assert "juliaset lab check 2" in lab.task
    assert not re.search(r"@[A-Z]+@", "".join(map(text_of, lab.folder.rglob("*.*"))))
    assert lab.start.read_text().count("TODO") == 1
    assert len(lab.planted) >= 3
    assert_verdicts(lab, lab.planted if suffix == "py" else lab.planted[:1])


@pytest.mark.slow
@pytest.mark.usefixtures("labs")
@pytest.mark.parametrize("suffix", languages())
def test_every_planted_mistake_of_a_new_lab_fails(suffix: str) -> None:
    lab = create_lab("my_lab", suffix)
    assert_verdicts(lab, lab.planted)


def text_of(path: Path) -> str:
    return path.read_text() if path.suffix != ".pyc" else ""


def assert_verdicts(lab: Lab, planted: list[Path]) -> None:
    assert check_submission(lab, lab.start).status == Status.FAIL
    for path in lab.solutions:
        verdict = check_submission(lab, path)
        assert verdict.status == Status.PASS
        assert lab.description.figures.keys() <= verdict.figures.keys()
    for path in planted:
        promised = path.read_text().splitlines()[0].partition("fails with: ")[2]
        verdict = check_submission(lab, path)
        assert verdict.status == Status.FAIL
        assert promised
        assert promised in verdict.message


@pytest.mark.parametrize(
    ("name", "suffix", "words"),
    [
        ("../out", "py", "NAME is '../out'; allowed: letters a-z"),
        ("", "py", "NAME is ''; allowed"),
        ("Upper", "py", "NAME is 'Upper'; allowed"),
        ("numpy", "py", "lab 1 is called so already"),
        ("mine", "rs", "--language is 'rs'; allowed: cpp, py, pyx"),
    ],
)
def test_what_cannot_be_a_lab_is_refused(labs: Path, name: str, suffix: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        create_lab(name, suffix)
    assert [path.name for path in labs.iterdir()] == ["01_numpy"]


def test_the_last_number_is_the_last(labs: Path) -> None:
    (labs / "01_numpy").rename(labs / "99_numpy")
    with pytest.raises(ValueError, match="there are 99 labs"):
        create_lab("mine", "py")
