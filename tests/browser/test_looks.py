"""How the page looks: it fits a phone, its text stands out, and nothing moves by itself."""

from collections.abc import Callable

import pytest
from accessibility import nameless
from contrast import faint_texts
from edges import faint_edges
from exploring import Explorer
from playwright.sync_api import Page, expect

Opened = Callable[..., Explorer]
PHONE = {"width": 390, "height": 844, "touch": True}
SCREENS = [PHONE, {"width": 1280, "height": 800}, {"width": 1920, "height": 1080}]
# What reaches beyond the sides of the screen, unless a parent cuts it off or lets one scroll to it.
BEYOND = """
() => [...document.querySelectorAll("body *")].filter((element) => {
  const { left, right, width } = element.getBoundingClientRect();
  if (!width || !element.checkVisibility()) return false;
  if (left >= -0.5 && right <= innerWidth + 0.5) return false;
  for (let each = element.parentElement; each; each = each.parentElement) {
    const box = each.getBoundingClientRect();
    const isCut = getComputedStyle(each).overflowX !== "visible";
    if (isCut && box.left >= -0.5 && box.right <= innerWidth + 0.5) return false;
  }
  return true;
}).map((element) => `${element.nodeName}.${element.className?.baseVal ?? element.className}`)
"""
PLACES = """
() => [...document.querySelectorAll("dd, .stage, form, .engine label")]
  .map(({ offsetLeft, offsetTop, offsetWidth }) => [offsetLeft, offsetTop, offsetWidth])
"""
# Of a radio button that is chosen, and of the next: what tells them apart.
LOOKS = """
(all) => all.map((radio) => getComputedStyle(radio.closest("label")))
  .map(({ backgroundColor, boxShadow }) => `${backgroundColor} ${boxShadow}`)
"""
SMALLEST = 24  # CSS pixels, WCAG 2.2
SMALL = """
(least) => [...document.querySelectorAll("button, select, input:not([type=range])")]
  .map((control) => [control, (control.closest("label") ?? control).getBoundingClientRect()])
  .filter(([control, { width, height }]) =>
    control.checkVisibility() && Math.min(width, height) < least)
  .map(([control, { width, height }]) => `${control.outerHTML.slice(0, 80)}: ${width} x ${height}`)
"""


def race(explorer: Explorer) -> None:
    explorer.button("race").click()
    explorer.settle(0, 1, seconds=120)


def tour(explorer: Explorer) -> None:
    explorer.button("tour").click()
    expect(explorer.part("tour")).to_be_visible()


def keys(explorer: Explorer) -> None:
    explorer.key("?")
    expect(explorer.root.get_by_role("dialog", name="Keys")).to_be_visible()


def inside(explorer: Explorer) -> None:
    explorer.set("show", "tiles").check(force=True)
    expect(explorer.root.locator("[data-legend=tiles] b").first).not_to_be_empty(timeout=30_000)


def nothing(explorer: Explorer) -> None:
    expect(explorer.part("differ")).to_have_text("0")


SCENES = [nothing, race, tour, keys, inside]


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    assert not page.evaluate(BEYOND)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen['width']}")
def test_nothing_is_wider_than_the_screen(
    new_explorer: Opened, screen: dict[str, int], scene: Callable[[Explorer], None]
) -> None:
    explorer = new_explorer({"limit": "60"}, **screen)
    scene(explorer)
    assert_fits(explorer.page)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
@pytest.mark.parametrize("screen", SCREENS[:2], ids=lambda screen: f"{screen['width']}")
def test_all_texts_and_edges_stand_out(
    new_explorer: Opened,
    screen: dict[str, int],
    scene: Callable[[Explorer], None],
    *,
    dark: bool,
) -> None:
    explorer = new_explorer({"limit": "60"}, dark=dark, **screen)
    scene(explorer)
    explorer.page.wait_for_timeout(400)  # colours may fade to their new value
    assert not faint_texts(explorer.page)
    assert not faint_edges(explorer.page)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen['width']}")
def test_long_numbers_stay_clear_of_the_buttons(
    new_explorer: Opened, screen: dict[str, int]
) -> None:
    deep = "180,-15375000000000,17868000000000,390,340"  # with 15 digits
    explorer = new_explorer({"at": deep}, **screen)
    readout, zoom = explorer.root.locator(".readout").first, explorer.root.locator(".zoom").first
    box, buttons, stage = (each.bounding_box() for each in (readout, zoom, explorer.part("stage")))
    assert box
    assert buttons
    assert stage
    assert len(explorer.part("point").inner_text()) > 30
    is_left = box["x"] + box["width"] <= buttons["x"]
    assert is_left or box["y"] >= buttons["y"] + buttons["height"]
    assert box["x"] + box["width"] <= stage["x"] + stage["width"]
    assert readout.evaluate("(p) => p.scrollWidth <= p.clientWidth")


def test_forced_colours_leave_the_choices_to_be_seen(new_explorer: Opened) -> None:
    explorer = new_explorer()
    explorer.page.emulate_media(forced_colors="active")
    for name in ("show", "palette"):
        chosen, other = explorer.set(name).evaluate_all(LOOKS)[:2]
        assert chosen != other, name


def test_fingers_can_hit_each_control(new_explorer: Opened) -> None:
    explorer = new_explorer(**PHONE)
    assert not explorer.page.evaluate(SMALL, SMALLEST)


@pytest.mark.parametrize("scene", SCENES)
def test_each_control_has_a_name(new_explorer: Opened, scene: Callable[[Explorer], None]) -> None:
    explorer = new_explorer({"limit": "60"})
    scene(explorer)
    assert not nameless(explorer.page)


def test_figures_that_come_and_change_move_nothing(new_explorer: Opened) -> None:
    explorer = new_explorer({"limit": "60"})
    expect(explorer.part("differ")).to_have_text("0")
    before = explorer.page.evaluate(PLACES)
    for engine in ("python.loops", "cpp.fastmath", "cpp.openmp", "best"):
        explorer.choice("Engine").select_option(engine)
        explorer.settle()
        expect(explorer.part("differ")).not_to_have_class("old", timeout=30_000)
        assert explorer.page.evaluate(PLACES) == before
