"""juliaset._course: what its functions refuse, and that memory lives as long as what reads it."""

import gc

import numpy as np
import pytest

from juliaset import Problem, _course, _native

NUMBERS = np.arange(6.0)


def test_scaling_into_an_array_fills_that_array() -> None:
    out = np.full(6, np.nan)
    _course.scale_into(NUMBERS, 3.0, out)
    assert out.tolist() == [0, 3, 6, 9, 12, 15]
    _course.scale_into(out, 2.0, out)  # into itself
    assert out.tolist() == [0, 6, 12, 18, 24, 30]
    assert _course.scaled(NUMBERS, 3.0).tolist() == [0, 3, 6, 9, 12, 15]


def test_room_that_does_not_fit_is_refused_and_left_alone() -> None:
    short, fixed = np.full(5, 7.0), np.full(6, 7.0)
    with pytest.raises(ValueError, match="out has 5 elements; allowed: as many as array has, 6"):
        _course.scale_into(NUMBERS, 3.0, short)
    fixed.flags.writeable = False
    with pytest.raises(ValueError, match="out is read-only"):
        _course.scale_into(NUMBERS, 3.0, fixed)
    assert set(short) == set(fixed) == {7.0}


def test_two_threads_add_near_to_each_other_and_far_apart() -> None:
    for bytes_apart in (8, 64, 4096):
        assert _course.add_in_two_threads(bytes_apart, 1000) > 0


@pytest.mark.parametrize("bytes_apart", [0, 12, 4104])
def test_numbers_that_have_no_place_are_refused(bytes_apart: int) -> None:
    with pytest.raises(
        ValueError, match=f"is {bytes_apart}; allowed: multiples of 8 from 8 to 4096"
    ):
        _course.add_in_two_threads(bytes_apart, 1)


@pytest.mark.parametrize("additions", [0, 1_000_000_001])
def test_additions_have_an_end(additions: int) -> None:
    with pytest.raises(ValueError, match=f"is {additions}; allowed: 1 to 1000000000"):
        _course.add_in_two_threads(8, additions)


def test_samples_are_a_copy_that_an_iterator_keeps_alive() -> None:
    numbers = NUMBERS.copy()
    samples = _course.Samples(numbers)
    numbers[:] = -1
    assert (len(samples), samples[-1], samples[0], samples.sum()) == (6, 5, 0, 15)
    for beyond in (6, -7):
        with pytest.raises(IndexError, match="out of range"):
            samples[beyond]
    rest = iter(samples)
    del samples
    gc.collect()
    assert [*rest] == [0, 1, 2, 3, 4, 5]


def test_a_tile_is_proved_to_do_what_its_pixels_do() -> None:
    problem = Problem.view(width=301, height=203, max_iterations=50)
    fates = _native.prove_tiles(problem.xs, problem.ys, problem.c, problem.max_iterations)
    assert fates.shape == (26, 38)
    counts = np.empty(problem.shape, np.int32)
    kernel = next(row for row in _native.load("O3").kernels if row.name == "complex")
    kernel.run(problem.xs, problem.ys, problem.c, 50, counts, threads=1, release_gil=False)
    for (j, i), fate in np.ndenumerate(fates):
        tile = counts[8 * j : 8 * j + 8, 8 * i : 8 * i + 8]
        if fate >= 0:
            assert set(tile.flat) == {fate}, "all of a proved tile"
        else:
            assert tile.min() >= -1 - fate, "no pixel escapes before its safe steps"
    assert (fates >= 0).any()
    assert (fates < 0).any()
