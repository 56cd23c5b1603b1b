"""Of a mosaic that is damaged, gone or not computed the page says so, and shows what there is."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from exploring import Explorer
from numpy.typing import NDArray
from playwright.sync_api import expect
from shown_mosaics import Shown, assert_right, computed_and_shown, created, expected, shown
from watching import Watch

from juliaset.mosaic import Mosaic

Watched = Callable[..., Watch]
TILE = 512
BLOCK = 4  # two levels are above level 0
CORNER = "0,40,0,600,500"  # parts of the first two tiles of level 0, and what is above them


@pytest.fixture
def poster(tmp_path: Path) -> Iterator[Shown]:
    with computed_and_shown(tmp_path / "set.zarr", (1301, 907)) as both:
        yield both


def is_in_second_tile(view: dict[str, int]) -> NDArray[np.bool_]:
    rows = np.arange(view["height"]) - view["row"]
    columns = view["column"] + np.arange(view["width"])
    return np.logical_and.outer((rows >= 0) & (rows < TILE), columns // TILE == 1)


def assert_rest_right(explorer: Explorer, sane: Mosaic) -> None:
    """Check a view of level 0 without the second tile, in whose place a coarser level is shown."""
    frame = explorer.settle().frame()
    right = expected(explorer, sane)
    assert frame.view["level"] == 0
    lost = is_in_second_tile(frame.view)
    assert lost.any()
    np.testing.assert_array_equal(frame.counts[~lost], right[~lost])
    q, p = lost.nonzero()
    up, left = (q - frame.view["row"]) % BLOCK, (p + frame.view["column"]) % BLOCK
    coarse = np.where((up <= q) & (left <= p), right[q - up, p - left], -1)
    np.testing.assert_array_equal(frame.counts[lost], coarse)
    explorer.page.wait_for_timeout(500)
    np.testing.assert_array_equal(explorer.pixels()[..., 3] == 0, frame.counts < 0)


def test_a_damaged_tile_is_named_and_the_others_are_shown(poster: Shown, watched: Watched) -> None:
    sane = Mosaic.open(shutil.copytree(poster.path, poster.path.with_name("sane.zarr")))
    (poster.path / "0/c/0/1").write_bytes(b"not a chunk")
    explorer = Explorer(watched().page).open(poster.program.link, at=CORNER)
    notice = explorer.part("notice")
    for key in ("", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowLeft"):
        explorer.key(*filter(None, [key]))
        assert_rest_right(explorer, sane)
        expect(notice).to_be_visible()
        for words in ("lost or damaged: ", "0/c/0/1: it has 11 bytes", "`juliaset mosaic verify`"):
            expect(notice).to_contain_text(words)
    explorer.key("0")
    assert_right(explorer, poster.mosaic)
    expect(notice).to_be_hidden()


def test_a_mosaic_goes_while_it_is_shown_and_comes_back(poster: Shown, watched: Watched) -> None:
    explorer = Explorer(watched().page).open(poster.program.link)
    assert_right(explorer, poster.mosaic)
    elsewhere = poster.path.rename(poster.path.with_name("elsewhere"))
    notice = explorer.part("notice")
    explorer.key("+")
    expect(notice).to_contain_text("it is missing; see `juliaset mosaic verify`")
    explorer.page.reload()
    said = explorer.root.get_by_role("alert").filter(has_text=f"{poster.path} is not a mosaic")
    expect(said).to_be_visible()
    expect(explorer.choice("Engine")).to_be_hidden()
    elsewhere.rename(poster.path)
    explorer.page.reload()
    assert_right(explorer, poster.mosaic)
    expect(said).to_be_hidden()


def test_what_is_held_of_a_mosaic_that_is_gone_is_shown(poster: Shown, watched: Watched) -> None:
    explorer = Explorer(watched().page).open(poster.program.link)
    right = assert_right(explorer, poster.mosaic) and explorer.frame()
    poster.path.rename(poster.path.with_name("elsewhere"))
    explorer.key("+")
    expect(explorer.part("notice")).to_be_visible()
    explorer.key("0")
    expect(explorer.part("notice")).to_be_hidden()
    np.testing.assert_array_equal(explorer.settle().frame().counts, right.counts)


def test_tiles_that_are_not_computed_are_said(tmp_path: Path, watched: Watched) -> None:
    mosaic = created(tmp_path / "new.zarr", (700, 300))
    with shown(mosaic) as both:
        explorer = Explorer(watched().page).open(both.program.link, wait=False)
        notice = explorer.part("notice")
        expect(notice).to_contain_text("2 tiles are not computed; `juliaset mosaic resume`")
        assert not explorer.pixels().any()
        mosaic.compute()
        explorer.page.reload()
        assert_right(explorer, mosaic)
        expect(notice).to_be_hidden()
