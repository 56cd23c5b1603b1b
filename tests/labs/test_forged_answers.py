"""A submission that writes the lines of its process by hand gains nothing, and is told so."""

from collections.abc import Callable
from pathlib import Path

import pytest

from juliaset.grader.catalogue import find_lab
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status
from some_quick import some_quick

Write = Callable[[str], Path]

# getattr: the check of the text would refuse such names.
FORGING = """
import warnings
sys = getattr(warnings, "sys")
def counts(xs, ys, c, limit):
    frame = getattr(sys, "_getframe")()
    while "connection" not in getattr(frame, "f_locals"):
        frame = getattr(frame, "f_back")
    connection = getattr(frame, "f_locals")["connection"]
    line = {line}
    answers, number = getattr(connection, "_answers"), getattr(connection, "_number")
    answers.write(line.replace("NUMBER", str(number)) + "\\n")
    answers.flush()
    while True:
        pass
"""
NESTED = '{"number": NUMBER, "value": ' + "[" * 3000 + "]" * 3000 + "}"
QUICK = [
    "[NUMBER]",
    '{"number": NUMBER, "error": null, "status": "ok"}',
    '{"number": NUMBER, "value": {"array": [0, "int32", [-1, 99999999999999999999]]}}',
    '{"number": NUMBER, "asks": "os.system", "arguments": ["true"]}',
    NESTED,
]
SLOW = [
    "",
    '{"number": NUMBER}',
    '{"number": NUMBER, "error": 5, "status": []}',
    '{"number": NUMBER, "value": {"dict": 3}}',
    '{"number": NUMBER, "value": {"complex": 3}}',
    '{"number": NUMBER, "value": {"array": [0, "int32", [1e999]]}}',
    '{"number": NUMBER, "value": {"array": [1e9, "int32", [2]]}}',
    '{"number": NUMBER, "value": {"array": [0, "object", [2]]}}',
    '{"number": NUMBER, "value": "\\ud800"}',
    '{"number": NUMBER, "asks": [], "arguments": []}',
]


NAMES = {line[:70]: line for line in (*QUICK, *SLOW)}


@pytest.mark.parametrize("line", some_quick(NAMES, *(line[:70] for line in QUICK)))
def test_a_forged_line_is_a_fail(line: str, write: Write) -> None:
    verdict = check_submission(find_lab("5"), write(FORGING.format(line=repr(line))))
    assert verdict.status == Status.FAIL
    verdict.message.encode()


@pytest.mark.parametrize(
    "argument",
    [
        '{"dict": 1}',
        *(
            pytest.param(argument, marks=pytest.mark.slow)
            for argument in ('{"array": [0, "int32", [1e999]]}', '{"complex": 1}', "3")
        ),
    ],
)
def test_a_forged_question_is_refused(argument: str, write: Write) -> None:
    line = '{"number": NUMBER, "asks": "kernel", "arguments": [' + argument + "]}"
    text = FORGING.replace("counts(xs, ys, c, limit)", "is_right(kernel)").format(line=repr(line))
    asked = text.replace(
        "    while True:\n        pass\n", "    raise ValueError(connection.receive())\n"
    )
    verdict = check_submission(find_lab("10"), write(asked))
    assert verdict.status == Status.FAIL
    assert "refused" in verdict.message
