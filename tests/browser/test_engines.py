"""Engines and their choices, the figures that a page shows, and the race of two engines."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from exploring import Explorer
from playwright.sync_api import expect
from program import Program
from watching import Watch

Opened = Callable[..., Explorer]
NUMBER = re.compile(r"[\d,.]+")
FIGURES = {
    "ms": NUMBER,
    "times": re.compile(r"[\d,.]+ \S"),
    "rate": re.compile(r"[\d,.]+ ?[KMBT]"),
    "silence": NUMBER,
    "differ": re.compile("0"),
}


def test_an_engine_and_its_choices_are_picked(explorer: Explorer) -> None:
    explorer.choice("Engine").select_option("cpp.scalar")
    explorer.settle()
    explorer.choice("Flags").select_option("O0")
    explorer.settle()
    explorer.choice("GIL").select_option("held")
    explorer.settle()
    asked = explorer.sent("paint")[-1]
    chosen = {name: asked[name] for name in ("kernel", "flavour", "threads", "gil")}
    assert chosen == {"kernel": "cpp.scalar", "flavour": "O0", "threads": None, "gil": "held"}
    assert explorer.state["engine"] == "cpp.scalar,O0,,held"
    expect(explorer.choice("Threads")).to_be_hidden()


def test_threads_are_picked_where_an_engine_has_them(new_explorer: Opened) -> None:
    explorer = new_explorer({"engine": "cpp.openmp"})
    explorer.choice("Threads").select_option("2")
    explorer.settle()
    assert explorer.sent("paint")[-1]["threads"] == 2
    explorer.choice("Engine").select_option("python.loops")
    explorer.settle()
    assert explorer.sent("paint")[-1]["threads"] is None
    for name in ("Flags", "Threads", "GIL"):
        expect(explorer.choice(name)).to_be_hidden()


def test_an_engine_that_cannot_run_here_says_why(explorer: Explorer) -> None:
    engines = explorer.choice("Engine").locator("option")
    assert engines.count() > 20
    for text in engines.filter(has_text=": ").all_inner_texts():
        assert re.match(r"best: \S+|[\w.]+( \(not exact\))?: .{10}", text)


@pytest.mark.parametrize("engine", ["best", "cpp.scalar", "cython.memoryview"])
def test_the_figures_of_an_exact_engine(new_explorer: Opened, engine: str) -> None:
    explorer = new_explorer({"engine": engine})
    for name, pattern in FIGURES.items():
        expect(explorer.part(name)).to_have_text(pattern, timeout=30_000)
    if explorer.part("roof").inner_text() == "–":  # noqa: RUF001 - what the page shows
        assert explorer.part("figures").get_attribute("title"), "it does not say why"
    else:
        expect(explorer.part("roof")).to_have_text(re.compile(r"[\d.]+ %"))
    said = re.compile(r"[\d,.]+ × as fast as python\.loops, 0 pixels differ")  # noqa: RUF001
    expect(explorer.part("live")).to_have_text(said)


def test_what_is_said_of_figures_is_of_this_picture(explorer: Explorer) -> None:
    figures = explorer.part("figures")
    expect(figures).to_have_attribute("title", re.compile("roof"), timeout=30_000)
    explorer.choice("Engine").select_option("python.loops")
    explorer.page.wait_for_function("() => seen.asked[0].kernel === 'python.loops'")
    assert figures.get_attribute("title") == ""


def test_a_finger_finds_out_why_a_figure_is_missing(new_explorer: Opened) -> None:
    explorer = new_explorer(width=390, height=844, touch=True)
    figures = explorer.part("figures")
    expect(figures).to_have_attribute("title", re.compile("roof"), timeout=30_000)
    shown = "(figures) => getComputedStyle(figures, '::after').content"
    assert figures.evaluate(shown) == "none"
    figures.tap()
    assert "roof" in figures.evaluate(shown)


def test_a_race_paints_both_from_coarse_to_fine(new_explorer: Opened) -> None:
    explorer = new_explorer({"limit": "100"}, width=1000, height=500)
    race = explorer.button("race")
    race.click()
    explorer.settle(0, 1)
    assert race.get_attribute("aria-pressed") == "true"
    best, loops = explorer.frame(0), explorer.frame(1)
    assert best.view == loops.view
    np.testing.assert_array_equal(best.counts, loops.counts)
    best.assert_right()
    assert explorer.sent("paint")[-1]["kernel"] == "python.loops"
    ms = [float(explorer.part("ms", k).inner_text().replace(",", "")) for k in (0, 1)]
    assert ms[1] > ms[0]
    race.click()
    expect(explorer.part("panel", 1)).to_be_hidden()
    rival = [asked for asked in explorer.sent("paint") if asked["panel"] == 1]
    assert explorer.sent("close") == [{"type": "close", "panel": 1, "id": rival[-1]["id"]}]


def test_one_drag_moves_both_of_a_race(new_explorer: Opened) -> None:
    explorer = new_explorer({"engine": "cpp.scalar", "rival": "numpy.compacting", "limit": "60"})
    explorer.settle(0, 1)
    explorer.part("stage", 1).press("ArrowLeft")
    explorer.settle(0, 1)
    first, second = explorer.frame(0), explorer.frame(1)
    assert first.view == second.view
    np.testing.assert_array_equal(first.counts, second.counts)


def test_a_slow_picture_is_coarse_first_and_then_whole(
    watched: Callable[..., Watch], program: Program
) -> None:
    explorer = Explorer(watched().page)
    received = explorer.keep_received()
    explorer.open(program.link, engine="python.loops", limit="100")
    passes = [message for message in received if message["type"] == "pass"]
    assert passes[0]["block"] == [16, 16]
    assert passes[-1]["block"] == [1, 1]
    shares = [message["share"] for message in passes]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    # Each pixel comes once.
    assert sum(message["width"] * message["height"] for message in passes) == (
        explorer.frame().counts.size
    )
