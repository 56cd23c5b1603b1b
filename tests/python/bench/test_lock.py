"""One contest at a time: the second waits and says for whom, and no lock outlives its holder."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from benched import LOCK, Bench, expected_code, wait_until

from juliaset.system import contest_lock

NOBODY = 65534
ENDLESS = ("--kernel", "hostile.py:tells_and_hangs", "--timeout", "600", "--width", "60")
SHORT = ("--kernel", "cpp.scalar", "--width", "60", "--budget", "0.5")


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A lock of our own, in a folder that everybody may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder, LOCK)
        monkeypatch.setattr(contest_lock, "LOCK", path)
        yield path


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be somebody who may not write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def said_while_held(wait_s: float = 0.3) -> list[str]:
    """Ask for the lock that is held; give what was said until the patience was at its end."""
    said: list[str] = []
    with pytest.raises(ValueError, match="two at once would measure each other") as refused:
        holds(said, wait_s)
    return [*said, str(refused.value)]


def holds(said: list[str], wait_s: float = 0.3) -> bool:
    with contest_lock.contest_lock(said.append, wait_s):
        return not said


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGKILL,
        pytest.param(signal.SIGINT, marks=pytest.mark.slow),
        pytest.param(signal.SIGTERM, marks=pytest.mark.slow),
    ],
)
def test_a_second_contest_waits_for_the_first_and_says_so(
    tmp_path: Path, number: signal.Signals
) -> None:
    with Bench(tmp_path, *ENDLESS) as first:
        wait_until(first.calls_made, "the first measures")
        with Bench(tmp_path, *SHORT) as second:
            words = f"another contest (process {first.process.pid}) is measuring here; waiting"
            wait_until(lambda: words in second.stdout, "the second says that it waits")
            assert not second.workers()
            assert second.process.poll() is None
            first.process.send_signal(number)
            first.end()
            code = second.end()
            assert code == expected_code(second.contest["contest"]["state"], 0)
            assert second.stdout.count("waiting for its end") == 1
            assert second.rows["cpp.scalar@O3"]["samples"]


def test_ctrl_c_ends_a_contest_that_waits(tmp_path: Path) -> None:
    with Bench(tmp_path, *ENDLESS) as first:
        wait_until(first.calls_made, "the first measures")
        with Bench(tmp_path, *SHORT) as second:
            wait_until(lambda: "waiting for its end" in second.stdout, "the second waits")
            second.process.send_signal(signal.SIGINT)
            assert second.end() == 130
            assert "Traceback" not in second.stderr
        assert first.process.poll() is None


def test_whoever_waits_too_long_is_told_for_whom(lock: Path) -> None:
    with contest_lock.contest_lock(print):
        assert lock.read_text() == str(os.getpid())
        words = said_while_held()
    assert len(words) == 2
    assert all(f"(process {os.getpid()})" in word for word in words)


def test_a_lock_that_was_let_go_names_nobody(lock: Path) -> None:
    with contest_lock.contest_lock(print):
        pass
    assert lock.read_text() == ""
    assert holds([])


def test_an_error_lets_the_lock_go(lock: Path) -> None:
    with pytest.raises(ZeroDivisionError), contest_lock.contest_lock(print):
        _ = 1 / 0
    assert lock.read_text() == ""
    assert holds([])


def test_a_file_that_may_only_be_read_can_be_locked(lock: Path) -> None:
    lock.write_text("123")
    lock.chmod(0o444)
    with as_nobody(), contest_lock.contest_lock(print):
        assert lock.read_text() == "123"
        assert said_while_held()[0].startswith("another contest (process 123) is measuring here")
    assert holds([])


@pytest.mark.usefixtures("lock")
def test_others_may_open_the_file_whatever_the_umask_was() -> None:
    before = os.umask(0o077)
    try:
        with contest_lock.contest_lock(print):
            pass
    finally:
        os.umask(before)
    with as_nobody():
        assert holds([])


def test_a_link_is_not_followed(lock: Path) -> None:
    precious = lock.with_name("precious")
    precious.write_text("mine")
    lock.symlink_to(precious)
    with pytest.raises(OSError, match="symbolic link"):
        holds([])
    assert precious.read_text() == "mine"


def test_a_child_that_lives_on_does_not_keep_the_lock(lock: Path) -> None:
    with contest_lock.contest_lock(print):
        descriptor = next(
            int(path.name)
            for path in Path("/proc/self/fd").iterdir()
            if path.exists() and path.resolve() == lock
        )
        nap = [sys.executable, "-c", "import time; time.sleep(600)"]
        child = subprocess.Popen(nap, pass_fds=[descriptor])
    try:
        assert holds([])
    finally:
        child.kill()
        child.wait()
