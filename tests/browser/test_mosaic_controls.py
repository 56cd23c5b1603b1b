"""A page with a mosaic: what it offers, what a link may ask, and what one takes along."""

import io
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from exploring import Explorer
from PIL import Image
from playwright.sync_api import expect
from shown_mosaics import Shown, assert_right, computed_and_shown
from watching import Watch

from command import juliaset
from juliaset.mosaic.picture import counts_in

Opened = Callable[..., Explorer]
BEYOND = "0,-120,90,400,300"  # a view that begins to the left of the mosaic, and above it


@pytest.fixture(scope="module")
def poster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    folder = tmp_path_factory.mktemp("m") / "my poster.zarr"
    with computed_and_shown(folder, (1301, 907), window=(-1.7, 1.8, -1.2, 1.1)) as both:
        yield both


@pytest.fixture
def opened(poster: Shown, watched: Callable[..., Watch]) -> Opened:
    """Open the mosaic with a state."""
    return lambda **state: Explorer(watched().page).open(poster.program.link, **state)


def test_what_needs_an_engine_is_not_offered(opened: Opened, poster: Shown) -> None:
    explorer = opened()
    before = explorer.state
    expect(explorer.choice("Engine")).to_be_hidden()
    for name in ("re", "limit", "map", "bits"):
        expect(explorer.part(name)).to_be_hidden()
    explorer.key(*"c]revot")
    explorer.page.wait_for_timeout(300)
    assert explorer.state == before
    assert_right(explorer, poster.mosaic)


def test_a_link_of_another_picture_shows_the_mosaic(opened: Opened, poster: Shown) -> None:
    explorer = opened(c="0.3,0.1", limit="7", rival="python.loops", show="tiles", orbit="true")
    assert_right(explorer, poster.mosaic)
    frame = explorer.frame()
    assert (frame.c, frame.limit) == (poster.mosaic.c, poster.mosaic.max_iterations)
    assert explorer.state["limit"] == str(poster.mosaic.max_iterations)
    assert explorer.state["c"] == f"{poster.mosaic.c.real},{poster.mosaic.c.imag}"
    assert not {"rival", "at"} & set(explorer.state)
    assert explorer.root.locator(".panel:visible").count() == 1
    assert {message["type"] for message in explorer.sent("tiles")} == set()
    expect(explorer.part("notice")).to_be_empty()


@pytest.mark.parametrize("level", [-1, 7, 51])
def test_a_link_to_a_level_that_is_not_there_shows_all(
    level: int, opened: Opened, poster: Shown
) -> None:
    explorer = opened(at=f"{level},0,0,300,200")
    assert explorer.frame().view == opened().frame().view
    assert_right(explorer, poster.mosaic)


def test_a_link_to_nowhere_comes_back_to_the_mosaic(opened: Opened, poster: Shown) -> None:
    for at in ("0,4503599627370496,-4503599627370496,400,300", "1,-99999,99999,1,4503599627370496"):
        assert_right(opened(at=at), poster.mosaic)


def test_a_copied_link_leads_to_the_same_view(opened: Opened, poster: Shown) -> None:
    explorer = opened(at=BEYOND)
    explorer.button("link").click()
    expect(explorer.part("said")).to_have_text("The link is copied.")
    state = explorer.page.evaluate("navigator.clipboard.readText()").partition("#")[2]
    again = opened(**dict(pair.split("=") for pair in state.split("&")))
    assert again.frame().view == explorer.frame().view
    assert_right(again, poster.mosaic)


@pytest.mark.parametrize("at", ["0,311,-205,400,300", "1,13,-5,400,300", BEYOND])
def test_the_command_paints_what_is_shown(
    at: str, opened: Opened, poster: Shown, tmp_path: Path
) -> None:
    explorer = opened(at=at)
    frame = explorer.frame()
    explorer.button("command").click()
    expect(explorer.part("said")).to_have_text("The command is copied.")
    words = shlex.split(explorer.page.evaluate("navigator.clipboard.readText()"))
    assert words[:4] == ["juliaset", "mosaic", "render", str(poster.path)]
    k = words.index("--window")
    window = tuple(map(float, words[k + 1 : k + 5]))
    width, height = map(int, words[words.index("--size") + 1].split("x"))
    shown = frame.counts[np.ix_(*((frame.counts >= 0).any(axis=side) for side in (1, 0)))]
    assert shown.shape == (height, width)
    np.testing.assert_array_equal(counts_in(poster.mosaic, window, (width, height)), shown)
    ended = juliaset(*words[1:], folder=tmp_path)
    assert ended.returncode == 0, ended.stderr
    with Image.open(tmp_path / "julia.png") as image:
        assert image.size == (width, height)


def test_the_command_for_all_of_a_mosaic_is_allowed(opened: Opened, tmp_path: Path) -> None:
    explorer = opened()
    explorer.key("-", "-", "-")
    explorer.settle()
    words = shlex.split(explorer.part("command").inner_text())
    ended = juliaset(*words[1:], folder=tmp_path)
    assert ended.returncode == 0, ended.stderr


def test_a_png_is_what_one_sees(opened: Opened) -> None:
    explorer = opened(at=BEYOND, smooth="false")
    explorer.page.wait_for_timeout(300)
    with explorer.page.expect_download() as download:
        explorer.button("png").click()
    image = Image.open(io.BytesIO(download.value.path().read_bytes())).convert("RGBA")
    np.testing.assert_array_equal(np.asarray(image), explorer.pixels())
    alpha = np.asarray(image)[..., 3]
    np.testing.assert_array_equal(alpha == 0, explorer.frame().counts < 0)
