"""Answers that come late, or are about something else, change nothing that is shown."""

import json
from collections.abc import Callable

import numpy as np
import pytest
from exploring import Explorer
from playwright.sync_api import WebSocketRoute, expect
from program import Program
from watching import Watch

from juliaset.explorer.outbox import pack

Watched = Callable[..., Watch]
ENDLESS = {"engine": "python.loops", "limit": "1000000", "c": "-0.1,0.1"}


class Wire:
    """The way from the host to a page, on which messages of one type wait."""

    def __init__(self, explorer: Explorer, held: str = "") -> None:
        """Stand between the host and a page that is not open yet."""
        self.held = held  # "all" if it does not matter which
        self._waiting: list[bytes] = []
        self._hello = b""
        self._page: WebSocketRoute | None = None
        self._explorer = explorer
        explorer.page.route_web_socket("**/socket", self._open)

    def _open(self, page: WebSocketRoute) -> None:
        self._page = page
        page.connect_to_server().on_message(self._pass_on)

    def _pass_on(self, message: str | bytes) -> None:
        assert self._page
        assert isinstance(message, bytes)
        length = int.from_bytes(message[:4], "little")
        kind = json.loads(message[4 : 4 + length])["type"]
        if kind == "hello":
            self._hello = message
        if self.held in {kind, "all"}:
            self._waiting.append(message)
        else:
            self._page.send(message)

    def say(self, content: dict[str, object]) -> None:
        """Send a message as the host would."""
        assert self._page
        self._page.send(pack(content))

    def greet(self) -> None:
        """Send the host's first message again, as it does when another view of a widget opens."""
        assert self._page
        self._page.send(self._hello)

    def wait(self) -> None:
        """Wait until a message waits."""
        while not self._waiting:
            self._explorer.page.wait_for_timeout(50)

    def release(self) -> None:
        """Let the page have what waits."""
        assert self._page
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            self._page.send(message)
        self._explorer.page.wait_for_timeout(300)


def opened(
    watched: Watched, program: Program, held: str = "", **state: str
) -> tuple[Explorer, Wire]:
    explorer = Explorer(watched().page)
    wire = Wire(explorer, held)
    return explorer.open(program.link, wait="engine" not in state, **state), wire


def test_smooth_colours_that_come_late_leave_bands(watched: Watched, program: Program) -> None:
    explorer, wire = opened(watched, program, "depths")
    wire.wait()
    explorer.key("s")
    explorer.page.wait_for_timeout(300)
    bands = explorer.pixels()
    wire.release()
    np.testing.assert_array_equal(explorer.pixels(), bands)
    explorer.key("s")
    wire.wait()
    wire.release()
    explorer.until_repainted(bands)


def test_tiles_of_another_picture_lie_over_none(watched: Watched, program: Program) -> None:
    explorer, wire = opened(watched, program, "tiles", show="tiles")
    wire.wait()
    wire.release()
    assert explorer.pixels("overlay").any()
    explorer.key("ArrowLeft")
    explorer.settle()
    explorer.page.wait_for_timeout(200)
    assert not explorer.pixels("overlay").any()


def test_the_end_of_what_lies_over_a_picture_does_not_stop_it(
    watched: Watched, program: Program
) -> None:
    explorer, wire = opened(watched, program, **ENDLESS)
    wire.say({"type": "ended", "message": "the process has ended"})
    expect(explorer.part("notice")).to_have_text("the process has ended")
    assert explorer.sent("stop") == []
    assert explorer.part("panel").evaluate("it => it.style.getPropertyValue('--share') < 1")


def test_why_nothing_lies_over_a_picture_is_said(watched: Watched, program: Program) -> None:
    explorer, wire = opened(watched, program, "tiles", show="trap")
    wire.wait()
    (asked,) = explorer.sent("tiles")
    wire.say({"type": "refused", "id": asked["id"], "message": "there is no memory"})
    expect(explorer.part("notice")).to_have_text("there is no memory")
    assert not explorer.pixels("overlay").any()
    for show in ("nothing", "tiles"):
        explorer.set("show", show).check(force=True)
    explorer.page.wait_for_timeout(300)
    assert len(explorer.sent("tiles")) > 1
    explorer.key("+")
    explorer.settle().frame().assert_right()
    expect(explorer.part("notice")).to_be_hidden()


def test_a_picture_is_refused_also_if_colours_were_chosen_meanwhile(
    watched: Watched, program: Program
) -> None:
    explorer, wire = opened(watched, program)
    wire.held = "all"
    explorer.key("+", "s", "s")
    explorer.page.wait_for_timeout(500)
    asked = explorer.sent("paint")[-1]
    wire.say({"type": "refused", "panel": 0, "id": asked["id"], "message": "there is no memory"})
    expect(explorer.part("notice")).to_have_text("there is no memory")
    assert asked["id"] not in {each["id"] for each in explorer.sent("smooth")}


@pytest.mark.parametrize("kind", ["refused", "ended"])
def test_what_is_wanted_next_is_asked_for_when_a_picture_fails(
    watched: Watched, program: Program, kind: str
) -> None:
    explorer, wire = opened(watched, program)
    wire.held = "all"
    before = len(explorer.sent("paint"))
    explorer.part("stage").evaluate(
        """(stage) => {
          const [press, now] = [{ key: "+", bubbles: true }, performance.now()];
          performance.now = () => now; // the first one is not overdue, however slow this machine is
          for (let k = 0; k < 2; k++) stage.dispatchEvent(new KeyboardEvent("keydown", press));
        }"""
    )
    (failed,) = explorer.sent("paint")[before:]
    wire.say({"type": kind, "panel": 0, "id": failed["id"], "message": "there is no memory"})
    explorer.page.wait_for_timeout(500)
    explorer.page.evaluate("delete performance.now")
    wire.held = ""
    wire.release()
    explorer.settle().frame().assert_right()
    newest = explorer.sent("paint")[-1]
    assert newest["view"]["level"] > failed["view"]["level"]
    assert explorer.frame().id == newest["id"]


def test_a_picture_that_was_stopped_stays_stopped_when_another_view_opens(
    watched: Watched, program: Program
) -> None:
    explorer, wire = opened(watched, program, **ENDLESS)
    explorer.key("x")
    explorer.page.wait_for_timeout(300)
    asked = len(explorer.sent("paint"))
    wire.greet()
    explorer.page.wait_for_timeout(500)
    assert len(explorer.sent("paint")) == asked
