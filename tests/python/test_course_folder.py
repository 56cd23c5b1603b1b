"""Which folder the labs and notebooks are taken from."""

import os
from pathlib import Path

import pytest

from juliaset.course_folder import CHECKOUT, MARK, VARIABLE, copy_around, find_course


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)


def test_a_copy_around_the_current_folder_wins_over_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_course() == CHECKOUT
    inner = tmp_path / "course" / "notebooks"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert find_course() == CHECKOUT
    (inner.parent / MARK).write_text("{}")
    assert find_course() == inner.parent


def test_the_variable_wins_over_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / MARK).write_text("{}")
    monkeypatch.setenv(VARIABLE, "named")
    assert find_course() == tmp_path / "named"


def test_a_copy_of_another_user_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / MARK).write_text("{}")
    assert copy_around() == tmp_path
    owner = (tmp_path / MARK).stat().st_uid
    if owner == 0:  # root's are taken by every user, so another one must own it
        owner = 12345
        os.chown(tmp_path / MARK, owner, -1)
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert copy_around() is None
    monkeypatch.setattr(os, "geteuid", lambda: owner)
    assert copy_around() == tmp_path


def test_a_current_folder_that_was_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    assert copy_around() is None
    os.chdir(tmp_path)
