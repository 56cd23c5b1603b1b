"""/proc and psutil say the same about processes, so macOS gets the same answers as Linux."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import pytest

from juliaset.system import by_proc, by_psutil, here, process_table

TABLES = (by_proc, by_psutil)
both = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__.split("_")[-1])
MARK = "JULIASET_TEST_TABLE"


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    """A process that has worked a little, and waits."""
    program = "sum(range(3_000_000)); print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", program, "a word"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {MARK: f"of {os.getpid()}"},
    ) as process:
        assert process.stdout
        process.stdout.readline()
        yield process
        process.kill()


@pytest.fixture
def gone() -> int:
    """The number of a process that has ended, whose parent has waited for it."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


@both
def test_what_is_known_of_a_process(table: ModuleType, child: subprocess.Popen[bytes]) -> None:
    words = table.words_of(child.pid)
    assert words[1:] == ["-c", "sum(range(3_000_000)); print(flush=True); input()", "a word"]
    assert table.parent_of(child.pid) == os.getpid()
    assert child.pid in table.children_of(os.getpid())
    assert list(table.started_with(MARK, f"of {os.getpid()}")) == [child.pid]
    assert not table.is_gone(child.pid)


def test_a_process_that_ends_while_all_are_looked_at_is_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("1", "2", "self"):
        (tmp_path / number).mkdir()
        (tmp_path / number / "environ").write_bytes(f"{MARK}=here".encode() + b"\0")
    monkeypatch.setattr(by_proc, "_PROC", tmp_path)
    assert sorted(by_proc.started_with(MARK, "here")) == [1, 2]
    look = Path.stat

    def ended(path: Path, **options: bool) -> os.stat_result:
        if path.parent.name == "2":
            raise ProcessLookupError
        return look(path, **options)

    # What Linux says of a file in /proc whose process has ended since it was found.
    monkeypatch.setattr(Path, "stat", ended)
    (tmp_path / "2" / "environ").unlink()
    assert list(by_proc.started_with(MARK, "here")) == [1]
    monkeypatch.setattr(by_proc, "_PROC", tmp_path / "none")
    assert not [*by_proc.started_with(MARK, "here")]


@both
def test_cpu_time_is_that_of_the_process(table: ModuleType, child: subprocess.Popen[bytes]) -> None:
    exact = by_proc.cpu_ns_of(child.pid) / 1e9
    assert table.cpu_seconds_of(child.pid) == pytest.approx(exact, abs=0.1)
    assert table.cpu_ns_of(child.pid) / 1e9 == pytest.approx(exact, abs=0.1)


@both
def test_a_process_that_has_ended_is_gone_before_its_parent_waits(
    table: ModuleType, child: subprocess.Popen[bytes]
) -> None:
    child.kill()
    until = time.monotonic() + 20
    while not table.is_gone(child.pid):
        assert time.monotonic() < until
        time.sleep(0.01)


@both
def test_of_a_process_that_is_gone_nothing_is_known(table: ModuleType, gone: int) -> None:
    assert table.words_of(gone) == []
    assert table.parent_of(gone) == 0
    assert table.is_gone(gone)
    for read in (table.cpu_seconds_of, table.cpu_ns_of):
        with pytest.raises(OSError, match=r"No such|Invalid|\d"):
            read(gone)
    with suppress(OSError):  # /proc raises, psutil has an empty list
        assert table.children_of(gone) == []


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_each_system_asks_its_own_table(
    system: str, monkeypatch: pytest.MonkeyPatch, child: subprocess.Popen[bytes]
) -> None:
    monkeypatch.setattr(here, "NAME", system)
    asked: list[str] = []

    def noted(table: ModuleType, name: str) -> Callable[..., object]:
        function = getattr(table, name)

        def ask(*words: object) -> object:
            asked.append(table.__name__.rpartition(".")[2])
            return function(*words)

        return ask

    for table in TABLES:
        for name in ("words_of", "parent_of", "cpu_seconds_of"):
            monkeypatch.setattr(table, name, noted(table, name))
    assert process_table.words_of(child.pid)[-1] == "a word"
    assert list(process_table.ancestors())[:2] == [os.getpid(), os.getppid()]
    assert process_table.cpu_seconds_below(child.pid) > 0
    assert list(process_table.started_with(f"{MARK}=of {os.getpid()}")) == [child.pid]
    assert set(asked) == {"by_proc" if system == "linux" else "by_psutil"}


def test_available_memory_is_about_what_linux_says() -> None:
    from juliaset.system import memory  # noqa: PLC0415 - only here

    assert by_psutil.available_memory() == pytest.approx(memory._of_machine(), rel=0.5)  # noqa: SLF001
