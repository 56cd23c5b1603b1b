"""The gaps between a kernel and the roof: the counted ones to the last digit, no clock asserted."""

from dataclasses import astuple

import numpy as np
import pytest

from juliaset.bench.contestants.kernel import selected
from juliaset.bench.roof import Gaps, Group, group_of, lanes_at_work, write_ns
from juliaset.problem import Problem
from juliaset.registry import get_kernel
from juliaset.system.memory import growth

MIB = 1 << 20


def test_lanes_that_stop_together_are_all_at_work() -> None:
    counts = np.full((8, 8), 7, np.int32)
    assert lanes_at_work(counts, 300, Group(4, 4)) == 1


def test_a_group_goes_on_until_its_last_pixel_has_stopped() -> None:
    counts = np.array([[0, 1, 2, 5]], np.int32)
    # One test more than steps, but for who reaches the limit: 1, 2, 3 and 5 of four times 5.
    assert lanes_at_work(counts, 5, Group(4, 1)) == 11 / 20
    assert lanes_at_work(counts, 5, Group(2, 1)) == 11 / (4 + 10)
    assert lanes_at_work(counts, 5, Group(1, 1)) == 1


def test_lanes_beyond_the_picture_do_nothing() -> None:
    counts = np.full((1, 3), 4, np.int32)
    assert lanes_at_work(counts, 300, Group(4, 2)) == 3 / 8


@pytest.mark.parametrize(
    ("kernel", "group"),
    [
        ("cpp.scalar", Group(1, 1)),
        ("cpp.complex", Group(1, 1)),
        ("cpp.simd_avx2", Group(4, 1)),
        ("cpp.simd_tiled_avx2", Group(4, 4)),
        ("cpp.openmp_simd_avx512", Group(8, 8)),
        ("cpp.float32_avx2", Group(8, 4)),
        ("cpp.balls_avx2", None),
    ],
)
def test_kernels_publish_which_pixels_step_together(kernel: str, group: Group | None) -> None:
    assert group_of(get_kernel(kernel)) == group
    assert group_of(selected(get_kernel(kernel), "O3").variant()) == group


def test_the_largest_gap_is_named() -> None:
    assert "divergence" in Gaps(2, 2, 3, 5, 5.5).largest(6)
    assert "not in this model" in Gaps(2, 2, 3, 5, 5.5).largest(9)
    assert astuple(Gaps(1, 2, 3, 4, 5)) == (1, 2, 3, 4, 5)


def test_a_result_is_written() -> None:
    assert write_ns((10, 10), fresh=True) > 0
    assert write_ns((10, 10), fresh=False) > 0


def test_growth_sees_what_was_touched() -> None:
    grown = growth(lambda: np.ones(64 * MIB, np.uint8))
    if grown is None:
        pytest.skip("this system does not let a process begin its peak anew")
    assert 62 * MIB <= grown < 80 * MIB  # Linux counts pages in batches, for each core


def test_the_best_kernel_takes_less_than_a_mebibyte_for_each_thread() -> None:
    problem = Problem.book(500)
    out = np.ones(problem.shape, np.int32)
    kernel = get_kernel("best")
    for threads in (1, 2) if kernel.supports_threads else (1,):
        grown = growth(kernel.bind(problem, out, threads=threads).run)
        if grown is None:
            pytest.skip("this system does not let a process begin its peak anew")
        assert grown <= threads * MIB
