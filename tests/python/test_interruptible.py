"""run_interruptibly(): the function learns of a signal, and has ended when the caller goes on."""

import _thread
import gc
import os
import signal
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

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


def wait_for_stop(stop: Flag) -> None:
    while not stop[0]:
        time.sleep(0.001)


def test_several_run_at_once_each_in_a_thread_of_its_own() -> None:
    together, threads = threading.Barrier(3), []

    def fill(_: Flag) -> None:
        together.wait(timeout=30)
        threads.append(threading.get_native_id())

    run_interruptibly(fill, fill, fill)
    assert len(set(threads)) == 3


@pytest.mark.parametrize("place", range(3))
def test_one_that_fails_stops_the_others(place: int) -> None:
    ended: list[bool] = []

    def fails(_: Flag) -> None:
        raise ZeroDivisionError

    def goes_on(stop: Flag) -> None:
        wait_for_stop(stop)
        ended.append(True)

    fills: list[Callable[[Flag], None]] = [goes_on, goes_on]
    fills.insert(place, fails)
    with pytest.raises(ZeroDivisionError):
        run_interruptibly(*fills)
    assert ended == [True, True]


@pytest.mark.usefixtures("_handler_raises")
def test_all_have_ended_when_the_signal_s_exception_arrives() -> None:
    ended: list[bool] = []

    def goes_on(stop: Flag) -> None:
        wait_for_stop(stop)
        time.sleep(0.1)
        ended.append(True)

    ring_soon()
    with pytest.raises(Raised):
        run_interruptibly(goes_on, goes_on, goes_on)
    assert ended == [True] * 3


def test_those_that_were_started_end_if_the_next_one_cannot_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = _thread.start_new_thread
    ended: list[bool] = []

    def starts_one(*call: Any) -> int:  # noqa: ANN401
        if ended:
            raise RuntimeError("can't start new thread")
        ended.append(False)
        return start(*call)

    def goes_on(stop: Flag) -> None:
        wait_for_stop(stop)
        ended[0] = True

    monkeypatch.setattr(_thread, "start_new_thread", starts_one)
    with pytest.raises(OSError, match="no thread can be started"):
        run_interruptibly(goes_on, goes_on)
    assert ended == [True]


def test_nothing_of_a_call_is_left_behind() -> None:
    class Large:
        """What the function of a call refers to, such as its arrays."""

    def uses(large: Large, _: Flag) -> None:
        del large

    large = Large()
    gone = weakref.ref(large)
    gc.disable()
    try:
        run_interruptibly(partial(uses, large))
        del large
        assert gone() is None
    finally:
        gc.enable()
