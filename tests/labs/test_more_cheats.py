"""Tricks against the grader's process: it must outlive them, and go on in time."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from juliaset.bench.process import EndedError
from juliaset.labs.built import built
from juliaset.labs.loadable import Limits
from juliaset.labs.pupil import Pupil

Write = Callable[[str], Path]

# No submission may import these; but other modules have.
SYSTEM = "import warnings\nsys = warnings.sys\nos = sys.modules['os']\n"


def test_the_board_keeps_its_size(write: Write) -> None:
    text = f"""{SYSTEM}
def cut(_):
    refused = 0
    for descriptor in range(3, 20):
        try:
            os.ftruncate(descriptor, 0)
        except OSError:
            refused += 1
    return refused
"""
    with Pupil(built(write(text)), Limits()) as pupil:
        assert pupil.call("cut", np.zeros(9)) == 17
        assert pupil.call("cut", np.zeros(9)) == 17


def test_work_on_a_core_that_nobody_counts_is_not_begun(write: Write) -> None:
    # Without the wall this child computes, its parent sleeps, and CPU time says: at once.
    text = f"""{SYSTEM}
def begin():
    start, (read, write) = __import__("_posixsubprocess").fork_exec, os.pipe()
    nothing = [None, None, None, -1]
    return start([b"/x"], [b"/x"], False, (), None, None, *[-1] * 6, read, write, False, False, 0,
                 *nothing, lambda: os._exit(0), False)
"""
    with Pupil(built(write(text)), Limits()) as pupil:
        if reason := pupil.walls["no other processes"]:
            pytest.skip(reason)
        with pytest.raises(EndedError, match="PermissionError"):
            pupil.call("begin")
