"""Every control of the page does what it says."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from exploring import Explorer
from playwright.sync_api import expect

Opened = Callable[..., Explorer]
RED, AMBER = (255, 24, 56), (255, 200, 60)
REACH = 8  # pixels that the first dot of an orbit may cover


def level(explorer: Explorer) -> int:
    return explorer.settle().frame().view["level"]


def test_zoom_undo_redo_and_home(explorer: Explorer) -> None:
    first = explorer.frame().view
    explorer.button("zoomIn").click()
    explorer.settle()
    nearer = explorer.frame().view
    assert nearer["level"] > first["level"]
    explorer.page.wait_for_timeout(700)  # what follows is another gesture, undone by itself
    explorer.button("zoomOut").click()
    assert level(explorer) == first["level"]
    explorer.button("undo").click()
    assert explorer.settle().frame().view == nearer
    explorer.button("undo").click()
    assert explorer.settle().frame().view == first
    explorer.button("redo").click()
    assert explorer.settle().frame().view == nearer
    explorer.button("home").click()
    assert explorer.settle().frame().view == first


def test_full_screen(explorer: Explorer) -> None:
    explorer.button("screen").click()
    explorer.page.wait_for_function("() => document.fullscreenElement")
    explorer.button("screen").click()
    explorer.page.wait_for_function("() => !document.fullscreenElement")


@pytest.mark.parametrize("dark", [True, False])
def test_dark_or_light(new_explorer: Opened, *, dark: bool) -> None:
    explorer = new_explorer(dark=dark)
    for is_dark in (dark, not dark, dark):
        assert explorer.is_dark() == is_dark
        explorer.part("theme").click(force=True)


def test_the_list_of_keys_opens_and_closes(explorer: Explorer) -> None:
    explorer.button("keys").click()
    keys = explorer.root.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    keys.get_by_role("button", name="Close").click()
    expect(keys).to_be_hidden()


def test_c_is_chosen_on_the_map(explorer: Explorer) -> None:
    chosen = explorer.part("map")
    box = chosen.bounding_box()
    assert box
    chosen.click(position={"x": box["width"] / 2, "y": box["height"] / 4})
    c = explorer.settle().frame().c
    assert c == pytest.approx(complex(-0.6, 0.6), abs=0.03)
    cross = explorer.part("cross").bounding_box()
    assert cross
    assert cross["x"] + cross["width"] / 2 == pytest.approx(box["x"] + box["width"] / 2, abs=3)
    assert cross["y"] + cross["height"] / 2 == pytest.approx(box["y"] + box["height"] / 4, abs=3)
    expect(explorer.part("re")).to_have_value(str(c.real))


def test_the_other_button_of_the_mouse_leaves_c_alone(explorer: Explorer) -> None:
    c = explorer.state["c"]
    explorer.part("map").click(position={"x": 30, "y": 30}, button="right")
    explorer.part("map").click(position={"x": 30, "y": 30}, button="middle")
    assert explorer.state["c"] == c


def test_c_is_typed(explorer: Explorer) -> None:
    re_, im = explorer.part("re"), explorer.part("im")
    re_.fill("-0.75")
    im.fill("0.11")
    im.press("Enter")
    assert explorer.settle().frame().c == complex(-0.75, 0.11)
    for wrong in ("", "5"):
        re_.fill(wrong)
        re_.press("Enter")
        expect(re_).to_have_value("-0.75")
    assert explorer.settle().frame().c == complex(-0.75, 0.11)


def test_no_entry_is_told_as_wrong(explorer: Explorer) -> None:
    wrong = explorer.root.locator("input:invalid")
    expect(wrong).to_have_count(0)
    explorer.part("map").click(position={"x": 101, "y": 67})
    expect(wrong).to_have_count(0)
    explorer.part("re").fill("-0.123456789012")
    explorer.part("re").press("Enter")
    expect(wrong).to_have_count(0)
    explorer.part("re").press("ArrowUp")
    assert explorer.settle().frame().c.real == pytest.approx(-0.118456789012)
    expect(wrong).to_have_count(0)


def test_named_sets_are_bookmarks(explorer: Explorer) -> None:
    seen = set()
    for name in explorer.part("sets").get_by_role("button").all():
        name.click()
        seen.add(explorer.settle().frame().c)
    assert len(seen) > 3


def test_the_limit_is_typed_halved_and_doubled(explorer: Explorer) -> None:
    limit = explorer.part("limit")
    limit.fill("124")
    limit.press("Enter")
    assert explorer.settle().frame().limit == 124
    explorer.button("less").click()
    assert explorer.settle().frame().limit == 62
    explorer.button("more").click()
    assert explorer.settle().frame().limit == 124
    for wrong, kept in (("-5", "1"), ("99999999", "1000000"), ("40", "40")):
        limit.fill(wrong)
        limit.press("Enter")
        expect(limit).to_have_value(kept)
    assert explorer.settle().frame().limit == 40


@pytest.mark.parametrize(
    ("name", "allowed", "right"), [("limit", "1 to 1,000,000", "124"), ("im", "-4 to 4", "0.25")]
)
def test_a_field_that_is_emptied_keeps_its_number(
    explorer: Explorer, name: str, allowed: str, right: str
) -> None:
    field, notice = explorer.part(name), explorer.part("notice")
    before, state = field.input_value(), explorer.state
    field.fill("")
    field.press("Enter")
    expect(field).to_have_value(before)
    expect(notice).to_have_text(f"Allowed: {allowed}")
    assert explorer.state == state
    field.fill(right)
    field.press("Enter")
    expect(notice).to_be_hidden()
    assert explorer.state != state


def test_each_palette_has_its_colours(explorer: Explorer) -> None:
    palettes = explorer.set("palette")
    seen = set()
    for k in range(palettes.count()):
        palettes.nth(k).check(force=True)
        explorer.settle().page.wait_for_timeout(100)
        seen.add(explorer.pixels()[..., :3].mean().round(3))
    assert len(seen) == palettes.count() > 5


@pytest.mark.parametrize(
    ("way", "says"),
    [
        ("tiles", r"One orbit each decides [\d.]+ % of the tiles"),
        ("trap", r"of radius 0\.\d+, never leaves it"),
        ("sieve", r"After step [\d, ]+ there are [\d.,% ]+of the pixels left"),
        ("lanes", r"\d+ neighbours[\s\S]* [\d.]+ % of the steps are useful"),
        ("rows", r"Rows of each thread: \d+"),
    ],
)
def test_one_can_look_inside(explorer: Explorer, way: str, says: str) -> None:
    legend = explorer.root.locator(f"[data-legend={way}]").first
    expect(legend).to_be_hidden()
    assert not explorer.pixels("overlay").any()
    explorer.set("show", way).check(force=True)
    expect(legend).to_have_text(re.compile(says), timeout=30_000)
    expect(legend).to_be_visible()
    assert explorer.pixels("overlay").any()
    explorer.set("show", "nothing").check(force=True)
    expect(legend).to_be_hidden()
    explorer.page.wait_for_timeout(100)
    assert not explorer.pixels("overlay").any()


def dots_of(explorer: Explorer, row: int, column: int) -> list[tuple[int, int]]:
    """Return the row and column of each point of an orbit that lies in the picture."""
    problem = explorer.frame().problem
    z, found = complex(problem.xs[column], problem.ys[row]), []
    for _ in range(int(explorer.frame().counts[row, column]) + 1):
        found.append((np.abs(problem.ys - z.imag).argmin(), np.abs(problem.xs - z.real).argmin()))
        z = z * z + problem.c
    height, width = problem.shape
    return [(q, p) for q, p in found if 0 < q < height - 1 and 0 < p < width - 1]


@pytest.mark.parametrize("keys", [(), ("ArrowUp", "ArrowUp")])
def test_the_orbit_has_a_dot_at_each_step_from_the_point(
    explorer: Explorer, keys: tuple[str, ...]
) -> None:
    explorer.key("o", *keys)
    height, width = explorer.settle().frame().counts.shape
    middle = height // 2, width // 2  # where the cursor is that has not come yet
    expect(explorer.part("count")).to_have_text(str(explorer.frame().counts[middle]))
    pixels = explorer.pixels("orbit")
    first, *others = dots_of(explorer, *middle)
    assert tuple(pixels[first][:3]) == RED
    apart = [each for each in others if np.hypot(*np.subtract(each, first)) > REACH]
    assert apart
    for place in apart:
        assert tuple(pixels[place][:3]) == AMBER, place
    explorer.key("o")
    expect(explorer.part("orbit")).to_be_hidden()
