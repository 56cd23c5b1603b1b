"""A page whose connection was closed shows its picture again when it is connected."""

import re
from collections.abc import Callable
from pathlib import Path

from exploring import Explorer
from playwright.sync_api import WebSocketRoute, expect
from program import Program
from shown_mosaics import assert_right, computed_and_shown, created
from watching import Watch

Watched = Callable[..., Watch]


def opened(
    watched: Watched, program: Program, **state: str
) -> tuple[Explorer, list[WebSocketRoute]]:
    """Open a page, and return the sockets that it has opened, too."""
    explorer = Explorer(watched().page)
    sockets: list[WebSocketRoute] = []

    def connect(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.connect_to_server()

    explorer.page.route_web_socket("**/socket", connect)
    return explorer.open(program.link, wait=not state, **state), sockets


def reconnect(explorer: Explorer) -> None:
    lost = explorer.page.get_by_role("alert").filter(has_text="closed the connection")
    expect(lost).to_be_visible()
    lost.get_by_role("button", name="Reconnect").click()
    expect(lost).to_be_hidden()


def test_the_picture_comes_anew(watched: Watched, program: Program) -> None:
    explorer, sockets = opened(watched, program)
    before = explorer.frame()
    sockets[0].close()
    reconnect(explorer)
    explorer.page.wait_for_function("(before) => seen.asked[0].id > before", arg=before.id)
    after = explorer.settle().frame()
    assert len(sockets) == 2
    assert after.view == before.view
    after.assert_right()
    explorer.key("+")
    explorer.settle().frame().assert_right()


def test_an_overlay_that_was_on_its_way_is_asked_for_again(
    watched: Watched, program: Program
) -> None:
    explorer = Explorer(watched().page)
    asked: list[str] = []

    def connect(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def send(message: str | bytes) -> None:
            if '"tiles"' in str(message):
                asked.append(str(message))
                if len(asked) == 1:
                    socket.close()
                    return
            server.send(message)

        socket.on_message(send)

    explorer.page.route_web_socket("**/socket", connect)
    explorer.open(program.link, wait=False, show="tiles")
    reconnect(explorer)
    share = explorer.page.locator("[data-legend=tiles] b").first
    expect(share).to_have_text(re.compile("%"), timeout=60_000)
    assert len(asked) == 2


def test_no_clock_runs_while_the_connection_is_closed(watched: Watched, program: Program) -> None:
    explorer, sockets = opened(watched, program, engine="python.loops", limit="1000000", c="0,0")
    clock = explorer.part("ms")
    expect(clock).to_have_text(re.compile(r"\d"))
    sockets[0].close()
    expect(explorer.part("lost")).to_be_visible()
    explorer.key("+")
    explorer.page.wait_for_timeout(300)
    said = clock.inner_text()
    explorer.page.wait_for_timeout(300)
    assert clock.inner_text() == said
    (before,) = explorer.sent("paint")
    reconnect(explorer)
    explorer.page.wait_for_function("(before) => seen.asked[0].id > before", arg=before["id"])
    assert explorer.sent("paint")[-1]["view"] != before["view"]


def test_another_mosaic_of_the_same_name_is_shown_as_it_is(
    tmp_path: Path, watched: Watched
) -> None:
    with computed_and_shown(tmp_path / "set.zarr", (1301, 907)) as shown:
        explorer, sockets = opened(watched, shown.program)
        assert_right(explorer, shown.mosaic)
        shown.path.rename(tmp_path / "before.zarr")
        other = created(shown.path, (640, 700), max_iterations=60)
        other.compute()
        explorer.page.evaluate("globalThis.isOld = true")
        sockets[0].close()
        reconnect(explorer)
        explorer.page.wait_for_function("() => !globalThis.isOld && seen.frames[0]")
        assert_right(explorer, other)
