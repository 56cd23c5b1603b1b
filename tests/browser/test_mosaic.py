"""A mosaic in the explorer: each level shows the counts of its pyramid, and nothing beyond them."""

from collections.abc import Callable, Iterator

import pytest
from exploring import Explorer
from playwright.sync_api import expect
from shown_mosaics import Shown, assert_clear_beyond, assert_right, computed_and_shown
from watching import Watch

Watched = Callable[..., Watch]
# Some have no whole tiles, and levels of odd size, where blocks reach beyond the edge.
SHAPES = {
    "odd": ((2385, 1697), {}),
    "pixels that are not square": ((2600, 700), {"window": (-1.8, 0.3, -1.2, 1.1)}),
    "one column": ((1, 1700), {}),
    "one row": ((1700, 1), {}),
    "one level": ((313, 217), {}),
    "whole tiles": ((1024, 512), {}),
    "counts of four bytes": ((700, 601), {"max_iterations": 40_000}),
    "omitted chunks": ((1201, 1103), {"window": (-9.0, 1.0, -2.0, 8.0)}),
}


@pytest.fixture(scope="module", params=SHAPES)
def shape(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shown]:
    size, picture = SHAPES[request.param]
    with computed_and_shown(tmp_path_factory.mktemp("m") / "set.zarr", size, **picture) as both:
        yield both


def test_every_level_shows_the_counts_of_the_pyramid(shape: Shown, watched: Watched) -> None:
    explorer = Explorer(watched().page).open(shape.program.link)
    levels = [assert_right(explorer, shape.mosaic)["level"]]
    for keys in ("+", "ArrowLeft", "ArrowUp", "+ + +", "-", "- - - - -", "0"):
        explorer.key(*keys.split())
        levels.append(assert_right(explorer, shape.mosaic)["level"])
    assert {0, len(shape.mosaic.levels) - 1} <= set(levels)
    assert levels[0] == levels[-1]


def test_nothing_lies_beyond_a_mosaic(shape: Shown, watched: Watched) -> None:
    explorer = Explorer(watched().page).open(shape.program.link)
    assert_clear_beyond(explorer, shape.mosaic)
    for way in ("ArrowLeft ArrowUp", "ArrowRight ArrowDown"):
        explorer.key(*way.split() * 30)
        assert_right(explorer, shape.mosaic)
        assert_clear_beyond(explorer, shape.mosaic)


def test_the_point_under_the_cursor_is_that_of_the_mosaic(shape: Shown, watched: Watched) -> None:
    explorer = Explorer(watched().page).open(shape.program.link)
    view = explorer.frame().view
    xs, ys = (axis[:: 1 << view["level"]] for axis in (shape.mosaic.xs, shape.mosaic.ys))
    column, row = 2 * xs.size // 3, 2 * ys.size // 3
    p, q = column - view["column"], row + view["row"]
    explorer.part("stage").hover(position={"x": p + 0.5, "y": q + 0.5})
    counts = shape.mosaic.counts_of(view["level"])
    expect(explorer.part("count")).to_have_text(str(counts[row, column]))
    said = explorer.part("point").inner_text().split(",")
    for word, right in zip(said, (xs[column], ys[row]), strict=True):
        digits = len(word.partition(".")[2])
        assert float(word) == pytest.approx(right, abs=0.51 * 10.0**-digits)
    last = [axis[-1] - axis[-2] for axis in (xs, ys) if axis.size > 1]
    assert min(map(abs, last)) > 10.0**-digits
