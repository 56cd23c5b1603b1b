"""Whatever a function gives back is a verdict on it, and never "no fault of yours"."""

from pathlib import Path

import pytest

from juliaset.grader.catalogue import find_lab
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


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("number", FUNCTIONS)
def test_an_odd_answer_is_a_fail(number: str, answer: str, tmp_path: Path) -> None:
    path = tmp_path / "start.py"
    path.write_text(f"import numpy as np\ndef {FUNCTIONS[number]}:\n    return {answer}\n")
    assert check_submission(find_lab(number), path).status == Status.FAIL


@pytest.mark.parametrize("number", ["2", "9"])
@pytest.mark.parametrize("text", ["", "a =" + "[" * 50_000, "=", "flags = 3\nwidth = nan\n", "\0"])
def test_an_odd_table_is_a_fail(number: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "start.toml"
    path.write_text(text)
    assert check_submission(find_lab(number), path).status == Status.FAIL
