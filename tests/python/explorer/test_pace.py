"""Bands get the size at which a call takes a tenth of a second, for kernels of every kind."""

from collections.abc import Callable

import pytest

from juliaset.explorer.pace import CALL_S, Pace
from juliaset.explorer.passes import Pass, coarse_to_fine

LIMIT = 300
Cost = Callable[[int, int], float]  # of a call: its first row, and its pixels


def calls_of_a_frame(pace: Pace, cost: Cost, limit: int = LIMIT) -> list[float]:
    """Return what the calls of a frame take, 1000 x 1000."""
    pace.begin(limit)
    taken = []
    for each in coarse_to_fine(1000, 1000):
        rest: Pass | None = each
        while rest is not None:
            band, rest = rest.split(pace.pixels)
            taken.append(cost(band.y, band.pixels))
            pace.saw(band.pixels, taken[-1])
    return taken


def slow_in_the_middle(y: int, pixels: int) -> float:
    return pixels * (7e-6 if 250 < y < 750 else 1e-6)


def test_a_slow_kernel_is_called_for_short_bands() -> None:
    pace = Pace(1e-5)
    taken = calls_of_a_frame(pace, lambda _y, pixels: 1e-5 + 4e-6 * pixels)
    assert max(taken) < 1.2 * CALL_S
    assert len(taken) < 2 * sum(taken) / CALL_S
    assert not pace.takes_one_call(1_000_000, LIMIT)


def test_rows_that_cost_more_than_others_are_no_surprise() -> None:
    taken = calls_of_a_frame(Pace(1e-5), slow_in_the_middle)
    assert max(taken) < 7 * CALL_S
    assert sorted(taken)[-len(taken) // 5] < 1.2 * CALL_S
    assert len(taken) < 3 * sum(taken) / CALL_S


@pytest.mark.parametrize("known", [0.3, 0.0])
def test_a_price_for_each_call_is_not_multiplied(known: float) -> None:
    """As python.multiprocessing has for its processes, and NumPy for a high limit."""
    taken = calls_of_a_frame(Pace(known), lambda _y, pixels: 0.3 + 1e-6 * pixels)
    assert len(taken) < 30
    assert sum(taken) < 0.3 * 30 + 1


def test_a_view_where_all_escapes_foretells_nothing_of_the_next_one() -> None:
    """With a high limit a quick frame may be followed by one that takes minutes."""
    limit, pixel_s = 100_000, 2e-9
    pace = Pace(1e-5)
    calls_of_a_frame(pace, lambda _y, pixels: 1e-5 + pixel_s * pixels, limit)
    assert pace.takes_one_call(1_000_000, limit)
    pace.end(1)
    assert not pace.takes_one_call(1_000_000, limit)
    pace.begin(limit)
    assert pace.pixels * pixel_s * limit <= 1.01


def test_a_quick_kernel_gets_a_whole_frame_next_time() -> None:
    pace = Pace(1e-4)
    assert not pace.takes_one_call(100, LIMIT)
    assert len(calls_of_a_frame(pace, lambda _y, pixels: 1e-4 + 2e-9 * pixels)) < 15
    assert pace.takes_one_call(1_000_000, LIMIT)
    assert pace.takes_one_call(1_000_000, LIMIT // 2)
    assert not pace.takes_one_call(4_000_000, 100 * LIMIT)


def test_a_frame_that_was_not_quick_is_begun_coarsely() -> None:
    pace = Pace(1e-4)
    calls_of_a_frame(pace, lambda _y, pixels: 2e-9 * pixels)
    pace.begin(LIMIT)
    pace.saw(1_000_000, 0.2)
    assert not pace.takes_one_call(1_000_000, LIMIT)


def test_a_higher_limit_is_begun_with_fewer_pixels() -> None:
    pace = Pace(1e-5)
    calls_of_a_frame(pace, lambda _y, pixels: 4e-6 * pixels)
    taken = calls_of_a_frame(pace, lambda _y, pixels: 4e-4 * pixels, limit=100 * LIMIT)
    assert taken[0] < 2 * CALL_S


def test_one_slow_row_shows_no_price_of_a_call() -> None:
    """As python.loops has for a row of a high limit: two rows take twice as long."""
    taken = calls_of_a_frame(Pace(1e-5), lambda _y, pixels: 3e-3 * pixels)
    rows = sum(each.height for each in coarse_to_fine(1000, 1000))
    assert len(taken) == rows - 1  # once two rows, to know
