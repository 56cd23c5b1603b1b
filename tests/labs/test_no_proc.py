"""A machine without /proc is no learner's fault: there is no verdict, and a reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from juliaset.grader.usage import peak_during, resident_bytes, thread_usage
from juliaset.grader.verdict import InconclusiveError
from juliaset.system import by_proc, load, memory
from juliaset.system import thread_usage as threads
from juliaset.system.thread_usage import ThreadUsage

PID = 42


@pytest.fixture
def proc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the folder of a test take the place of the root of files."""
    for module in (memory, load):
        monkeypatch.setattr(module, "Path", lambda text: tmp_path / str(text).lstrip("/"))
    for module in (by_proc, threads):
        monkeypatch.setattr(module, "_PROC", tmp_path / "proc")
    return tmp_path / "proc"


def thread(proc: Path, number: int, status: str = "\nvoluntary_ctxt_switches:\t7\n") -> Path:
    folder = proc / str(PID) / "task" / str(number)
    folder.mkdir(parents=True)
    (folder / "schedstat").write_text("2000000000 500000000 3\n")
    (folder / "status").write_text(status)
    return folder


READINGS: dict[str, Callable[[], object]] = {
    "threads": lambda: thread_usage(PID),
    "memory": lambda: resident_bytes(PID),
    "peak": lambda: peak_during(PID, lambda: None),
}


@pytest.mark.usefixtures("proc")
@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
def test_without_proc_nothing_is_known(reading: Callable[[], object]) -> None:
    with pytest.raises(InconclusiveError, match="can't be read here"):
        reading()


def test_what_threads_used_is_read(proc: Path) -> None:
    thread(proc, 42)
    assert thread_usage(PID) == {42: ThreadUsage(2.0, 0.5, 7)}


def test_a_linux_that_does_not_count_is_named(proc: Path) -> None:
    (thread(proc, 42) / "schedstat").unlink()
    with pytest.raises(InconclusiveError, match=r"needs /proc, and a Linux that counts"):
        thread_usage(PID)


@pytest.mark.parametrize("status", ["", "\nvoluntary_ctxt_switches:"])
def test_a_status_that_says_nothing_is_no_zero(status: str, proc: Path) -> None:
    thread(proc, 42, status)
    with pytest.raises(InconclusiveError, match="can't be read here"):
        thread_usage(PID)


def test_a_thread_that_ends_meanwhile_is_left_out(
    proc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread(proc, 42)
    ended = thread(proc, 43)
    read = Path.read_text

    def gone(path: Path, errors: str = "strict") -> str:
        if path.parent == ended:
            for file in ended.iterdir():
                file.unlink()
            ended.rmdir()
        return read(path, errors=errors)

    monkeypatch.setattr(Path, "read_text", gone)
    assert list(thread_usage(PID)) == [42]


@pytest.mark.usefixtures("proc")
def test_without_proc_the_machine_s_memory_is_all_that_counts() -> None:
    assert memory.available() > 1 << 20
    assert load.cpu_name()
