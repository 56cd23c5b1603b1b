"""The state is in the address: a reload and a second page show the same. The token is needed."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import numpy as np
from exploring import Explorer
from playwright.sync_api import expect
from program import Program
from watching import Watch

Opened = Callable[..., Explorer]
EVERYTHING = {
    "c": "-0.75,0.11",
    "limit": "250",
    "engine": "cpp.scalar,O2,,held",
    "rival": "numpy.compacting",
    "palette": "viridis",
    "smooth": "false",
    "show": "lanes",
    "orbit": "true",
    "keys": "false",
    "at": "38,-100,120,300,200",
}


def test_an_address_with_everything_comes_back_as_it_was(new_explorer: Opened) -> None:
    explorer = new_explorer(EVERYTHING)
    explorer.settle(0, 1)
    assert explorer.state == EVERYTHING
    frame = explorer.frame()
    assert (frame.c, frame.limit) == (complex(-0.75, 0.11), 250)
    frame.assert_right()


def test_nonsense_in_an_address_is_left_out(new_explorer: Opened) -> None:
    wrong = {
        "c": "NaN,1",
        "limit": "many",
        "engine": "cobol",
        "at": "1,2",
        "palette": "x",
        "show": "y",
    }
    frame = new_explorer(wrong).frame()
    assert (frame.c, frame.limit) == (complex(-0.62772, -0.42193), 300)
    frame.assert_right()


def test_a_reload_shows_the_same(explorer: Explorer) -> None:
    for key in ("+", "ArrowRight", "]"):
        explorer.key(key)
    explorer.settle()
    state, before = explorer.state, explorer.frame()
    explorer.page.reload()
    after = explorer.settle().frame()
    assert explorer.state == state
    assert after.view == before.view
    np.testing.assert_array_equal(after.counts, before.counts)


def test_two_pages_do_not_disturb_each_other(new_explorer: Opened) -> None:
    first, second = new_explorer({"limit": "50"}), new_explorer({"limit": "60"})
    first.part("stage").press("+")
    second.part("stage").press("-")
    for each, limit in ((first, 50), (second, 60)):
        frame = each.settle().frame()
        assert frame.limit == limit
        frame.assert_right()
    assert first.frame().view["level"] > second.frame().view["level"]


def test_a_second_tab_with_the_same_address_shows_the_same(
    explorer: Explorer, watched: Callable[..., Watch]
) -> None:
    explorer.key("+")
    explorer.settle()
    other = Explorer(watched().page).open(explorer.page.url)
    assert other.frame().view == explorer.frame().view
    np.testing.assert_array_equal(other.frame().counts, explorer.frame().counts)


def test_every_change_is_undone_and_redone(explorer: Explorer) -> None:
    stage = explorer.part("stage")
    seen = [explorer.state]
    for key in "+]pso":
        stage.press(key)
        explorer.page.wait_for_timeout(700)  # otherwise they may be one gesture
        seen.append(explorer.state)
    assert len({str(state) for state in seen}) == len(seen)
    for state in reversed(seen[:-1]):
        stage.press("u")
        assert explorer.state == state
    for state in seen[1:]:
        stage.press("U")
        assert explorer.state == state
    explorer.settle().frame().assert_right()


def test_an_address_without_the_token_says_what_to_do(
    watched: Callable[..., Watch], program: Program
) -> None:
    watch = watched()
    watch.page.goto(program.link.partition("#")[0])
    alert = watch.page.get_by_role("alert").filter(has_text="lacks its token")
    expect(alert).to_be_visible()
    expect(alert).to_contain_text("juliaset explore")
    assert not [url for url in watch.asked if url.startswith("ws:")]


def test_a_wrong_token_is_refused_in_words(watched: Callable[..., Watch], program: Program) -> None:
    watch = watched()
    watch.page.goto(re.sub("token=.", "token=_", program.link))
    lost = watch.page.get_by_role("alert").filter(has_text="closed the connection")
    expect(lost).to_be_visible()
    assert any("403" in complaint for complaint in watch.complaints)
    watch.complaints.clear()


def test_the_token_is_sent_to_no_place(explorer: Explorer, program: Program) -> None:
    token = urlsplit(program.link).fragment.removeprefix("token=")
    explorer.page.reload()
    explorer.settle()
    assert explorer.page.evaluate("document.referrer") == ""
    storage = "JSON.stringify([localStorage, sessionStorage, document.cookie])"
    assert token not in explorer.page.evaluate(storage)
