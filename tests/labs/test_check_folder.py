"""What a check compiles and copies is gone at its end: one learner can't fill the disk for all."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

import pytest

from juliaset.grader import build, check_folder
from juliaset.grader.catalogue import Lab, find_lab
from juliaset.grader.grading import grades
from juliaset.grader.launch import Limits, command
from juliaset.grader.process import SubmissionProcess
from juliaset.grader.submission import Submission, check_submission
from juliaset.grader.verdict import InconclusiveError, Status
from juliaset.system.work_folder import work_folder

LAB = find_lab("4")


def of_checks() -> list[Path]:
    return list(work_folder().glob("check-*"))


def test_nothing_of_a_check_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def check(submission: Submission) -> None:
        with submission.start():
            (place,) = of_checks()
            seen.extend(path.name.partition("-")[0] for path in place.iterdir())

    monkeypatch.setattr(LAB.check, "check", check)
    before = set(work_folder().iterdir())
    verdict = check_submission(LAB, LAB.start)
    assert verdict.status == Status.PASS, verdict.message
    assert {"work", "lab"} <= set(seen)
    assert set(work_folder().iterdir()) == before


def test_tries_of_a_grade_share_what_is_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places: list[Path] = []

    def unsure(submission: Submission) -> None:
        places.append(submission.loadable().folder.parent)
        raise InconclusiveError("busy")

    monkeypatch.setattr(LAB.check, "check", unsure)
    (tmp_path / "ada.py").write_text(LAB.start.read_text())
    (grade,) = grades(tmp_path, [LAB])
    assert grade.status == "inconclusive"
    assert len(places) == 3
    assert len(set(places)) == 1
    assert not places[0].exists()


def test_the_start_of_a_lab_is_compiled_once_for_all_checks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Path] = []
    loadable = build.Loadable

    def counted(folder: Path, *others: object) -> object:
        made.append(folder)
        return loadable(folder, *others)  # type: ignore[arg-type]

    def check(submission: Submission) -> None:
        submission.baseline()
        submission.loadable()

    build._build.cache_clear()  # noqa: SLF001
    monkeypatch.setattr(build, "Loadable", counted)
    monkeypatch.setattr(LAB.check, "check", check)
    for _ in range(2):
        assert check_submission(LAB, LAB.solutions[0]).status == Status.PASS
    assert len(made) == 3  # the start, and the solution twice


def test_a_start_without_room_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lab: Lab = find_lab("14")
    runs: list[object] = []

    def full(*arguments: object) -> tuple[int, str]:
        runs.append(arguments)
        raise InconclusiveError("no room")

    def check(submission: Submission) -> None:
        submission.headers = frozenset({"parts/pixel.hpp"})
        submission.baseline()

    monkeypatch.setattr(build, "run_compiler", full)
    monkeypatch.setattr(lab.check, "check", check)
    monkeypatch.setattr(build, "check_source", lambda *_, **__: None)
    build._build.cache_clear()  # noqa: SLF001
    for _ in range(2):
        assert check_submission(lab, lab.start).message == "no room"
    assert len(runs) == 2


def test_without_a_folder_the_check_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(check_folder, "mkdtemp", refuse)
    monkeypatch.setattr(build, "mkdtemp", refuse)
    verdict = check_submission(LAB, LAB.start)
    assert verdict.status == Status.INCONCLUSIVE
    assert "No space left on device" in verdict.message


@pytest.mark.parametrize(
    "call", ["tempfile.mkdtemp", "mmap.mmap", "os.memfd_create", "subprocess.Popen"]
)
def test_a_process_that_cannot_be_made_keeps_no_descriptor(
    call: str, write: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    loadable = build.build(write("def counts(*_): return 1\n"))
    command(loadable, Limits(), Path(mkdtemp(dir=work_folder())), 0, 0)  # what is cached
    before = set(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names are enough
    with monkeypatch.context() as patch:
        patch.setattr(call, refuse)
        for _ in range(3):
            with pytest.raises(OSError, match="Cannot allocate memory"):
                SubmissionProcess(loadable, Limits())
    assert set(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
