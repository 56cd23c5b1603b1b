"""An answer that is sent before it is ready: the work done in between is part of the call."""

from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from juliaset.grader import process as grader_process
from juliaset.grader.build import build
from juliaset.grader.launch import Limits
from juliaset.grader.process import SubmissionProcess

Write = Callable[[str], Path]

MILLISECOND = 1_000_000
# Its own answer is the first line, and the one that Python would send afterwards is not sent.
EARLY = """
import warnings
system = getattr(warnings, "s" "ys")
def connection():
    frame = getattr(system, "_get" "frame")(0)
    while "connection" not in getattr(frame, "f_lo" "cals"):
        frame = getattr(frame, "f_b" "ack")
    return getattr(frame, "f_lo" "cals")["connection"]
def counts(xs, ys, c, limit, out, threads):
    ours = connection()
    ours.send({"value": None})
    ours.send = lambda answer: None
    for k in range(1000):
        out[...] = k
def answer():
    return 1
"""


@pytest.mark.parametrize("name", ["counts", "answer"])
def test_work_after_the_answer_is_part_of_the_call(
    name: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = count(0, MILLISECOND)  # each time that the grader looks, another millisecond is spent
    monkeypatch.setattr(grader_process, "cpu_ns", lambda _: next(clock))
    with closing(SubmissionProcess(build(write(EARLY)), Limits())) as process:
        if name == "counts":
            axis = np.zeros(100)
            process.fill(name, [axis, axis, 0j, 1], (100, 100), 1)
        else:
            assert process.call(name) == 1
        # Of both, one until the answer was there, and one while it was copied.
        assert process.timing.cpu_ns == 2 * MILLISECOND
        assert process.timing.wall_ns > MILLISECOND
