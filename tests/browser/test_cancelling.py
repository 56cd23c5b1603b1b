"""A new request ends the old one, whatever the engine is doing, and the newest picture stays."""

from collections.abc import Callable

import pytest
from exploring import Explorer
from playwright.sync_api import expect

Opened = Callable[..., Explorer]
# Each would need minutes or hours for the whole picture.
ENDLESS = [
    {"engine": "python.loops", "limit": "1000000", "c": "-0.1,0.1"},
    {"engine": "numpy.masked", "limit": "1000000", "c": "-0.1,0.1"},
    {"engine": "cython.memoryview", "limit": "1000000", "c": "-0.1,0.1"},
    {"engine": "cpp.scalar,O0,,held", "limit": "1000000", "c": "-0.1,0.1"},
]


@pytest.mark.parametrize("state", ENDLESS, ids=lambda state: state["engine"])
def test_best_takes_over_from_an_endless_picture(
    new_explorer: Opened, state: dict[str, str]
) -> None:
    explorer = new_explorer(state, wait=False)
    explorer.page.wait_for_timeout(500)  # it is in the midst of it
    explorer.choice("Engine").select_option("best")
    explorer.settle()
    frame = explorer.frame()
    assert frame.id == explorer.sent("paint")[-1]["id"]
    frame.assert_right()


def test_a_slow_engine_goes_on_after_it_was_interrupted(new_explorer: Opened) -> None:
    explorer = new_explorer(ENDLESS[0], wait=False)
    limit = explorer.part("limit")
    for steps in ("900000", "800000", "20"):
        explorer.page.wait_for_timeout(300)
        limit.fill(steps)
        limit.press("Enter")
    frame = explorer.settle().frame()
    assert frame.limit == 20
    frame.assert_right()


def test_a_long_drag_leaves_the_newest_view(explorer: Explorer) -> None:
    box = explorer.part("stage").bounding_box()
    assert box
    mouse = explorer.page.mouse
    mouse.move(box["x"] + 20, box["y"] + 20)
    before = explorer.frame().view
    mouse.down()
    mouse.move(box["x"] + 220, box["y"] + 170, steps=100)
    mouse.up()
    frame = explorer.settle().frame()
    assert frame.view["column"] == before["column"] - 200
    assert frame.view["row"] == before["row"] + 150
    frame.assert_right()
    asked = [message["id"] for message in explorer.sent("paint")]
    assert asked == sorted(asked)


def test_painting_is_stopped(new_explorer: Opened) -> None:
    explorer = new_explorer(ENDLESS[0], wait=False)
    explorer.key("x")
    (asked,) = explorer.sent("paint")
    assert explorer.sent("stop") == [{"type": "stop", "panel": 0, "id": asked["id"]}]
    explorer.key("p", "s", "o")
    explorer.page.wait_for_timeout(300)
    assert len(explorer.sent("paint")) == 1, "another colour began it again"
    explorer.choice("Engine").select_option("best")
    explorer.settle().frame().assert_right()


def test_painting_is_stopped_without_a_key(new_explorer: Opened) -> None:
    explorer = new_explorer(ENDLESS[0], wait=False)
    explorer.button("stop").click()
    assert len(explorer.sent("stop")) == 1


def test_a_picture_that_is_there_cannot_be_stopped(explorer: Explorer) -> None:
    explorer.key("x", "p")
    explorer.page.wait_for_timeout(300)
    assert explorer.sent("stop") == []
    assert len(explorer.sent("paint")) == 1


def test_no_count_is_told_before_it_is_known(new_explorer: Opened) -> None:
    explorer = new_explorer({"engine": "python.loops", "limit": "20000"}, wait=False)
    explorer.page.wait_for_function(
        "() => document.querySelector('.panel').style.getPropertyValue('--share') > 0"
    )
    explorer.part("stage").hover(position={"x": 101, "y": 83})
    expect(explorer.part("count")).to_have_text("\N{EN DASH}")
    explorer.choice("Engine").select_option("best")
    known = explorer.settle().frame().counts[83, 101]
    expect(explorer.part("count")).to_have_text(str(known))
