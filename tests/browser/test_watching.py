"""What the other tests rely on: each fault that a page may have is found when it is planted."""

from collections.abc import Iterator

import pytest
from accessibility import nameless
from contrast import faint_texts, luminance
from edges import faint_edges
from playwright.sync_api import Browser, Page
from watching import Watch, is_foreign
from whole_page import assert_fits_and_stands_out


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
        ("<div style='opacity:0.4'><p style='opacity:0.9'>x</p></div>", True),
        ("<div style='opacity:0.9'>x</div>", False),
        ("<svg><text y='20' style='fill:#999'>word</text></svg>", True),
        ("<svg><text y='20' style='fill:#666'>word</text></svg>", False),
        ("<svg><rect width='99' height='99' fill='#777'/><text y='20'>word</text></svg>", False),
        ("<svg><rect width='99' height='99' fill='#333'/><text y='20'>word</text></svg>", True),
        ("<style>::placeholder { color: #888 }</style><input placeholder='x'>", True),
        ("<style>::placeholder { color: #666 }</style><input placeholder='x'>", False),
        ("<input value='x' style='color:#888'>", True),
    ],
)
def test_a_text_that_does_not_stand_out_is_found(page: Page, html: str, *, faint: bool) -> None:
    page.set_content(html)
    assert bool(faint_texts(page)) == faint


def test_luminance_is_that_of_wcag() -> None:
    assert luminance((255, 255, 255)) == pytest.approx(1)
    assert luminance((0, 0, 0)) == 0
    assert luminance((255, 0, 0)) == pytest.approx(0.2126)


FIELD = "<input value='x' style='border:{}px solid {}; background:{}'>"


@pytest.mark.parametrize(
    ("html", "faint"),
    [
        (FIELD.format(1, "#999", "#fff"), True),
        (FIELD.format(1, "#949494", "#fff"), False),
        (FIELD.format(0, "#000", "#fff"), True),
        (FIELD.format(0, "#000", "#777"), False),
        (
            f"<p style='border:1px solid; width:fit-content'>{FIELD.format(0, '#000', '#fff')}",
            False,
        ),
        (f"<p style='border:1px solid; padding:9px'>{FIELD.format(0, '#000', '#fff')}</p>", True),
        ("<select style='border:1px solid #ccc; background:#fff'><option>x</select>", True),
        ("<input type=checkbox>", False),
        ("<input type=checkbox style='appearance:none; border:1px solid #ccc; padding:9px'>", True),
        ("<button aria-label=x style='color:#999; background:#fff'><svg></svg></button>", True),
        ("<button aria-label=x style='color:#888; background:#fff'><svg></svg></button>", False),
        ("<button style='color:#999; background:#fff'><svg></svg>word</button>", False),
    ],
)
def test_an_edge_that_does_not_stand_out_is_found(page: Page, html: str, *, faint: bool) -> None:
    page.set_content(html)
    assert bool(faint_edges(page)) == faint


@pytest.mark.parametrize(
    "html",
    [
        "<p style='margin-top:3000px; color:#999; background:#fff'>at the end</p>",
        "<details><summary>more</summary><p style='color:#999; background:#fff'>x</p></details>",
        f"<p>x<div style='margin-top:3000px'>{FIELD.format(0, '#000', '#fff')}</div>",
        "<p style='width:3000px'>x</p>",
    ],
    ids=["text at the end", "text in a fold", "edge at the end", "width"],
)
def test_a_fault_anywhere_on_a_page_is_found(page: Page, html: str) -> None:
    page.set_content("<p>right</p>")
    assert_fits_and_stands_out(page)
    page.set_content(html)
    with pytest.raises(AssertionError):
        assert_fits_and_stands_out(page)
