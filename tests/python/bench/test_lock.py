"""One contest at a time: the second waits and says for which, and no lock outlives its holder."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from benched import LOCK, Bench, expected_code, wait_until
from lock_holders import as_nobody, held_by_another, holds, said_while_held

from juliaset.bench import Rules, contest
from juliaset.system import contest_lock

ENDLESS = ("--kernel", "hostile.py:tells_and_hangs", "--timeout", "600", "--width", "60")
SHORT = ("--kernel", "cpp.scalar", "--width", "60", "--budget", "0.5", "--processes", "3")


@pytest.fixture
def lock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A lock of our own, in a folder that all users may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder, LOCK)
        monkeypatch.setattr(contest_lock, "LOCK", path)
        yield path


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_second_contest_waits_for_the_first_and_says_so(
    tmp_path: Path, number: signal.Signals
) -> None:
    with Bench(tmp_path, *ENDLESS) as first:
        wait_until(first.measures, "the first measures")
        with Bench(tmp_path, *SHORT) as second:
            words = f"another contest (process {first.process.pid}, python"
            wait_until(lambda: words in second.stdout, "the second says that it waits")
            assert "is measuring here; waiting for its end, at most 600 s" in second.stdout
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
        wait_until(first.measures, "the first measures")
        with Bench(tmp_path, *SHORT) as second:
            wait_until(lambda: "waiting for its end" in second.stdout, "the second waits")
            second.process.send_signal(signal.SIGINT)
            assert second.end() == 130
            assert "Traceback" not in second.stderr
        assert first.process.poll() is None


def test_a_contest_that_waits_too_long_says_for_what(lock: Path) -> None:
    with held_by_another(lock) as process:
        words = said_while_held()
    assert len(words) == 2
    own = rf"another contest \(process {process}, sleep 600, since \d\d:\d\d:\d\d\) "
    assert re.fullmatch(f"{own}is measuring here; waiting for its end, at most 0 s", words[0])
    assert re.match(f"{own}still measures after 0 s", words[1])


def test_a_time_that_no_calendar_has_is_left_out() -> None:
    # Any user may give the file another time; /dev/shm keeps every number.
    owner = contest_lock._Owner(2**40, 2.0**62)  # noqa: SLF001
    assert str(owner) == f"(process {2**40})"


def test_who_holds_it_is_written_into_it(lock: Path) -> None:
    with contest_lock.contest_lock(print):
        assert lock.read_text() == str(os.getpid())


def test_a_contest_in_a_contest_is_refused_at_once(lock: Path) -> None:
    said: list[str] = []
    with (
        contest_lock.contest_lock(print),
        pytest.raises(ValueError, match="a contest is running in this process, and each would"),
        contest_lock.contest_lock(said.append),
    ):
        pass
    assert not said
    assert lock.read_text() == ""
    assert holds([])


def test_a_function_that_runs_a_contest_is_a_row_that_failed(lock: Path) -> None:
    assert not lock.exists()
    inside = {"sum": lambda: 1, "contest": lambda: contest({"sum": lambda: 1})}
    outcome = contest(inside, rules=Rules(processes=1, rounds=1, sample_s=0.0))
    (row,) = [row for row in outcome.record.rows if row.id == "contest"]
    assert row.status == "failed"
    assert row.reason.startswith("ValueError: a contest is running in this process")


def test_a_contest_that_a_contest_started_is_refused_at_once(lock: Path) -> None:
    program = (
        "from juliaset.system.contest_lock import contest_lock\n"
        "try:\n    with contest_lock(print): print('measures')\n"
        "except ValueError as error: print(error)"
    )
    with contest_lock.contest_lock(print):
        said = subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"JULIASET_TEST_LOCK": str(lock)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    own = f"a contest is running in process {os.getpid()}, which started this one, and each would"
    assert said.startswith(own)


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
    with as_nobody():
        with contest_lock.contest_lock(print):
            assert lock.read_text() == "123"
        with held_by_another(lock):
            assert "another contest (process 123" in said_while_held()[0]
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
    said: list[str] = []
    assert not holds(said)  # but it measures
    assert "cannot be opened (Too many levels of symbolic links)" in said[0]
    assert precious.read_text() == "mine"


def test_a_file_with_another_name_is_locked_but_not_written(lock: Path) -> None:
    precious = lock.with_name("precious")
    precious.write_text("mine")
    lock.hardlink_to(precious)
    assert holds([])
    assert precious.read_text() == "mine"


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_whatever_is_in_its_place_is_locked(lock: Path, make: Callable[[Path], None]) -> None:
    make(lock)
    assert holds([])
    with held_by_another(lock):
        assert said_while_held()[0].startswith("another contest of another user is measuring here")


def test_the_place_is_the_same_for_every_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JULIASET_TEST_LOCK")
    place = contest_lock.place()
    monkeypatch.setenv("TMPDIR", "/elsewhere")
    monkeypatch.setenv("HOME", "/elsewhere")
    assert contest_lock.place() == place
    assert os.access(place.parent, os.W_OK)


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
