"""Tricks against the grader's process: it must outlive them, and go on in time."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

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
