"""The same comparison for pytest-benchmark: pytest --benchmark-only -v.

It times whole calls, as often as it takes for a steady number. Which line of a function takes the
time it cannot say; kernprof can.
"""

import math

import pytest

from benchmark_compare import ways

FUNCTIONS, RIGHT = ways(100_000)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_mean(benchmark, name):
    assert math.isclose(benchmark(FUNCTIONS[name]), RIGHT, rel_tol=1e-9)
