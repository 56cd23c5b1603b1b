"""What a person keeps: a picture, a link, a command."""

import io
import shlex
from collections.abc import Callable

import numpy as np
from exploring import Explorer
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import expect

Opened = Callable[..., Explorer]


def saved(explorer: Explorer) -> NDArray[np.uint8]:
    """Save the picture; return the red, green and blue of its pixels."""
    with explorer.page.expect_download() as download:
        explorer.button("png").click()
    image = Image.open(io.BytesIO(download.value.path().read_bytes()))
    assert image.format == "PNG"
    return np.asarray(image.convert("RGB"))


def test_the_picture_is_saved_with_what_lies_over_it(new_explorer: Opened) -> None:
    explorer = new_explorer({"smooth": "false"})
    bare = saved(explorer)
    assert bare.shape == (*explorer.frame().counts.shape, 3)
    np.testing.assert_array_equal(bare, explorer.pixels()[..., :3])
    explorer.set("orbit").check(force=True)
    explorer.part("stage").hover(position={"x": 260, "y": 130})
    orbit, image = explorer.pixels("orbit"), saved(explorer)
    drawn = orbit[..., 3] == 255
    assert drawn.sum() > 100
    np.testing.assert_array_equal(image[drawn], orbit[drawn][:, :3])
    nothing = orbit[..., 3] == 0
    np.testing.assert_array_equal(image[nothing], explorer.pixels()[nothing][:, :3])


def test_a_race_is_saved_side_by_side(new_explorer: Opened) -> None:
    explorer = new_explorer({"rival": "cpp.scalar", "smooth": "false", "orbit": "true"})
    explorer.settle(0, 1)
    image = saved(explorer)
    height, width = explorer.frame().counts.shape
    assert image.shape == (height, 2 * width, 3)
    np.testing.assert_array_equal(image[:, :width], image[:, width:])


def test_a_browser_that_refuses_to_copy_is_said_to(explorer: Explorer) -> None:
    explorer.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    explorer.button("link").click()
    expect(explorer.part("said")).to_have_text("The browser refuses to copy.")


def test_what_is_said_is_seen_for_a_while(explorer: Explorer) -> None:
    said = explorer.part("said").locator("span")
    explorer.button("link").click()
    expect(said).to_be_visible()
    first = said.element_handle()
    explorer.button("link").click()
    explorer.page.wait_for_function("(first) => !first.isConnected", arg=first)
    expect(said).to_be_visible()
    expect(said).to_be_hidden()


def test_the_link_leads_to_the_same_view_without_the_token(explorer: Explorer) -> None:
    explorer.key("+")
    explorer.settle()
    explorer.button("link").click()
    expect(explorer.part("said")).to_have_text("The link is copied.")
    link = explorer.page.evaluate("navigator.clipboard.readText()")
    assert "token" not in link
    view = explorer.frame().view
    places = ",".join(str(view[name]) for name in ("level", "column", "row", "width", "height"))
    assert f"at={places}" in link
    explorer.key("0")
    assert explorer.settle().frame().view != view
    # As pasted into the address bar; the page loads again.
    explorer.page.evaluate("(link) => { globalThis.isOld = location.assign(link) ?? true; }", link)
    explorer.page.wait_for_function("() => !globalThis.isOld && seen.asked[0]")
    assert explorer.settle().frame().view == view
    expect(explorer.part("stranger")).to_be_hidden()


def test_the_command_is_copied_for_the_chosen_size(explorer: Explorer) -> None:
    explorer.part("sizes").select_option("2")
    explorer.button("command").click()
    expect(explorer.part("said")).to_have_text("The command is copied.")
    command = explorer.page.evaluate("navigator.clipboard.readText()")
    assert command == explorer.part("command").inner_text()
    words = shlex.split(command)
    assert words[:2] == ["juliaset", "render"]
    view = explorer.frame().view
    assert words[words.index("--size") + 1] == f"{2 * view['width']}x{2 * view['height']}"


def test_what_was_just_chosen_is_in_a_command_that_is_copied(explorer: Explorer) -> None:
    explorer.root.evaluate(
        "(root) => ['more', 'command'].forEach((name) =>"
        " root.querySelector(`[data-do=${name}]`).click())"
    )
    expect(explorer.part("said")).to_have_text("The command is copied.")
    assert "--max-iterations 600 " in explorer.page.evaluate("navigator.clipboard.readText()")
