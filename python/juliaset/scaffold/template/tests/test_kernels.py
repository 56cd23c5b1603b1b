"""Each kernel fills what the oracle fills, for small and for odd sizes."""

import numpy as np
import pytest

from problem import problem


@pytest.mark.parametrize("size", [2, 3, 7, 100, 1023])
@pytest.mark.parametrize("name", problem.kernels)
def test_a_kernel_is_right(name, size):
    assert problem.complaint(name, size) == ""


@pytest.mark.parametrize("name", problem.kernels)
def test_a_kernel_can_run_here(name):
    assert problem.kernels[name].missing() == ""


def test_the_oracle_is_right():
    made = problem.at(3)
    series, (first, middle, last) = made.inputs["series"], made.expected
    assert (first, last) == (series[0], series[2])
    assert middle == pytest.approx(np.average(series, weights=[1, 2, 1]))


def test_a_wrong_kernel_would_be_noticed():
    wrong = problem.at(100).expected.copy()
    wrong[50] = np.nextafter(wrong[50], 1)
    problem.kernel("planted")(lambda _series, out: np.copyto(out, wrong))
    try:
        assert problem.complaint("planted", 100).startswith("1 of 100 values differ, the first at")
    finally:
        del problem.kernels["planted"]
