"""A desk of its own for every test, and submissions that tests write."""

from collections.abc import Callable
from pathlib import Path

import pytest

from juliaset.grader import bubblewrap

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
