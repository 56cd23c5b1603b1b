"""The tour: each of its steps asks for a guess, and then tells what was just measured."""

import re

from exploring import Explorer
from playwright.sync_api import expect

STEPS = 6
PATIENCE_MS = 60_000  # pure Python paints in one of the steps


def test_each_step_asks_and_then_tells(explorer: Explorer) -> None:
    explorer.button("tour").click()
    tour = explorer.part("tour")
    step = tour.locator("article:visible")
    for number in range(1, STEPS + 1):
        expect(step.locator(".step")).to_have_text(f"{number} of {STEPS}")
        expect(step.locator(".answer")).to_be_hidden()
        guess = step.locator(".guesses button").first
        guess.click()
        expect(guess).to_have_attribute("aria-pressed", "true")
        expect(step.locator(".answer")).to_be_visible(timeout=PATIENCE_MS)
        expect(step.locator(".guesses .right")).to_have_count(1)
        for gap in step.locator(".answer b").all():
            expect(gap).to_have_text(re.compile(r"\d"))
        if number < STEPS:
            tour.locator("[data-do=on]").click()
    tour.locator("[data-do=back]").click()
    expect(step.locator(".step")).to_have_text(f"{STEPS - 1} of {STEPS}")
    tour.get_by_role("button", name="End the tour").click()
    expect(tour).to_be_hidden()
