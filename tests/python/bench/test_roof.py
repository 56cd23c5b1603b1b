"""The roof and the gaps below it: what is counted to the last digit, no clock asserted."""

import os
from dataclasses import astuple

import numpy as np
import pytest

from juliaset import _native
from juliaset.bench import roof as measured
from juliaset.bench.contestants.picture_kernel import selected
from juliaset.bench.core_limit import Bound, InFlight, Roof
from juliaset.bench.gap_model import Gaps, Group, gaps, group_of, lanes_at_work, write_ns
from juliaset.bench.roof import VECTORS, BusyError, Measurement, bound, clock_ghz, measure
from juliaset.kernel_type import UnavailableError
from juliaset.problem import Problem
from juliaset.registry import get_kernel
from juliaset.system.memory import growth

MIB = 1 << 20


def test_lanes_that_stop_together_are_all_at_work() -> None:
    counts = np.full((8, 8), 7, np.int32)
    assert lanes_at_work(counts, 300, Group(4, 4)) == 1


def test_a_group_goes_on_until_its_last_pixel_has_stopped() -> None:
    counts = np.array([[0, 1, 2, 5]], np.int32)
    # One test more than steps, except for pixels that reach the limit: 1, 2, 3 and 5 of four times
    # 5.
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
        ("cpp.openmp_simd_avx512", Group(8, 4)),
        ("cpp.float32_avx2", Group(8, 4)),
        ("cpp.balls_avx2", None),
    ],
)
def test_kernels_publish_which_pixels_step_together(kernel: str, group: Group | None) -> None:
    assert group_of(get_kernel(kernel)) == group
    assert group_of(selected(get_kernel(kernel), "O3").variant()) == group


def test_the_largest_gap_is_named() -> None:
    assert Gaps(2, 2, 3, 5, 5.5).largest(6) == "divergence"
    assert Gaps(2, 2, 3, 5, 5.5).largest(9) == "other"
    assert astuple(Gaps(1, 2, 3, 4, 5)) == (1, 2, 3, 4, 5)


def test_gaps_are_what_was_measured_even_if_the_tested_step_is_faster() -> None:
    flights = [InFlight(1, 9, 12), InFlight(4, 2.5, 2.4), InFlight(8, 2, 3)]
    roof = Roof("avx2", 4, 0.15, flights)
    assert gaps(roof, Group(4, 4), 0.5, writes=0.1) == Gaps(2, 2.5, 2.4, 4.8, 4.8 + 0.1)
    assert gaps(roof, Group(4, 7), 1, writes=0) == Gaps(2, 2.5, 2.4, 2.4, 2.4)  # as with fewer
    assert gaps(Roof("avx2", 4, 0.15), Group(4, 4), 0.5, writes=0.1) is None  # an old file


def test_the_roof_has_the_steps_of_each_set_that_may_run() -> None:
    before = os.sched_getaffinity(0)
    found = measure()
    assert os.sched_getaffinity(0) == before
    names = [roof.isa for roof in _native.roofs() if not roof.reason]
    assert [roof.isa for roof in found.bound.roofs] == names
    for roof in found.bound.roofs:
        assert tuple(flight.vectors for flight in roof.in_flight) == VECTORS
        assert roof.ports == min(flight.bare_cycles for flight in roof.in_flight)
    assert not found.bound.capped
    assert clock_ghz() > 0


def test_a_busy_machine_has_no_roof(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Bound(3.5, [Roof("sse2", 2, 0.5)])
    busy = "other programs had the core for 60% of the time"
    answers = iter([Measurement(one, busy), Measurement(one, busy), Measurement(one, "")])
    monkeypatch.setattr(measured, "_measure", lambda: next(answers))
    with pytest.raises(BusyError, match=f"the machine was busy: {busy}"):
        bound()
    assert measure(tries=3) == Measurement(one, "")


def test_a_cap_hides_sets_and_nonsense_hides_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JULIASET_ISA", "sse2")
    capped = measure().bound
    assert [roof.isa for roof in capped.roofs] == ["sse2"]
    assert capped.capped == any("forbids" in roof.reason for roof in _native.roofs())
    monkeypatch.setenv("JULIASET_ISA", "nonsense")
    with pytest.raises(UnavailableError, match="JULIASET_ISA=nonsense is not one of"):
        bound()


def test_a_result_is_written() -> None:
    assert write_ns((10, 10), fresh=True) > 0
    assert write_ns((10, 10), fresh=False) > 0


def test_growth_sees_what_was_touched() -> None:
    grown = growth(lambda: np.ones(64 * MIB, np.uint8))
    if grown is None:
        pytest.skip("this system does not let a process reset its peak")
    assert 62 * MIB <= grown < 80 * MIB  # Linux counts pages in batches, for each core


def test_the_best_kernel_takes_less_than_a_mebibyte_for_each_thread() -> None:
    problem = Problem.book(500)
    out = np.ones(problem.shape, np.int32)
    kernel = get_kernel("best")
    for threads in (1, 2) if kernel.supports_threads else (1,):
        grown = growth(kernel.bind(problem, out, threads=threads).run)
        if grown is None:
            pytest.skip("this system does not let a process reset its peak")
        assert grown <= threads * MIB
