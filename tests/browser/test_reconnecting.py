"""A page whose connection was closed shows its picture again when it is connected."""

from collections.abc import Callable
from pathlib import Path

from exploring import Explorer
from playwright.sync_api import WebSocketRoute, expect
from program import Program
from shown_mosaics import assert_right, computed_and_shown, created
from watching import Watch

Watched = Callable[..., Watch]


def opened(watched: Watched, program: Program) -> tuple[Explorer, list[WebSocketRoute]]:
    """Open a page, and return the sockets that it has opened, too."""
    explorer = Explorer(watched().page)
    sockets: list[WebSocketRoute] = []

    def connect(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.connect_to_server()

    explorer.page.route_web_socket("**/socket", connect)
    return explorer.open(program.link), sockets


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
