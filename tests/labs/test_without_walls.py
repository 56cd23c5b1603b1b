"""A machine without any wall, such as a Mac: a check works, and says that it is for practice."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from juliaset.grader import bubblewrap
from juliaset.grader.catalogue import find_lab
from juliaset.grader.messages import (
    BUBBLEWRAP,
    LANDLOCK,
    SECCOMP,
    verdict_text,
    walls_text,
    without_walls,
)
from juliaset.grader.sandbox import landlock, seccomp
from juliaset.grader.sandbox.walls import _limit
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status, Verdict

Write = Callable[[str], Path]

NONE = dict.fromkeys((BUBBLEWRAP, LANDLOCK, SECCOMP), "not on this system")
NOTE = "No wall of the sandbox works on this machine, so this check is for practice"


def verdict(walls: dict[str, str]) -> Verdict:
    return Verdict(Status.PASS, "passed", walls=walls)


def test_a_check_without_walls_says_so() -> None:
    said = verdict_text(find_lab("5"), verdict(NONE)).replace("\n", " ")
    assert said.endswith("(docs/instructor.md).")
    assert NOTE in said
    assert NOTE in walls_text(NONE).replace("\n", " ").replace("  ", " ")


@pytest.mark.parametrize("name", NONE)
def test_one_wall_is_enough_for_a_check(name: str) -> None:
    assert not without_walls(NONE | {name: ""})
    assert NOTE not in verdict_text(find_lab("5"), verdict(NONE | {name: ""}))


def test_a_submission_that_has_not_run_has_no_word_about_walls() -> None:
    assert not without_walls({})


def test_the_names_are_those_of_the_sandbox(write: Write) -> None:
    walls = check_submission(find_lab("5"), write("def counts(*_): return 1\n")).walls
    assert {BUBBLEWRAP, LANDLOCK, SECCOMP} <= walls.keys()


def test_a_system_that_knows_none_of_them_has_a_reason_for_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(landlock, "landlock_version", lambda: -errno.ENOSYS)
    monkeypatch.setattr(seccomp, "filter_calls", lambda _: errno.ENOSYS)
    why = os.strerror(errno.ENOSYS)
    assert landlock.restrict([]) == f"this system has no Landlock ({why})"
    assert seccomp.install_filter() == f"this system takes no filter ({why})"
    monkeypatch.setattr(seccomp.platform, "machine", lambda: "arm64")
    assert "arm64 are not listed" in seccomp.install_filter()
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda _: None)
    bubblewrap._tried.cache_clear()  # noqa: SLF001
    try:
        assert bubblewrap.why_not().startswith("bubblewrap is not installed; to get it: ")
    finally:
        bubblewrap._tried.cache_clear()  # noqa: SLF001


def test_a_limit_that_the_system_does_not_take_is_no_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr("resource.setrlimit", refuse)
    assert not _limit("RLIMIT_AS", 1 << 40)
