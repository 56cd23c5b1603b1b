"""Where tiles are follows from a few numbers, which are checked."""

import pickle
import sys
import tracemalloc
from typing import Any

import numpy as np
import pytest

from juliaset import Problem
from juliaset.mosaic import Layout
from juliaset.mosaic.layout import BLOCK, LONGEST_EDGE, TILES

WIDE = Layout(3000, 1100, tile=512)


def test_levels_go_on_until_one_tile_has_all() -> None:
    sizes = [(level.width, level.height) for level in WIDE.levels]
    assert sizes == [(3000, 1100), (1500, 550), (750, 275), (375, 138)]
    assert [level.tiles for level in WIDE.levels] == [18, 6, 2, 1]
    assert [level.first for level in WIDE.levels] == [0, 18, 24, 26]
    assert WIDE.tiles == 27


def test_a_small_picture_is_one_tile() -> None:
    layout = Layout(512, 1, tile=512)
    assert layout.tiles == 1
    assert layout.shape(layout.place(0)) == (1, 512)


def test_each_number_has_one_place() -> None:
    places = [WIDE.place(number) for number in range(WIDE.tiles)]
    assert len(set(places)) == WIDE.tiles
    assert [WIDE.number(place) for place in places] == list(range(WIDE.tiles))
    assert places[23].key == "1/c/1/2"
    assert WIDE.shape(places[17]) == (1100 - 2 * 512, 3000 - 5 * 512)


@pytest.mark.parametrize("number", [-1, 27])
def test_another_number_has_none(number: int) -> None:
    with pytest.raises(ValueError, match=f"no tile {number}; allowed: 0 to 26"):
        WIDE.place(number)


def test_a_tile_has_the_very_points_of_the_picture() -> None:
    window = (-1.7, 0.3, -0.9, 1.3)
    layout = Layout(3000, 1100, window, tile=512)
    problem = Problem.view(window, 3000, 1100)
    for number in range(layout.tiles):
        place = layout.place(number)
        tile, stride = layout.problem(place), layout.levels[place.level].stride
        x, y = place.column * 512, place.row * 512
        assert np.array_equal(tile.xs, problem.xs[::stride][x : x + 512])
        assert np.array_equal(tile.ys, problem.ys[::stride][y : y + 512])


def test_only_numbers_travel_to_another_process() -> None:
    layout = Layout(100_000, 100_000)
    assert layout.axes[0].size == 100_000
    sent = pickle.dumps(layout)
    assert len(sent) < 500
    assert pickle.loads(sent) == layout  # noqa: S301 - our own


def test_a_million_tiles_take_no_memory() -> None:
    tracemalloc.start()
    layout = Layout(LONGEST_EDGE, LONGEST_EDGE, tile=1024)
    assert layout.place(layout.tiles - 1).level == len(layout.levels) - 1
    assert sys.getsizeof(layout.levels) < 1000
    assert tracemalloc.get_traced_memory()[0] < 3 * 8 * LONGEST_EDGE  # the axes
    tracemalloc.stop()


def test_all_tile_sizes_are_whole_blocks() -> None:
    assert all(tile % BLOCK == 0 and (tile // BLOCK).bit_count() == 1 for tile in TILES)


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        ({"tile": 100}, ValueError, "tile is 100; allowed: 512, 1024, 2048, 4096, 8192"),
        ({"width": 0}, ValueError, "width is 0; allowed: 1 to 1048576"),
        ({"height": LONGEST_EDGE + 1}, ValueError, "height is 1048577; allowed: 1 to 1048576"),
        ({"width": np.int64(1) << 40}, ValueError, "width is 1099511627776; allowed"),
        ({"width": 10.0}, TypeError, "width is 10.0; allowed: a whole number"),
        ({"window": (1, 0, 0, 1)}, ValueError, "allowed: x1 < x2"),
        ({"c": float("nan")}, ValueError, "c is .*nan"),
        ({"max_iterations": -1}, ValueError, "max_iterations is -1; allowed: 0"),
        (
            {"width": LONGEST_EDGE, "height": LONGEST_EDGE, "tile": 512},
            ValueError,
            "are 5,592,405 tiles of 512; allowed: up to 2,000,000, so take a larger tile",
        ),
    ],
)
def test_other_numbers_are_refused(
    wrong: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        Layout(**{"width": 10, "height": 10, **wrong})
