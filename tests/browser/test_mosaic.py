"""A mosaic in the explorer: each level shows the counts of its pyramid, and nothing beyond them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from exploring import Explorer
from playwright.sync_api import expect
from program import Program
from watching import Watch

from juliaset.mosaic import Mosaic

WIDTH, HEIGHT = 2385, 1697  # odd on each level: blocks of two reach beyond the edge


@pytest.fixture(scope="module")
def mosaic(tmp_path_factory: pytest.TempPathFactory) -> Mosaic:
    folder = tmp_path_factory.mktemp("mosaic") / "set.zarr"
    made = Mosaic((WIDTH, HEIGHT), tile=512, max_iterations=90).create(folder)
    made.compute()
    return made


@pytest.fixture(scope="module")
def shown(mosaic: Mosaic) -> Iterator[Program]:
    with Program(mosaic.path) as program:
        yield program


def assert_right(explorer: Explorer, mosaic: Mosaic) -> dict[str, int]:
    """Compare what is shown with the level of the pyramid; return its view."""
    frame = explorer.settle().frame()
    view = frame.view
    level = mosaic.counts_of(view["level"])[:]
    columns = view["column"] + np.arange(view["width"])
    rows = np.arange(view["height"]) - view["row"]
    across = (columns >= 0) & (columns < level.shape[1])
    down = (rows >= 0) & (rows < level.shape[0])
    np.testing.assert_array_equal(
        frame.counts[np.ix_(down, across)], level[np.ix_(rows[down], columns[across])]
    )
    assert (frame.counts[~down] == -1).all()
    assert (frame.counts[:, ~across] == -1).all()
    return view


def test_every_level_shows_the_counts_of_the_pyramid(
    shown: Program, mosaic: Mosaic, watched: Callable[..., Watch]
) -> None:
    explorer = Explorer(watched().page).open(shown.link)
    levels = [assert_right(explorer, mosaic)["level"]]
    for key in ("+", "ArrowLeft", "ArrowUp", "+", "-", "0"):
        explorer.key(key)
        levels.append(assert_right(explorer, mosaic)["level"])
    assert min(levels) < levels[0]
    assert levels[0] == levels[-1]


def test_a_mosaic_that_is_gone_is_said_to_be(tmp_path: Path, watched: Callable[..., Watch]) -> None:
    made = Mosaic((300, 200), tile=512, max_iterations=50).create(tmp_path / "gone.zarr")
    made.compute()
    with Program(made.path) as program:
        explorer = Explorer(watched().page).open(program.link)
        made.path.rename(tmp_path / "elsewhere.zarr")
        explorer.page.reload()
        notice = explorer.root.get_by_role("alert").filter(has_text="gone.zarr")
        expect(notice).to_be_visible()
        expect(explorer.choice("Engine")).to_be_hidden()


def test_what_needs_an_engine_is_not_offered(shown: Program, watched: Callable[..., Watch]) -> None:
    explorer = Explorer(watched().page).open(shown.link)
    expect(explorer.choice("Engine")).to_be_hidden()
    for name in ("re", "limit", "map"):
        expect(explorer.part(name)).to_be_hidden()
    explorer.key("]")
    assert explorer.settle().frame().limit == 90
