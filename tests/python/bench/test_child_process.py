"""The contest's end of a worker: whatever the worker does, it ends with a status and a reason."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from juliaset.bench.contestants.child import ChildProcess, EndedError
from juliaset.bench.record import Status


@contextmanager
def child(script: str) -> Iterator[ChildProcess]:
    """Start a shell as a worker."""
    process = ChildProcess(["sh", "-c", script], {"PATH": "/usr/bin:/bin"})
    try:
        yield process
    finally:
        process.stop()


def end_of(script: str, *, timeout: float = 10, request: str = "") -> EndedError:
    with child(script) as process, pytest.raises(EndedError) as ended:
        process.ask({"request": request}, timeout)
    return ended.value


def test_an_answer_is_a_line_with_the_number_of_its_request() -> None:
    with child('read line; printf \'{"number": 1, "value": 7}\\n\'; sleep 9') as process:
        assert process.ask({}, 10) == {"value": 7}


@pytest.mark.parametrize(
    "answer",
    [
        "7",
        "[]",
        "nonsense",
        '{"number": 2}',  # of another request
        '{"value": 7}',
        "",
        f"{'[' * 100_000}",  # nested more deeply than Python reads
    ],
    ids=["a number", "a list", "nonsense", "another's", "no number", "nothing", "brackets"],
)
def test_what_is_not_the_answer_is_quoted_in_one_short_line(answer: str) -> None:
    end = end_of(f"read line; cat <<'end'\n{answer}\nend\nsleep 9")
    assert end.status == Status.FAILED
    assert end.reason.startswith("it sent something other than the answer: ")
    assert len(end.reason) < 200
    assert "\n" not in end.reason


def test_a_line_without_an_end_is_given_up() -> None:
    end = end_of("read line; yes | tr -d '\\n'")
    assert end.status == Status.FAILED
    assert "something other than the answer: 'yyy" in end.reason


def test_a_process_that_was_gone_before_the_request_is_told_by_its_own_words() -> None:
    with child("echo too early >&2; exit 3") as process:
        while process.said() == "":
            time.sleep(0.01)
        with pytest.raises(EndedError) as ended:  # more than fits into the pipe of a process
            process.ask({"request": "x" * 200_000}, 10)
    assert ended.value.status == Status.CRASHED
    assert ended.value.reason.startswith("it ended with exit code 3")
    assert "too early" in ended.value.reason


def test_a_process_that_never_reads_costs_no_more_than_its_timeout() -> None:
    end = end_of("sleep 60", timeout=0.1, request="x" * 1_000_000)
    assert end.status == Status.TIMEOUT
    assert end.reason == "no answer within 0.1 s"


def test_a_signal_is_named() -> None:
    end = end_of("read line; kill -SEGV $$")
    assert end.status == Status.CRASHED
    assert "SIGSEGV" in end.reason
