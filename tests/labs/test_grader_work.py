"""A submission can't make the grader work without limit: lab 10's questions, and what is sent."""

import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from runpy import run_path
from typing import Any

import numpy as np
import pytest

from juliaset.bench.contestants.child import EndedError
from juliaset.grader import received
from juliaset.grader.catalogue import find_lab, load_module
from juliaset.grader.received import Received
from juliaset.grader.sandbox.wire import SharedArrays
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status

Write = Callable[[str], Path]
LAB = find_lab("10")
BILL = load_module(LAB.folder / "bill.py")
SUSPECTS = run_path(str(LAB.folder / "suspects.py"))
MOST_BYTES = 200 << 20

ROW, MILLION, LONG = np.zeros(2000), np.zeros(1_000_000), np.zeros(1_000_001)
EMPTY = np.zeros(0)
REFUSED = {
    "a large picture": (ROW, ROW, 0j, 0),
    "a long axis and a long axis": (MILLION, MILLION, 0j, 0),
    "a long axis and an empty one": (LONG, EMPTY, 0j, 0),
    "an empty axis and a long one": (EMPTY, LONG, 0j, 0),
    "an axis of a megapixel, and many steps": (MILLION, ROW[:1], 0j, 21),
    "no pixel, and steps for ever": (EMPTY, EMPTY, 0j, 2**31 - 1),
    "one pixel, and steps for ever": (ROW[:1], ROW[:1], 0j, 2**31 - 1),
    "a limit of thousands of digits": (ROW[:1], ROW[:1], 0j, 1 << 20_000),
    "a negative limit of as many": (ROW[:1], ROW[:1], 0j, -(1 << 20_000)),
    "a limit that pays back": (ROW[:1], ROW[:1], 0j, -(10**9)),
    "a limit that is none": (ROW[:1], ROW[:1], 0j, float("nan")),
    "a limit of no end": (ROW[:1], ROW[:1], 0j, float("inf")),
    "a limit of steps and a half": (ROW[:1], ROW[:1], 0j, 1.5),
    "a limit of truth": (ROW[:1], ROW[:1], 0j, True),
    "an axis of two dimensions": (np.zeros((1000, 1000)), ROW[:1], 0j, 1),
    "an axis of complex numbers": (np.zeros(9, complex), ROW[:1], 0j, 1),
    "an axis of lists": ([[0.0] * 1000] * 1000, ROW[:1], 0j, 1),
    "an axis that is a number": (1e6, ROW[:1], 0j, 1),
    "an axis of text": ("0" * 1000, ROW[:1], 0j, 1),
    "an axis of large integers": ([10**400], ROW[:1], 0j, 1),
    "no numbers": (np.full(9, np.nan), ROW[:1], 0j, 1),
    "no end of numbers": (ROW[:1], np.full(9, np.inf), 0j, 1),
    "a constant that is none": (ROW[:1], ROW[:1], complex("nan"), 1),
    "a constant of no end": (ROW[:1], ROW[:1], complex("inf"), 1),
}


class Counted:
    """Stands for a kernel, and adds up what it is asked to compute."""

    def __init__(self) -> None:
        self.work = 0
        self.calls = 0
        self.suspect = SUSPECTS["Suspect"]("counted", self)

    def __call__(self, problem: Any) -> Any:  # noqa: ANN401
        self.calls += 1
        self.work += problem.pixels * (problem.max_iterations + 1)
        return np.zeros((1, 1), np.int32)


@pytest.mark.parametrize("asked", REFUSED.values(), ids=REFUSED)
def test_a_question_that_costs_too_much_is_refused_before_any_work(asked: tuple[Any, ...]) -> None:
    kernel = Counted()
    tracemalloc.start()
    try:
        with pytest.raises((ValueError, TypeError, ArithmeticError)) as refused:
            kernel.suspect.kernel(*asked)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kernel.calls == 0
    assert peak < 1 << 20
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("size", "limit"), [(1, 0), (1, 14_000), (120, 1000), (1000, 0), (1000, 19), (31, 80)]
)
def test_all_questions_together_have_a_bound(size: int, limit: int) -> None:
    kernel = Counted()
    axis = np.linspace(-1, 1, size)
    with suppress(ValueError):
        while kernel.calls < BILL.ALL:
            kernel.suspect.kernel(axis, axis, 0.1j, limit)
    with pytest.raises(ValueError, match="allowed: 60,000,000"):
        kernel.suspect.kernel(axis, axis, 0.1j, limit)
    assert 0 < kernel.work <= BILL.ALL
    assert kernel.calls <= BILL.ALL // (BILL.PER_STEP * BILL.PER_PIXEL)


def test_a_refused_question_costs_nothing_and_gives_nothing_back() -> None:
    kernel = Counted()
    for asked in REFUSED.values():
        with suppress(ValueError, TypeError, ArithmeticError):
            kernel.suspect.kernel(*asked)
    assert kernel.suspect.bill.total <= BILL.cost(9, 1) * len(REFUSED)
    assert kernel.suspect.bill.total >= 0


@pytest.mark.slow
def test_the_clumsiest_kernel_takes_little_memory_for_the_largest_picture() -> None:
    near = np.linspace(-0.3, 0.3, 1000)
    # Every pixel lives, for as many steps as two arrays of each kind need to be made.
    for suspect in SUSPECTS["suspects"](Random(1)):
        tracemalloc.start()
        suspect.kernel(near, near, 0.1j, 2)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < MOST_BYTES, suspect.name


ASKING = {
    "a megapixel, again and again": (
        "xs = np.linspace(-1, 1, 1000)\n    while True: kernel(xs, xs, 0.1j, 19)",
        "allowed: 60,000,000",
    ),
    "36 megapixels": (
        "xs = np.linspace(-1, 1, 6000)\n    return bool(kernel(xs, xs, 0.1j, 0).any())",
        "6000 x 6000 pixels with limit 0; allowed: up to 1,000,000 pixels",
    ),
    "tiny ones, again and again": (
        "xs = np.zeros(1)\n    while True: kernel(xs, xs, 0.1j, 0)",
        "allowed: 60,000,000",
    ),
    "and hears no refusal": (
        "while True:\n        try: kernel(LONG, LONG, 0j, 0)\n        except ValueError: pass",
        "1,000 of its questions were refused",
    ),
    "with no argument": (
        "while True:\n        try: kernel()\n        except ValueError: pass",
        "1,000 of its questions were refused",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("body", "words"), ASKING.values(), ids=ASKING)
def test_who_asks_too_much_fails(body: str, words: str, write: Write) -> None:
    path = write(f"import numpy as np\nLONG = np.zeros(2000)\ndef is_right(kernel):\n    {body}\n")
    verdict = check_submission(LAB, path)
    assert verdict.status == Status.FAIL
    assert words in verdict.message


# getattr: the check of the text would refuse such names.
ALIASES = """
import warnings
sys = getattr(warnings, "sys")
def is_right(kernel):
    frame = getattr(sys, "_getframe")()
    while "connection" not in getattr(frame, "f_locals"):
        frame = getattr(frame, "f_back")
    connection = getattr(frame, "f_locals")["connection"]
    whole = '{"array": [0, "float64", [33554432]]}'
    line = '{"number": %d, "asks": "kernel", "arguments": [[%s]]}'
    answers, number = getattr(connection, "_answers"), getattr(connection, "_number")
    answers.write(line % (number, ",".join([whole] * 1000)) + "\\n")
    answers.flush()
    raise ValueError(connection.receive())
"""


def test_memory_named_a_thousand_times_is_not_copied(write: Write) -> None:
    verdict = check_submission(LAB, write(ALIASES))
    assert verdict.status == Status.FAIL
    assert "came together; allowed: 268435456" in verdict.message


WHOLE = {"array": [0, "int32", [256]]}


@pytest.mark.parametrize(
    "sent", [[WHOLE, WHOLE], [[WHOLE, WHOLE]], [{"dict": {"a": WHOLE, "b": [WHOLE]}}]]
)
def test_a_message_holds_no_more_than_the_memory(sent: list[object]) -> None:
    found = Received(SharedArrays(memoryview(bytearray(1024))), 1024)
    with pytest.raises(ValueError, match="arrays of 2048 bytes came together; allowed: 1024"):
        found.values(sent)
    assert found.value(WHOLE).size == 256


def test_all_messages_together_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received, "_MOST_BYTES", 3 << 10)
    found = Received(SharedArrays(memoryview(bytearray(1024))), 1024)
    for _ in range(3):
        assert found.value([1, WHOLE, None])[0] == 1
    with pytest.raises(EndedError, match="more than 0 GiB"):
        found.value(WHOLE)


FORGED = {
    "a type that NumPy reads as Python": [0, "(1,,2)i4", [1]],
    "a type with a leading zero": [0, "(01,)i4", [1]],
    "a list as a type": [0, ["int32"], [1]],
    "fifty thousand axes": [0, "int32", [1 << 62] * 50_000],
    "axes of thousands of digits": [0, "int32", [10**4000] * 250],
    "an axis in letters": [0, "int32", ["3"]],
    "axes in a text": [0, "int32", "33"],
    "an axis of no end": [0, "int32", [float("inf")]],
}


@pytest.mark.parametrize("reference", FORGED.values(), ids=FORGED)
def test_an_array_that_cannot_be_is_refused_before_any_work(
    reference: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_type(*_: object) -> None:
        raise AssertionError("NumPy was asked about it")

    monkeypatch.setattr("juliaset.grader.sandbox.wire.np.dtype", no_type)
    arrays = SharedArrays(memoryview(bytearray(1024)))
    with pytest.raises(ValueError, match="no array is there"):
        arrays.view({"array": reference})


FORGER = """
def is_right(kernel):
    cells = [getattr(cell, "cell_" "contents") for cell in getattr(kernel, "__clo" "sure__")]
    connection, = (each for each in cells if hasattr(each, "send"))
    connection.send({"asks": "kernel", "arguments": [{"array": [0, "(1,,2)i4", [1]]}]})
    raise ValueError(connection.receive()["refused"])
"""


def test_a_forged_type_is_the_submission_s_fault(write: Write) -> None:
    verdict = check_submission(LAB, write(FORGER))
    assert verdict.status == Status.FAIL
    assert "no array is there" in verdict.message


def test_the_grader_s_own_time_has_a_bound(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received, "_MOST_SECONDS", 0.001)
    verdict = check_submission(
        LAB, write("def is_right(kernel):\n    while True: kernel([0.0] * 9, [0.0], 0j, 1)")
    )
    assert verdict.status == Status.FAIL
    assert "of the grader's own CPU time" in verdict.message
