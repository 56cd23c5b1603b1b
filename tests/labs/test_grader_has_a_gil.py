"""A submission's process has a GIL with every Python, because lab 7 is about it."""

from pathlib import Path

import pytest

from juliaset.grader.launch import Limits, Loadable, command


@pytest.mark.parametrize("free_threaded", [True, False])
def test_a_free_threaded_python_is_started_with_a_gil(
    free_threaded: bool,  # noqa: FBT001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("juliaset.system.gil.is_free_threaded", lambda: free_threaded)
    submission, packages = tmp_path / "submission", tmp_path / "packages"
    submission.mkdir()
    packages.mkdir()
    words = command(Loadable(submission, "start.py"), Limits(), packages, 0, 0)
    isolated = words.index("-I")
    assert (words[isolated - 2 : isolated] == ["-X", "gil=1"]) == free_threaded
