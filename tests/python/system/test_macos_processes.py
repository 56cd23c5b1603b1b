"""How processes end and what is known of others on macOS, with stand-ins: never run on a Mac."""

import errno
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from juliaset.profilers.errors import CannotError
from juliaset.profilers.requirements import need_ptrace
from juliaset.system import (
    cpu_time,
    macos,
    process_end,
    thread_usage,
)
from juliaset.system.process_end import ProcessEnd

MAC = Path(__file__).parents[2] / "simulated_mac"


class Kqueue:
    """As the manual page of macOS describes kqueue(): the end of a process makes it readable."""

    KQ_FILTER_PROC, KQ_EV_ADD, KQ_NOTE_EXIT = -5, 1, 1 << 31

    def __init__(self, number: int = 0) -> None:
        self.number, self.closed = number, False
        self.added: list[object] = []

    def kqueue(self) -> "Kqueue":
        return self

    def kevent(self, *words: object) -> tuple[object, ...]:
        return words

    def control(self, changes: list[object], most: int) -> list[object]:
        assert most == 0
        if self.number:
            raise OSError(self.number, os.strerror(self.number))
        self.added += changes
        return []

    def close(self) -> None:
        self.closed = True


def test_an_end_is_asked_of_kqueue() -> None:
    system = Kqueue()
    assert macos.queue_of_end(42, system) is system
    assert system.added == [(42, -5, 1, 1 << 31)]


def test_a_process_that_has_ended_already_needs_no_queue() -> None:
    system = Kqueue(errno.ESRCH)
    assert macos.queue_of_end(42, system) is None
    assert system.closed
    with pytest.raises(OSError, match="not permitted"):
        macos.queue_of_end(42, Kqueue(errno.EPERM))


@pytest.mark.usefixtures("_mac")
def test_an_end_that_has_come_can_be_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macos, "queue_of_end", lambda _: None)
    with ProcessEnd(42) as end:
        assert select.select([end], [], [], 0)[0] == [end]
        assert end.within(0)


def test_the_end_of_a_child_is_noticed_before_anyone_waits_for_it() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        with ProcessEnd(child.pid) as end:
            assert not end.within(0.01)
            child.kill()
            assert end.within(20)
        assert child.wait() == -signal.SIGKILL


@pytest.mark.parametrize("folder", ["", str(MAC)], ids=["Linux", "simulated Mac"])
def test_a_process_ends_with_its_parent(folder: str) -> None:
    child = (
        "import os, sys, time; from juliaset.system.process_end import end_with; "
        "end_with(int(sys.argv[1])); print(os.getpid(), flush=True); time.sleep(60)"
    )
    parent = (
        "import os, subprocess, sys; "
        "subprocess.run([sys.executable, '-c', sys.argv[1], str(os.getpid())])"
    )
    with subprocess.Popen(
        [sys.executable, "-c", parent, child],
        stdout=subprocess.PIPE,
        env=os.environ | ({"PYTHONPATH": folder} if folder else {}),
    ) as process:
        assert process.stdout
        number = int(process.stdout.readline())
        with ProcessEnd(number) as end:
            process.kill()
            ended = end.within(20)
        if not ended:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
    assert ended


@pytest.mark.usefixtures("_mac")
def test_a_parent_that_cannot_be_watched_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise PermissionError(errno.EPERM, "not yours")

    parents = iter([7, 7, 1])
    killed: list[tuple[int, int]] = []
    monkeypatch.setattr(macos, "queue_of_end", refuse)
    monkeypatch.setattr(process_end, "_LOOK_S", 0)
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(os, "kill", lambda *words: killed.append(words))
    process_end._die_after(7)  # noqa: SLF001
    assert killed == [(os.getpid(), signal.SIGKILL)]


@pytest.mark.usefixtures("_mac")
def test_threads_of_another_process_are_not_known() -> None:
    with pytest.raises(OSError, match="macOS does not tell it"):
        thread_usage.usage_of_threads(os.getpid())
    with pytest.raises(OSError, match="macOS does not tell it"):
        thread_usage.usage_of_this_thread()
    before = cpu_time.cpu_seconds()
    until = time.thread_time() + 0.02
    while time.thread_time() < until:
        pass
    assert cpu_time.cpu_seconds() > before


@pytest.mark.usefixtures("_mac")
def test_only_root_looks_into_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 501)
    with pytest.raises(CannotError, match="macOS lets only root look into another process"):
        need_ptrace()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    need_ptrace()
