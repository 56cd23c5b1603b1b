"""A view of a mosaic gets each of its pixels once, at its place, whatever the shapes of both."""

from collections.abc import Iterator
from random import Random
from typing import Any

import numpy as np
import pytest

from juliaset.explorer.messages import View
from juliaset.explorer.mosaic_view import Shown, grid_of
from juliaset.mosaic import Layout

SIZES = [(1, 1), (1, 1700), (1700, 1), (300, 217), (1024, 512), (2385, 1697)]


def views(layout: Layout) -> Iterator[View]:
    """Yield views that show at least one pixel of a level, and may reach beyond it."""
    draw = Random(5)
    for _ in range(40):
        level = draw.choice(layout.levels)
        width, height = draw.randint(1, 900), draw.randint(1, 900)
        left, top = draw.randint(1 - width, level.width - 1), draw.randint(1 - height, level.height)
        yield View(level.number, left, -min(top, level.height - 1), width, height)


@pytest.mark.parametrize("size", SIZES)
def test_the_tiles_have_each_pixel_of_a_view_once(size: tuple[int, int]) -> None:
    layout = Layout(*size, tile=512)
    for view in views(layout):
        shown = Shown.of(view, layout)
        seen = np.zeros((view.height, view.width), np.int8)
        for part in shown.parts(layout):
            where = shown.pass_of(part)
            seen[where.rows, where.columns] += 1
            assert (where.x + view.column, where.y - view.row) == (part.columns[0], part.rows[0])
            assert (where.width, where.height) == (len(part.columns), len(part.rows))
            assert {part.columns[0] // 512, part.columns[-1] // 512} == {part.place.column}
            assert {part.rows[0] // 512, part.rows[-1] // 512} == {part.place.row}
        level = layout.levels[view.level]
        columns, rows = np.arange(view.width) + view.column, np.arange(view.height) - view.row
        across, down = (
            (columns >= 0) & (columns < level.width),
            (rows >= 0) & (rows < level.height),
        )
        assert np.array_equal(seen, np.logical_and.outer(down, across))


@pytest.mark.parametrize("size", SIZES)
def test_a_coarser_level_has_pixels_of_the_view(size: tuple[int, int]) -> None:
    layout = Layout(*size, tile=512)
    some = 0
    for view in views(layout):
        shown = Shown.of(view, layout)
        for levels in range(1, len(layout.levels) - view.level):
            coarser = shown.coarser(levels)
            if coarser is None:
                continue
            for part in coarser.parts(layout):
                where = coarser.pass_of(part, 1 << levels)
                ys, xs = (np.r_[each] for each in (where.rows, where.columns))
                assert ys[-1] < view.height
                assert xs[-1] < view.width
                assert np.array_equal(ys - view.row, np.array(part.rows) << levels)
                assert np.array_equal(xs + view.column, np.array(part.columns) << levels)
                some += 1
    assert some or len(layout.levels) == 1


@pytest.mark.parametrize("size", SIZES)
def test_the_grid_leads_to_the_points_of_the_mosaic(size: tuple[int, int]) -> None:
    layout = Layout(*size, window=(-1.8, 0.3, -0.4, 1.1), tile=512)
    xs, ys = layout.axes
    grid: dict[str, Any] = grid_of(layout)
    assert len(grid["steps"]) == len(grid["sizes"]) == len(layout.levels)
    for level, step, (width, height) in zip(
        layout.levels, grid["steps"], grid["sizes"], strict=True
    ):
        right = grid["x"] + (width - 1) * step
        below = grid["y"] - (height - 1) * step * grid["ratio"]
        assert right == pytest.approx(xs[:: level.stride][-1], abs=1e-12)
        assert below == pytest.approx(ys[:: level.stride][-1], abs=1e-12)
    assert (grid["right"], grid["bottom"]) == (0.3, -0.4)
