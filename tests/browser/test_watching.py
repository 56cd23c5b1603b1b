"""What the other tests rely on: each fault that a page may have is found when it is planted."""

from collections.abc import Iterator

import pytest
from accessibility import nameless
from contrast import faint_texts, luminance
from playwright.sync_api import Browser, Page
from watching import Watch, is_foreign


@pytest.fixture
def watch(chromium: Browser) -> Iterator[Watch]:
    """A page that may be as bad as it likes."""
    page = chromium.new_page()
    yield Watch(page)
    page.close()


@pytest.fixture
def page(watch: Watch) -> Page:
    watch.page.goto("about:blank")
    return watch.page


def test_a_picture_of_another_host_is_found(page: Page, watch: Watch) -> None:
    page.set_content('<img src="https://example.org/a.png"><img src="data:image/png,">')
    assert watch.foreign == ["https://example.org/a.png"]


def test_a_socket_to_another_host_is_found(page: Page, watch: Watch) -> None:
    with page.expect_websocket():
        page.evaluate("void new WebSocket('ws://example.org/socket')")
    assert watch.foreign == ["ws://example.org/socket"]


def test_the_browser_reaches_no_other_host(page: Page) -> None:
    page.goto("about:blank")
    ask = "url => fetch(url, {mode: 'no-cors'}).then(() => 'answered', () => 'refused')"
    assert page.evaluate(ask, "http://example.org/") == "refused"


@pytest.mark.parametrize("url", ["http://127.0.0.1:80/x", "ws://localhost/", "data:,", "blob:x"])
def test_this_machine_is_not_foreign(url: str) -> None:
    assert not is_foreign(url)


def test_complaints_are_kept(page: Page, watch: Watch) -> None:
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('planted') })")
    page.evaluate("console.error('red'); console.warn('yellow'); console.log('white')")
    assert watch.complaints == ["uncaught: planted", "error: red", "warning: yellow"]


def test_text_that_moves_is_found(page: Page, watch: Watch) -> None:
    page.set_content("<div id=a></div><p style='height:300px;background:gray'>text</p>")
    page.evaluate(
        "new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))"
    )
    assert not watch.shifts
    page.evaluate("a.style.height = '200px'; new Promise(requestAnimationFrame)")
    page.wait_for_function("() => globalThis.unexpectedShifts.length > 0")
    assert "P" in watch.shifts[0]


def test_a_control_without_a_name_is_found(page: Page) -> None:
    page.set_content("<button></button><button>Go</button><label>Limit <input></label><select>")
    assert [control.role for control in nameless(page)] == ["button", "combobox"]


@pytest.mark.parametrize(
    ("html", "faint"),
    [
        ("<p style='color:#777;background:#fff'>x</p>", True),
        ("<p style='color:#767676;background:#fff'>x</p>", False),
        ("<p style='color:#949494;background:#fff;font-size:24px'>x</p>", False),
        ("<p style='color:#fff;background:#0008'>x</p>", True),
        ("<div style='background:#000'><p style='color:#fff;background:#0008'>x</p></div>", False),
        ("<p style='color:oklch(0.6 0 0);background:color-mix(in srgb, red, white)'>x</p>", True),
        ("<canvas></canvas><p style='color:#fff;margin-top:-60px;width:20px'>x</p>", True),
    ],
)
def test_a_text_that_does_not_stand_out_is_found(page: Page, html: str, *, faint: bool) -> None:
    page.set_content(html)
    assert bool(faint_texts(page)) == faint


def test_luminance_is_that_of_wcag() -> None:
    assert luminance((255, 255, 255)) == pytest.approx(1)
    assert luminance((0, 0, 0)) == 0
    assert luminance((255, 0, 0)) == pytest.approx(0.2126)
