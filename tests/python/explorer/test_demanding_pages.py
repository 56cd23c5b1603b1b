"""A page that asks for too much, or for what fails, is told; its session goes on."""

import threading
import time

import pytest
from hosts import BOOK, HANGS_S, LIMIT, VIEW, Host

from juliaset.explorer import catalogue, engine, session
from juliaset.explorer.worker import Worker
from juliaset.kernel_type import UnavailableError
from juliaset.system.cores import usable_cores


@pytest.mark.parametrize(
    "asked", [b"\x00", "null", b"[" * 5000, {"type": "paint", 3: None}, {}, [], 5, None]
)
def test_nothing_that_a_page_sends_raises(host: Host, asked: object) -> None:
    host.session.receive(asked)
    assert host.wait_for("refused").content["message"]


def test_a_kernel_that_is_not_here_is_refused(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_is_best(_name: str) -> None:
        raise UnavailableError("no exact kernel can run here")

    with monkeypatch.context() as patch:
        patch.setattr(session, "get_kernel", none_is_best)
        host.paint(1)
        refused = host.wait_for("refused", 1).content
    assert refused["message"] == "UnavailableError: no exact kernel can run here"
    host.paint(2)
    host.wait_for("done", 2)


def test_a_greeting_that_fails_is_said(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_grid: object) -> None:
        raise RuntimeError("no palettes")

    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "hello", fail)
        host.ask(type="hello")
        assert host.wait_for("refused").content["message"] == "RuntimeError: no palettes"
    host.ask(type="hello")
    host.wait_for("hello")


def test_many_greetings_take_one_thread(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, goes_on, hello = threading.Event(), threading.Event(), catalogue.hello

    def slowly(grid: dict[str, object]) -> dict[str, object]:
        begun.set()
        assert goes_on.wait(HANGS_S)
        return hello(grid)

    monkeypatch.setattr(catalogue, "hello", slowly)
    before = set(threading.enumerate())
    for _ in range(50):
        host.ask(type="hello")
    assert begun.wait(HANGS_S)
    assert len(set(threading.enumerate()) - before) == 1
    goes_on.set()
    host.wait_for("hello")


def test_a_panel_that_opens_and_closes_all_the_time_leaves_no_crowd(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that starts a process cannot end before it has."""
    starts = threading.Event()

    def slowly() -> Worker:
        starts.set()
        time.sleep(0.2)
        return Worker()

    monkeypatch.setattr(engine, "Worker", slowly)
    before, most = set(threading.enumerate()), 0
    for number in range(8):
        starts.clear()
        host.paint(number, panel=1)
        assert starts.wait(HANGS_S)
        host.ask(type="close", panel=1, id=number)
        most = max(most, len(set(threading.enumerate()) - before))
    assert most <= 2


def test_a_team_is_no_larger_than_the_page_offers(host: Host) -> None:
    most = 2 * usable_cores()
    words = f"threads is {most + 1}; allowed: 1 to {most}"
    host.paint(1, "python.multiprocessing", threads=most + 1)
    assert host.wait_for("refused", 1).content["message"] == words
    host.ask(type="rows", id=2, view=VIEW, c=BOOK, limit=LIMIT, threads=most + 1)
    assert host.wait_for("refused", 2).content["message"] == words
    listed = {kernel["name"]: kernel for kernel in catalogue.hello({})["kernels"]}  # type: ignore[attr-defined]
    assert listed["python.multiprocessing"]["most_threads"] == most
