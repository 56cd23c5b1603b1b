"""Each kernel fills what the oracle fills, for small and for odd plates."""

import numpy as np
import pytest

from problem import heat


SIZES = (1, 2, 3, 4, 7, 17, 100)


@pytest.mark.parametrize("name", heat.kernels)
def test_a_kernel_is_right_for_every_size(name):
    kernel = heat.kernels[name]
    prepare = kernel.open()  # a file in C++ is compiled once, for all sizes
    for size in SIZES:
        made = heat.at(size)
        out = np.full_like(made.expected, np.nan)
        prepare(*made.inputs.values(), out, *([3] if kernel.supports_threads else []))()
        assert np.array_equal(out, made.expected), size


@pytest.mark.parametrize("name", heat.kernels)
def test_a_kernel_can_run_here(name):
    assert heat.kernels[name].missing() == ""


def test_a_wave_dies_away_as_mathematics_says():
    """A product of two sines keeps its shape: each step multiplies it by one number."""
    height, width, steps, rate = 21, 33, 12, 0.2
    down = np.sin(np.pi * 2 * np.arange(height) / (height - 1))
    across = np.sin(np.pi * 3 * np.arange(width) / (width - 1))
    slower = [np.sin(np.pi * k / (2 * (n - 1))) ** 2 for k, n in ((2, height), (3, width))]
    wave, out = np.outer(down, across), np.empty((height, width))
    heat.oracle(wave, height, width, steps, rate, out)
    assert out == pytest.approx(wave * (1 - 4 * rate * sum(slower)) ** steps, abs=1e-14)


def test_a_slope_stays_as_it_is():
    """Each cell of it is the mean of its neighbours. In quarters all sums are exact."""
    slope = np.add.outer(np.arange(9) / 4, np.arange(12) / 2)
    out = np.empty_like(slope)
    heat.oracle(slope, 9, 12, 5, 0.2, out)
    assert np.array_equal(out, slope)


def test_no_cell_gets_hotter_than_the_hottest_was():
    made = heat.at(50)
    field = made.inputs["field"]
    assert field.min() <= made.expected.min() < made.expected.max() <= field.max()
    for edge in (np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1]):
        assert np.array_equal(made.expected[edge], field[edge])


def test_what_leaves_a_cell_arrives_in_its_neighbours():
    """Far from the edge no heat is lost: a single hot cell spreads, and the sum stays."""
    field, out = np.zeros((41, 41)), np.empty((41, 41))
    field[20, 20] = 1
    heat.oracle(field, 41, 41, 10, 0.2, out)
    assert out.sum() == pytest.approx(1, abs=1e-14)
    assert np.array_equal(out, out.T)


def test_one_more_bit_would_be_noticed():
    wrong = heat.at(40).expected.copy()
    wrong[7, 9] = np.nextafter(wrong[7, 9], 1)
    heat.kernel("planted")(lambda *given: np.copyto(given[-1], wrong))
    try:
        assert heat.complaint("planted", 40).startswith("1 of 1,800 values differ, the first at")
    finally:
        del heat.kernels["planted"]
