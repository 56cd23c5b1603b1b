"""Whatever a function gives back is a verdict on it, and never "no fault of yours"."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.record import Status as RowStatus
from juliaset.grader import submission
from juliaset.grader.catalogue import find_lab
from juliaset.grader.launch import Limits, Loadable
from juliaset.grader.process import Function
from juliaset.grader.sandbox.process import complaint, load
from juliaset.grader.sandbox.wire import SharedArrays, decode, encode
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status

FUNCTIONS = {
    "1": "seconds_per_call(run, clock)",
    "3": "compare(time_old, time_new)",
    "4": "histogram(xs, ys, c, limit)",
    "5": "counts(xs, ys, c, limit)",
    "8": "advance(re, im, c, number, work)",
    "10": "is_right(kernel)",
    "11": "utilisation(counts, limit, lanes, rows)",
    "16": "split(width, height, edge)",
    "17": "seconds(tool, loop, place)",
    "18": "fused(listing)",
    "20": "tasks(xs, ys, c, limit, workers)",
    "21": "counts(xs, ys, count)",
}
ANSWERS = [
    "10**400",
    "float('nan')",
    "{'a': np.zeros(2)}",
    "[np.zeros(3)] * 21",
    "['x'] * 21",
    "[float('nan')] * 21",
    "np.zeros((3, 3))",
    "np.zeros(0)",
    "np.array('faster')",
    "np.ones((60, 60), '>i4')",
    "'faster ' * 1000",
    "b'faster'",
    "Exception",
]


# To start a process for each answer takes time: the quick tests do so for these.
QUICK = {"10**400", "[np.zeros(3)] * 21", "Exception"}

# They look at the process itself: its memory, or the arrays that it fills; or there are several.
OF_A_PROCESS = ("4", "8", "20")


class NoProcess:
    """Replaces a submission's process, and passes answers on in the form in which they cross.

    To start the process takes longer than to check what it answers.
    """

    walls: Mapping[str, str] = {}
    printed = ""

    def __init__(self, loadable: Loadable, _limits: Limits) -> None:
        self._names = load(loadable.folder / loadable.entry)
        del sys.modules["start"]
        self._arrays = SharedArrays(memoryview(bytearray(1 << 20)))

    def call(
        self,
        name: str,
        *arguments: object,
        functions: Mapping[str, Callable[..., object]] | None = None,
    ) -> Any:  # noqa: ANN401
        known = functions or {}
        given = [known[each.name] if isinstance(each, Function) else each for each in arguments]
        self._arrays.used = 0
        try:
            value = encode(self._names[name](*given), self._arrays)
        except Exception as error:  # noqa: BLE001 - as in the process
            raise EndedError(RowStatus.FAILED, complaint(error)) from None
        try:
            return decode(json.loads(json.dumps(value)), self._arrays)
        except ValueError as error:  # as the grader takes it
            raise EndedError(RowStatus.FAILED, str(error)) from None

    def close(self) -> None:
        """Do nothing: nothing was started."""


def of_a_process() -> list[ParameterSet]:
    """Return the answers; those that are not quick are slow."""
    return [
        pytest.param(answer, marks=() if answer in QUICK else pytest.mark.slow)
        for answer in ANSWERS
    ]


@pytest.mark.parametrize("answer", of_a_process())
def test_an_odd_answer_of_a_process_is_a_fail(answer: str, tmp_path: Path) -> None:
    check_fails("5", answer, tmp_path)


@pytest.mark.parametrize("answer", of_a_process())
@pytest.mark.parametrize("number", OF_A_PROCESS)
def test_an_odd_answer_of_what_looks_at_its_process_is_a_fail(
    number: str, answer: str, tmp_path: Path
) -> None:
    check_fails(number, answer, tmp_path)


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("number", [each for each in FUNCTIONS if each not in OF_A_PROCESS])
def test_an_odd_answer_is_a_fail(
    number: str, answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submission, "SubmissionProcess", NoProcess)
    check_fails(number, answer, tmp_path)


def check_fails(number: str, answer: str, tmp_path: Path) -> None:
    path = tmp_path / "start.py"
    path.write_text(f"import numpy as np\ndef {FUNCTIONS[number]}:\n    return {answer}\n")
    assert check_submission(find_lab(number), path).status == Status.FAIL


@pytest.mark.parametrize("number", ["2", "9"])
@pytest.mark.parametrize("text", ["", "a =" + "[" * 50_000, "=", "flags = 3\nwidth = nan\n", "\0"])
def test_an_odd_table_is_a_fail(number: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "start.toml"
    path.write_text(text)
    assert check_submission(find_lab(number), path).status == Status.FAIL
