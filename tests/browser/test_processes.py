"""Closing a page ends its processes; a page whose program or engine has ended says so."""

import os
import signal
from collections.abc import Callable, Iterator

import pytest
from exploring import Explorer
from playwright.sync_api import expect
from program import Program
from watching import Watch

from processes import wait_until_gone

Watched = Callable[..., Watch]


@pytest.fixture
def own() -> Iterator[Program]:
    """A program whose processes a test may end."""
    with Program() as program:
        yield program


def test_closing_the_page_ends_its_processes(own: Program, watched: Watched) -> None:
    idle = own.processes()
    explorer = Explorer(watched().page).open(own.link, rival="python.loops", limit="50000")
    during = own.processes() - idle
    assert len(during) >= 2
    explorer.page.close()
    wait_until_gone(during)


def test_ending_a_race_ends_its_process(own: Program, watched: Watched) -> None:
    explorer = Explorer(watched().page).open(own.link, limit="50")
    explorer.key("r")
    explorer.settle(0, 1)
    during = own.processes()
    explorer.key("r")
    expect(explorer.part("panel", 1)).to_be_hidden()
    for _ in range(200):
        if len(own.processes()) < len(during):
            break
        explorer.page.wait_for_timeout(50)
    assert len(own.processes()) < len(during)
    explorer.settle().frame().assert_right()


def test_ending_a_race_before_the_rival_shows_anything(own: Program, watched: Watched) -> None:
    explorer = Explorer(watched().page).open(own.link, c="-0.1,0.1", limit="1000000")
    idle = own.processes()
    explorer.key("r")
    explorer.page.wait_for_function("() => seen.asked[1]")
    explorer.page.wait_for_timeout(1000)
    during = own.processes() - idle
    assert during
    explorer.key("r")
    wait_until_gone(during)


def test_a_reload_leaves_no_process_of_before(own: Program, watched: Watched) -> None:
    idle = own.processes()
    explorer = Explorer(watched().page).open(own.link)
    before = own.processes() - idle
    assert before
    explorer.page.reload()
    explorer.settle()
    wait_until_gone(before)
    explorer.page.close()
    wait_until_gone(own.processes() - idle)


def test_ctrl_c_ends_all_and_the_page_says_so(own: Program, watched: Watched) -> None:
    explorer = Explorer(watched().page).open(own.link)
    during = own.processes()
    lost = explorer.page.get_by_role("alert").filter(has_text="has ended")
    expect(lost).to_be_hidden()
    assert own.stop() in {0, 130}
    expect(lost).to_be_visible()
    expect(lost).to_contain_text("type juliaset explore in a terminal")
    wait_until_gone(during)


def test_a_killed_engine_is_replaced(own: Program, watched: Watched) -> None:
    explorer = Explorer(watched().page).open(own.link)
    for process in own.processes():
        os.kill(process, signal.SIGKILL)
    explorer.key("+")
    explorer.settle().frame().assert_right()
