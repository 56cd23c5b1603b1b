"""Passes compute every pixel once, coarse ones first, and with the counts of the whole picture."""

from itertools import product

import numpy as np
import pytest

from juliaset.escape import escape_counts
from juliaset.explorer.passes import Pass, coarse_to_fine, whole
from juliaset.oracle import golden
from juliaset.problem import Counts, Problem
from juliaset.registry import kernels

SIZES = (1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 100)


def in_bands(each: Pass, pixels: int) -> list[Pass]:
    bands = []
    rest: Pass | None = each
    while rest is not None:
        band, rest = rest.split(pixels)
        bands.append(band)
    return bands


@pytest.mark.parametrize("pixels", [1, 10, 37, 10_000])
def test_every_pixel_comes_once(pixels: int) -> None:
    for width, height in product(SIZES, SIZES):
        times = np.zeros((height, width), np.int32)
        for each in coarse_to_fine(width, height):
            for band in in_bands(each, pixels):
                assert times[band.rows, band.columns].shape == (band.height, band.width)
                times[band.rows, band.columns] += 1
        assert (times == 1).all(), (width, height)


def test_after_each_pass_blocks_cover_the_picture_once() -> None:
    width, height = 75, 53
    painted = np.zeros((height, width), np.int32)
    for number, each in enumerate(coarse_to_fine(width, height)):
        across, down = each.block
        assert (across, down) == (16 >> (number + 1) // 2, 16 >> number // 2)
        seen = np.zeros_like(painted)
        for y, x in product(range(height)[each.rows], range(width)[each.columns]):
            seen[y : y + down, x : x + across] += 1
        assert seen.max() == 1
        painted |= seen
        assert painted.all()


def test_the_first_pass_has_one_pixel_of_256_and_each_doubles_them() -> None:
    sizes = [each.pixels for each in coarse_to_fine(1024, 512)]
    assert sizes == [2048, *(2048 << n for n in range(8))]


def test_a_band_has_about_as_many_pixels_as_are_asked_for() -> None:
    bands = in_bands(whole(100, 50), 730)
    assert [band.height for band in bands] == [7] * 7 + [1]
    assert in_bands(whole(100, 50), 5) == in_bands(whole(100, 50), 100)
    assert in_bands(whole(100, 50), 5000) == [whole(100, 50)]


def is_quick(name: str) -> bool:
    return not name.startswith(("numba.", "dask.", "python.multiprocessing"))


def names() -> list[object]:
    """Return the exact kernels; those that compile or start processes are slow."""
    return [
        pytest.param(one.name, marks=() if is_quick(one.name) else pytest.mark.slow)
        for one in kernels()
        if one.exact and one.available and one.toolchain != "dask"
    ]


def passes_together(problem: Problem, kernel: str, pixels: int = 300) -> Counts:
    counts = np.full(problem.shape, -1, np.int32)
    for each in coarse_to_fine(problem.width, problem.height):
        for band in in_bands(each, pixels):
            counts[band.rows, band.columns] = escape_counts(band.problem(problem), kernel)
    return counts


@pytest.mark.parametrize("kernel", names())
def test_counts_are_those_of_the_whole_picture(kernel: str) -> None:
    problem = golden()["odd_sizes"].make()
    assert not golden()["odd_sizes"].check(passes_together(problem, kernel))


@pytest.mark.parametrize("name", ["sensitive_small", "beyond_two_near", "circle"])
def test_counts_are_the_golden_ones_also_where_roundings_show(name: str) -> None:
    assert not golden()[name].check(passes_together(golden()[name].make(), "best", 10_000))
