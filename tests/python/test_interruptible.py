"""run_interruptibly(): what runs hears of a signal, and has ended when the caller goes on."""

import _thread
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from juliaset.system.interruptible import Flag, run_interruptibly


class Raised(Exception):  # noqa: N818
    """What the handler raises."""


rings: list[int] = []


@pytest.fixture
def _handler_raises() -> Iterator[None]:
    def ring(*_: object) -> None:
        raise Raised

    before = signal.signal(signal.SIGUSR1, ring)
    yield
    signal.signal(signal.SIGUSR1, before)


@pytest.fixture
def _handler_returns() -> Iterator[None]:
    before = signal.signal(signal.SIGUSR1, lambda number, _: rings.append(number))
    rings.clear()
    yield
    signal.signal(signal.SIGUSR1, before)


def ring_soon() -> None:
    threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1)).start()


@pytest.mark.usefixtures("_handler_raises")
def test_what_runs_has_ended_when_the_signal_s_exception_arrives() -> None:
    ended = []

    def fill(stop: Flag) -> None:
        ring_soon()
        while not stop[0]:
            time.sleep(0.001)
        time.sleep(0.2)  # it takes its time to notice
        ended.append(True)

    with pytest.raises(Raised):
        run_interruptibly(fill)
    assert ended


@pytest.mark.usefixtures("_handler_returns")
def test_a_handler_that_returns_ends_nothing() -> None:
    seen = []

    def fill(stop: Flag) -> None:
        ring_soon()
        while not rings:
            time.sleep(0.001)
        seen.append(int(stop[0]))

    run_interruptibly(fill)
    assert rings == [signal.SIGUSR1]
    assert seen == [0]


def test_an_exception_arrives_in_the_caller_s_thread() -> None:
    def fill(_: Flag) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_interruptibly(fill)


def test_it_runs_in_a_thread_of_its_own_that_is_gone_afterwards() -> None:
    threads: list[int] = []
    run_interruptibly(lambda _: threads.append(threading.get_native_id()))
    assert threads[0] != threading.get_native_id()
    place, deadline = Path(f"/proc/self/task/{threads[0]}"), time.monotonic() + 10
    while place.exists() and time.monotonic() < deadline:  # Python is done with it, Linux soon
        time.sleep(0.001)
    assert not place.exists()


def test_a_thread_that_cannot_be_started_is_an_error_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(_thread, "start_new_thread", refuse)
    with pytest.raises(OSError, match="no thread can be started: can't start new thread"):
        run_interruptibly(lambda _: None)


def test_a_thread_that_ends_before_it_begins_is_no_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_thread, "start_new_thread", lambda *_: None)
    with pytest.raises(MemoryError, match="no memory for a thread"):
        run_interruptibly(lambda _: None)
