"""The tour: each of its steps asks for a guess, and then tells what was just measured."""

import re
from collections.abc import Callable

import pytest
from exploring import Explorer
from playwright.sync_api import Locator, expect

STEPS = 6
PATIENCE_MS = 60_000  # pure Python paints in one of the steps
# What each step asks for, where the page shows it.
ASKED = ("count", "ms", "times", "lanes", "tiles", "differ")


@pytest.fixture
def tour(explorer: Explorer) -> Locator:
    explorer.button("tour").click()
    return explorer.part("tour")


def guess(tour: Locator, number: int = 0) -> None:
    """Choose an answer of the step that is shown, and wait for what was measured."""
    tour.locator("form:visible .guesses label").nth(number).click()
    expect(tour.locator("form:visible .answer")).to_be_visible(timeout=PATIENCE_MS)


def test_each_step_asks_and_then_tells(explorer: Explorer, tour: Locator) -> None:
    step = tour.locator("form:visible")
    for number, asked in enumerate(ASKED, 1):
        expect(step.locator(".step")).to_have_text(f"{number} of {STEPS}")
        expect(step.get_by_role("heading")).to_be_focused()
        expect(step.locator(".answer")).to_be_hidden()
        figures = explorer.root.locator(f"[data-part={asked}], [data-legend={asked}] b")
        expect(figures.first).to_have_text(re.compile(r"\d"), timeout=PATIENCE_MS)
        expect(figures.first).to_be_hidden()
        guess(tour)
        expect(figures.first).to_be_visible()
        expect(step.get_by_role("radio", checked=True)).to_have_count(1)
        expect(step.locator(".guesses .right")).to_have_count(1)
        for gap in step.locator(".answer b").all():
            expect(gap).to_have_text(re.compile(r"\d"))
        if number < STEPS:
            tour.get_by_role("button", name="Next").click()
    tour.get_by_role("button", name="Back").click()
    expect(step.locator(".step")).to_have_text(f"{STEPS - 1} of {STEPS}")


def test_the_right_guess_is_the_one_that_was_measured(explorer: Explorer, tour: Locator) -> None:
    guess(tour)
    count = int(explorer.part("count").inner_text())
    fewest = [0, 5, 20, 100]
    right = max(least for least in fewest if least <= count)
    marked = tour.locator("form:visible input").evaluate_all(
        "all => all.map((input) => input.classList.contains('right'))"
    )
    assert marked == [least == right for least in fewest]


def test_arrows_lead_to_a_guess_and_space_chooses_it(explorer: Explorer, tour: Locator) -> None:
    guesses = tour.locator("form:visible").get_by_role("radio")
    guesses.first.focus()
    for key, at in [("ArrowDown", 1), ("ArrowRight", 2), ("ArrowUp", 1), ("ArrowDown", 2)]:
        explorer.page.keyboard.press(key)
        expect(guesses.nth(at)).to_be_focused()
    expect(tour.locator("form:visible .answer")).to_be_hidden()
    assert not [guess for guess in guesses.all() if guess.is_checked()]
    explorer.page.keyboard.press("Space")
    expect(guesses.nth(2)).to_be_checked()
    expect(tour.locator("form:visible .answer")).to_be_visible(timeout=PATIENCE_MS)
    explorer.page.keyboard.press("ArrowDown")
    explorer.page.keyboard.press("ArrowDown")  # from the last to the first
    expect(guesses.first).to_be_focused()


def test_an_answer_scrolls_into_view_on_a_phone(new_explorer: Callable[..., Explorer]) -> None:
    explorer = new_explorer(width=390, height=844, touch=True)
    explorer.button("tour").click()
    guess(explorer.part("tour"))
    expect(explorer.part("tour").locator("form:visible .answer")).to_be_in_viewport(ratio=0.9)


def test_the_tour_gives_back_what_was_shown_before(explorer: Explorer) -> None:
    explorer.set("palette").nth(3).check(force=True)
    for key in ("+", "ArrowLeft", "]"):
        explorer.key(key)
    explorer.set("show", "trap").check(force=True)
    explorer.choice("Engine").select_option("cpp.scalar")
    before, view = explorer.state, explorer.settle().frame().view
    begin = explorer.button("tour")
    begin.click()
    tour = explorer.part("tour")
    tour.get_by_role("button", name="Next").click()
    assert explorer.state["engine"] == "python.loops"
    assert explorer.state["palette"] == before["palette"]
    tour.get_by_role("button", name="End the tour").click()
    expect(tour).to_be_hidden()
    expect(begin).to_be_focused()
    assert explorer.state == before
    assert explorer.settle().frame().view == view


def test_what_is_told_stays_whatever_is_looked_at_next(explorer: Explorer, tour: Locator) -> None:
    tour.get_by_role("button", name="Next").click()
    guess(tour)
    told = tour.locator("form:visible .answer").inner_text()
    figure = explorer.part("ms").inner_text()
    explorer.choice("Engine").select_option("best")
    explorer.settle()
    expect(explorer.part("ms")).not_to_have_text(figure)
    assert tour.locator("form:visible .answer").inner_text() == told


def test_the_answer_is_there_again_when_one_goes_back(explorer: Explorer, tour: Locator) -> None:
    guess(tour)
    tour.get_by_role("button", name="Next").click()
    explorer.key("u")  # the scene of the first step is shown again
    explorer.settle()
    expect(explorer.root.locator("dd.old")).to_have_count(0, timeout=PATIENCE_MS)
    tour.get_by_role("button", name="Back").click()
    expect(tour.locator("form:visible .answer")).to_be_visible(timeout=PATIENCE_MS)


def test_colours_that_were_chosen_in_the_tour_stay(explorer: Explorer, tour: Locator) -> None:
    before = explorer.state["palette"]
    explorer.key("p", "s")
    chosen = explorer.state
    assert chosen["palette"] != before
    tour.get_by_role("button", name="End the tour").click()
    after = explorer.state
    assert (after["palette"], after["smooth"]) == (chosen["palette"], chosen["smooth"])


def test_the_last_step_ends_the_tour(tour: Locator) -> None:
    expect(tour.get_by_role("button", name="Back")).to_be_hidden()
    for _ in range(STEPS - 1):
        tour.get_by_role("button", name="Next").click()
    tour.get_by_role("button", name="End", exact=True).click()
    expect(tour).to_be_hidden()


def test_a_second_tour_asks_again(explorer: Explorer, tour: Locator) -> None:
    guess(tour, 1)
    for _ in range(2):
        explorer.key("t")
    expect(tour.get_by_role("radio", checked=True)).to_have_count(0)
    expect(tour.locator("form:visible .answer")).to_be_hidden()


def test_enter_on_a_guess_leads_nowhere(explorer: Explorer, tour: Locator) -> None:
    explorer.page.evaluate("globalThis.isSamePage = true")
    tour.get_by_role("radio").first.press("Enter")
    explorer.page.wait_for_timeout(500)
    assert explorer.page.evaluate("globalThis.isSamePage")
    expect(tour).to_be_visible()
