"""A small set for users of pytest-benchmark: pytest --benchmark-only -v.

Without that option each runs once, as a test of its counts.
"""

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from juliaset import Problem, get_kernel

PROBLEM = Problem.book(200)
SET = ["python.loops", "numpy.compacting", "cython.memoryview", "cpp.scalar", "best"]


@pytest.mark.parametrize("name", SET)
def test_a_picture_of_200_pixels(benchmark: BenchmarkFixture, name: str) -> None:
    kernel = get_kernel(name)
    out = np.empty(PROBLEM.shape, np.int32)
    call = kernel.bind(PROBLEM, out)
    benchmark.extra_info["kernel"] = kernel.name
    call.finish(benchmark(call.run))
    right = np.empty(PROBLEM.shape, np.int32)
    get_kernel("cpp.complex").bind(PROBLEM, right)()
    assert np.array_equal(out, right)
