"""The page can be used with only the keyboard."""

import io
import re
from collections.abc import Callable

import numpy as np
import pytest
from exploring import Explorer
from PIL import Image
from playwright.sync_api import expect

Opened = Callable[..., Explorer]
FOCUSED = """
() => {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const label = element.closest("label");
  const around = label ? getComputedStyle(label) : { outlineStyle: "none", boxShadow: "none" };
  const isSeen = [outlineStyle, around.outlineStyle].some((style) => style !== "none") &&
    outlineWidth !== "0px" || [boxShadow, around.boxShadow].some((shadow) => shadow !== "none");
  return [element.nodeName, element.getAttribute("data-part") ?? element.getAttribute("data-do") ??
    element.name, isSeen];
}
"""


def test_tab_reaches_every_control_and_shows_where_one_is(explorer: Explorer) -> None:
    seen = []
    for _ in range(100):
        explorer.page.keyboard.press("Tab")
        node, name, is_seen = explorer.page.evaluate(FOCUSED)
        if node == "BODY":
            break
        assert is_seen, (node, name)
        seen.append(name)
    wanted = {"kernel", "stage", "undo", "redo", "home", "screen", "theme", "keys", "take", "race"}
    wanted |= {"map", "re", "im", "less", "limit", "more", "palette", "smooth", "show", "orbit"}
    wanted |= {"png", "link", "sizes", "command"}
    assert not wanted - set(seen)


@pytest.mark.parametrize(
    ("keys", "name", "value"),
    [
        ("+", "at", r"\d+,.*"),
        ("- +", "at", r"\d+,.*"),
        ("ArrowLeft", "at", r".*"),
        ("]", "limit", "600"),
        ("[", "limit", "150"),
        ("e", "engine", r"(?!best$).+"),
        ("r", "rival", "python.loops"),
        ("p", "palette", r".+"),
        ("s", "smooth", "false"),
        ("v", "show", r"(?!nothing$).+"),
        ("o", "orbit", "true"),
        ("] u", "limit", "300"),
        ("] u U", "limit", "600"),
        ("] Control+z", "limit", "300"),
        ("] Control+z Control+y", "limit", "600"),
        ("] Control+z Control+Shift+Z", "limit", "600"),
        ("c ArrowUp", "c", r"-0\.62772,-0\.41693"),
        ("c ArrowRight ArrowRight", "c", r"-0\.61772,-0\.42193"),
        ("c ArrowDown u", "c", r"-0\.62772,-0\.42193"),
    ],
)
def test_a_key_does_what_the_list_says(
    explorer: Explorer, keys: str, name: str, value: str
) -> None:
    explorer.part("stage").focus()
    for key in keys.split():
        explorer.page.keyboard.press(key)
    assert re.fullmatch(value, explorer.state[name])


@pytest.mark.parametrize("name", ["stage", "map"])
def test_the_focus_is_seen_on_a_picture_of_any_colour(explorer: Explorer, name: str) -> None:
    part = explorer.part(name)
    part.focus()
    shot = Image.open(io.BytesIO(part.screenshot())).convert("RGB")
    middle = shot.height // 2
    assert [shot.getpixel((x, middle)) for x in (1, 4)] == [(255, 255, 255), (0, 0, 0)]


def test_the_map_tells_a_screen_reader_where_c_is(explorer: Explorer) -> None:
    chosen = explorer.root.get_by_role("slider", name="c on the Mandelbrot set")
    explorer.key("c")
    expect(chosen).to_be_focused()
    view = explorer.frame().view
    for key, said in (("ArrowLeft", "-0.63272 - 0.42193 i"), ("ArrowUp", "-0.63272 - 0.41693 i")):
        explorer.page.keyboard.press(key)
        expect(chosen).to_have_attribute("aria-valuetext", said)
    frame = explorer.settle().frame()
    assert (frame.c, frame.view) == (complex(-0.63272, -0.41693), view)
    np.testing.assert_array_equal(frame.counts, frame.right_counts())


def test_arrows_lead_c_to_the_end_of_what_is_allowed(new_explorer: Opened) -> None:
    explorer = new_explorer({"c": "3.997,0"})
    explorer.key("c")
    for _ in range(2):
        explorer.page.keyboard.press("ArrowRight")
    assert explorer.settle().frame().c == 4


def test_every_key_of_the_list_is_tried_somewhere(explorer: Explorer) -> None:
    listed = explorer.page.locator("[data-keys]").evaluate_all(
        "rows => rows.flatMap((row) => row.dataset.keys.split(' '))"
    )
    here = (
        "+ - ArrowLeft ArrowRight ArrowUp ArrowDown ] [ e r p s v o u U Control-z Control-y "
        "Control-Z c . 0 Home = t i l k d f x ?"
    )
    assert set(listed) == set(here.split())


def test_keys_of_the_picture(explorer: Explorer) -> None:
    stage = explorer.part("stage")
    before = explorer.frame().view
    for key, name, by in (
        ("ArrowLeft", "column", -64),
        ("ArrowRight", "column", 0),
        ("ArrowUp", "row", 64),
        ("ArrowDown", "row", 0),
    ):
        stage.press(key)
        assert explorer.settle().frame().view[name] == before[name] + by
    stage.hover(position={"x": 100, "y": 100})
    stage.press(".")
    assert explorer.settle().frame().view != before
    for key in ("Home", "=", "0"):
        stage.press(key)
        explorer.settle()
    assert explorer.frame().view == before


def test_keys_of_the_page(explorer: Explorer) -> None:
    stage = explorer.part("stage")
    assert not explorer.is_dark()
    stage.press("d")
    assert explorer.is_dark()
    stage.press("f")
    explorer.page.wait_for_function("() => document.fullscreenElement")
    stage.press("f")
    explorer.page.wait_for_function("() => !document.fullscreenElement")
    stage.press("l")
    expect(explorer.part("said")).to_have_text("The link is copied.")
    stage.press("k")
    expect(explorer.part("said")).to_have_text("The command is copied.")
    with explorer.page.expect_download():
        stage.press("i")
    stage.press("?")
    expect(explorer.root.get_by_role("dialog")).to_be_visible()
    explorer.page.keyboard.press("Escape")
    expect(explorer.root.get_by_role("dialog")).to_be_hidden()
    stage.press("t")
    expect(explorer.part("tour")).to_be_visible()


def test_keys_of_one_character_are_switched_off(explorer: Explorer) -> None:
    explorer.set("keys").uncheck()
    before = explorer.state
    assert before["keys"] == "false"
    explorer.page.reload()
    view = explorer.settle().frame().view
    explorer.key(*"]prsv+-.0ct")
    assert explorer.state == before
    explorer.key("ArrowLeft")
    assert explorer.settle().frame().view["column"] == view["column"] - 64
    explorer.key("Control+z")
    assert explorer.settle().frame().view == view
    explorer.set("keys").check()
    explorer.key("]")
    assert explorer.state["limit"] == "600"


@pytest.mark.parametrize(
    "held",
    [
        {"altKey": True},
        {"modifierAltGraph": True},
        {"altKey": True, "ctrlKey": True, "modifierAltGraph": True},
    ],
    ids=["macOS", "Linux", "Windows"],
)
def test_brackets_are_typed_as_many_keyboards_do(explorer: Explorer, held: dict[str, bool]) -> None:
    explorer.part("stage").dispatch_event("keydown", {"key": "]", **held})
    assert explorer.state["limit"] == "600"


def test_alt_and_an_arrow_are_left_to_the_browser(explorer: Explorer) -> None:
    before = explorer.state
    explorer.part("stage").dispatch_event("keydown", {"key": "ArrowLeft", "altKey": True})
    assert explorer.state == before


def test_letters_in_a_field_are_letters(explorer: Explorer) -> None:
    state = explorer.state
    explorer.part("limit").press_sequentially("prstuv")
    assert explorer.state == state
