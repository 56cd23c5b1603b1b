"""Wheel, mouse and fingers: the point under them stays where it is."""

from collections.abc import Callable

import numpy as np
import pytest
from exploring import Explorer, Frame

Opened = Callable[..., Explorer]
AT = (200, 150)


def point(frame: Frame, x: float, y: float) -> complex:
    """Return the point at a place of the stage, in pixels of the screen."""
    problem = frame.problem
    return complex(problem.xs[round(x)], problem.ys[round(y)])


def pixel(frame: Frame) -> float:
    return float(frame.problem.xs[1] - frame.problem.xs[0])


def origin(explorer: Explorer) -> tuple[float, float]:
    box = explorer.part("stage").bounding_box()
    assert box
    return box["x"], box["y"]


@pytest.mark.parametrize(("wheel", "nearer"), [(-240, True), (240, False)])
def test_the_wheel_zooms_at_the_cursor(explorer: Explorer, wheel: int, *, nearer: bool) -> None:
    before = explorer.frame()
    explorer.part("stage").hover(position={"x": AT[0], "y": AT[1]})
    explorer.page.mouse.wheel(0, wheel)
    after = explorer.settle().frame()
    assert (after.view["level"] > before.view["level"]) == nearer
    moved = point(after, *AT) - point(before, *AT)
    assert abs(moved) <= 2 * max(pixel(before), pixel(after))


def test_dragging_takes_the_picture_along(explorer: Explorer) -> None:
    before = explorer.frame()
    left, top = origin(explorer)
    explorer.page.mouse.move(left + 100, top + 100)
    explorer.page.mouse.down()
    explorer.page.mouse.move(left + 160, top + 130, steps=7)
    explorer.page.mouse.up()
    after = explorer.settle().frame()
    assert point(after, 160, 130) == point(before, 100, 100)
    # The pixels that were there before are the same to the last bit.
    np.testing.assert_array_equal(after.counts[30:, 60:], before.counts[:-30, :-60])


def test_a_double_click_centres(explorer: Explorer) -> None:
    before = explorer.frame()
    explorer.part("stage").dblclick(position={"x": AT[0], "y": AT[1]})
    after = explorer.settle().frame()
    height, width = after.counts.shape
    assert point(after, width // 2, height // 2) == point(before, *AT)


def test_a_double_click_on_a_button_only_presses_it_twice(explorer: Explorer) -> None:
    before = explorer.frame()
    explorer.button("zoomIn").dblclick()
    after = explorer.settle().frame()
    assert after.view["level"] == before.view["level"] + 4
    height, width = after.counts.shape
    moved = point(after, width // 2, height // 2) - point(before, width // 2, height // 2)
    assert abs(moved) <= 2 * pixel(before)


def test_two_fingers_zoom(new_explorer: Opened) -> None:
    explorer = new_explorer(width=390, height=844, touch=True)
    before = explorer.frame()
    left, top = origin(explorer)
    session = explorer.page.context.new_cdp_session(explorer.page)

    def touch(kind: str, *fingers: tuple[float, float]) -> None:
        points = [{"x": left + x, "y": top + y, "id": k} for k, (x, y) in enumerate(fingers)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (150, 150))
    touch("touchStart", (150, 150), (190, 150))
    for apart in (30, 40, 60, 80):
        touch("touchMove", (170 - apart, 150), (170 + apart, 150))
    touch("touchEnd")
    after = explorer.settle().frame()
    assert pixel(before) / pixel(after) == pytest.approx(4, rel=0.15)
    moved = point(after, 170, 150) - point(before, 170, 150)
    assert abs(moved) <= 2 * pixel(before)


def test_a_finger_drags_and_does_not_scroll_the_page(new_explorer: Opened) -> None:
    explorer = new_explorer(width=390, height=844, touch=True)
    before = explorer.frame()
    left, top = origin(explorer)
    session = explorer.page.context.new_cdp_session(explorer.page)
    for kind, y in (("touchStart", 200), ("touchMove", 150), ("touchMove", 100), ("touchEnd", 0)):
        points = [{"x": left + 100, "y": top + y}] if y else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    after = explorer.settle().frame()
    assert after.view["row"] == before.view["row"] - 100
    assert explorer.page.evaluate("scrollY") == 0
