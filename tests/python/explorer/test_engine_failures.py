"""A failure in an engine is reported to the page, and leaves nothing; the page goes on."""

import errno
import os
from collections.abc import Sequence

import pytest
from hosts import Host, descriptors, ends_at_once, until

from juliaset.explorer import engine, worker
from juliaset.explorer.worker import Worker
from juliaset.system.memory import resident_bytes
from processes import children


@pytest.mark.parametrize(
    ("error", "words"),
    [(MemoryError(), "there is no memory"), (KeyError("odd"), "KeyError: 'odd'")],
    ids=["no memory", "an error of ours"],
)
def test_an_engine_that_fails_says_so_and_goes_on(
    host: Host, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def fail(*_: object) -> list[bytes]:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "counts_of", fail)
        host.paint(1)
        assert host.wait_for("ended").content["message"] == words
    host.paint(2)
    host.wait_for("done", 2)


def test_a_picture_for_which_the_host_has_no_memory_is_given_up(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(content: dict[str, object], buffers: Sequence[bytes]) -> None:
        if content["type"] == "pass" and content["id"] == 1:
            raise MemoryError
        host.keep(content, buffers)

    monkeypatch.setattr(host.session, "_host", keep)
    host.paint(1)
    assert host.wait_for("ended").content["message"] == "there is no memory"
    host.paint(2)
    host.wait_for("done", 2)


def test_an_engine_that_cannot_even_say_so_goes_on(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[object] = []

    def refuse(content: dict[str, object], buffers: Sequence[bytes]) -> None:
        if content["type"] in {"pass", "ended"} and len(refused) < 2:
            refused.append(content["type"])
            raise MemoryError
        host.keep(content, buffers)

    monkeypatch.setattr(host.session, "_host", refuse)
    host.paint(1)
    until(lambda: refused == ["pass", "ended"])
    host.paint(2)
    host.wait_for("done", 2)


def test_a_process_that_cannot_be_started_is_said(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> Worker:
        raise OSError(errno.EAGAIN, "too many processes")

    with monkeypatch.context() as patch:
        patch.setattr(engine, "Worker", refuse)
        host.paint(1)
        words = host.wait_for("ended").content["message"]
        assert words.startswith("no process can be started: ")
        assert words.endswith("too many processes")
    host.paint(2)
    host.wait_for("done", 2)


def test_a_process_that_ends_at_once_is_not_started_again(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = children()
    with monkeypatch.context() as patch:
        patch.setattr(worker, "serve", ends_at_once)
        host.paint(1)
        assert "ended with code 7" in host.wait_for("ended").content["message"]
        assert children() <= before
    host.paint(2)
    host.wait_for("done", 2)
    assert [one.content["type"] for one in host.sent].count("ended") == 1


@pytest.mark.parametrize("name", ["os.ftruncate", "mmap.mmap", "Pipe", "start_call"])
def test_a_process_that_cannot_be_started_leaves_nothing_open(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "too many open files")

    before = descriptors()
    with monkeypatch.context() as patch:
        patch.setattr(name if "." in name else f"{worker.__name__}.{name}", refuse)
        with pytest.raises(OSError, match="too many open files"):
            Worker()
    assert descriptors() == before


@pytest.mark.slow
def test_memory_and_descriptors_stay_as_they_are(host: Host) -> None:
    before = children()

    def sizes() -> list[int]:
        mine = sorted(children() - before)
        return [resident_bytes(process) for process in (os.getpid(), *mine)]

    def drag(numbers: range) -> None:
        for number in numbers:
            host.paint(number, ("best", "cpp.scalar", "python.loops")[number % 3])
            host.wait_for("done", number)
            host.sent.clear()

    drag(range(1, 100))
    begun, open_begun = sizes(), descriptors()
    drag(range(100, 700))
    grown = [end - begin for begin, end in zip(begun, sizes(), strict=True)]
    assert max(grown) < 4 << 20, grown
    assert descriptors() == open_begun
