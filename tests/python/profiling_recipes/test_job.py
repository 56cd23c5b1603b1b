"""What a recipe looks for in a profile is what runs."""

import sys
from pathlib import Path
from types import FrameType

import pytest

from juliaset import Problem
from juliaset.problem import new_counts
from juliaset.profilers.job import Job


@pytest.mark.parametrize(
    "kernel", ["cpp.scalar", "c.ctypes", "cython.memoryview", "python.expanded"]
)
def test_the_function_of_a_kernel_is_called(kernel: str, tmp_path: Path) -> None:
    job = Job(kernel, 10, tmp_path)
    problem = Problem.book(10)
    call = job.kernel.bind(problem, new_counts(problem.shape))
    called = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            called.append(frame.f_code.co_name)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        call.run()
    finally:
        sys.setprofile(before)
    assert called[0] == job.function
