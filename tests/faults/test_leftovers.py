"""What the sweep and the soak look for is found if it is there."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import soak
from leftovers import orphaned, processes, shared_memory
from soak_commands import COMMANDS, Drawn, broken, wrong_with


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(soak, "SETTLES_S", 0.1)
    return tmp_path


def found(place: Path, *, killed: bool = False, clean: Callable[[], None] | None = None) -> str:
    shared = frozenset[str]()
    known = orphaned(shared_memory())
    return " ".join(soak.settled(place, place / "tmp", shared | known, killed=killed, clean=clean))


def test_nothing_is_left(place: Path) -> None:
    assert not found(place)


def test_a_planted_process_is_found(place: Path) -> None:
    command = [sys.executable, "-c", "input()"]
    environment = os.environ | {"TMPDIR": str(place / "tmp")}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as planted:
        assert f"a process is left: {sys.executable} -c input()" in found(place)
        assert planted.pid in processes(place)
        assert planted.pid not in processes(place, frozenset({planted.pid}))
        planted.communicate(b"\n")
    assert not found(place)


def test_a_planted_file_is_found(place: Path) -> None:
    (place / "tmp" / "juliaset-work-x").mkdir()
    assert found(place) == "juliaset-work-x is left in TMPDIR"


def test_after_a_kill_the_next_command_may_remove_it(place: Path) -> None:
    planted = place / "tmp" / "juliaset-work-x"
    planted.mkdir()
    assert not found(place, killed=True, clean=planted.rmdir)


def test_planted_shared_memory_is_found() -> None:
    before = shared_memory()
    planted = Path("/dev/shm", f"psm_planted_{os.getpid()}")  # noqa: S108 - what is looked for
    planted.write_bytes(b"x")
    try:
        assert planted.name in orphaned(shared_memory() - before)
        with planted.open("rb"):
            assert planted.name not in orphaned(shared_memory() - before)
    finally:
        planted.unlink()


@pytest.mark.parametrize("minutes", ["0", "nan", "-1", "inf", "1e400", "x"])
def test_a_soak_in_which_nothing_would_run_is_refused(
    minutes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["soak.py", f"--minutes={minutes}"])
    with pytest.raises(SystemExit, match="2"):
        soak.parsed()


@pytest.mark.parametrize(
    ("name", "text"), [("a.json", "{"), ("a.png", "x"), ("a.html", "<html>"), ("a.csv", "a,b")]
)
def test_half_a_file_is_found(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert broken(tmp_path / name)


@pytest.mark.parametrize(
    ("disturbance", "code", "stderr", "wrong"),
    [
        ("nothing", 0, "", ""),
        ("nothing", 130, "", "its exit code is 130"),
        ("nothing", 70, "Traceback", "it prints a traceback"),
        ("nothing", None, "", "it hangs"),
        ("SIGINT", 130, "", ""),
        ("SIGINT", -2, "Traceback\nKeyboardInterrupt\n", ""),
        ("SIGINT", -2, "Traceback\nin exit_codes.py\nKeyboardInterrupt\n", "it prints a traceback"),
        ("SIGTERM", -15, "", ""),
        ("SIGTERM", -9, "", "its exit code is -9"),
        ("SIGKILL", -9, "", ""),
    ],
)
def test_what_is_wrong_with_an_end_is_said(
    tmp_path: Path, disturbance: str, code: int | None, stderr: str, wrong: str
) -> None:
    ended = Drawn(COMMANDS[0], tmp_path, disturbance, 1.0, code=code, stderr=stderr)
    assert bool(wrong_with(ended)) == bool(wrong)
    assert wrong in "\n".join(wrong_with(ended))
