"""Batches have a second of work, from what was measured, although tiles differ a hundredfold."""

import subprocess
import sys

import numpy as np
import pytest
from stores import BOOK, SENSITIVE, whole

from juliaset.mosaic import Layout
from juliaset.mosaic.plan import Costs, Pace, Plan
from juliaset.mosaic.work import TileNumbers

LAYOUT = Layout(5000, 4700, tile=512, **SENSITIVE)
ALL = np.arange(LAYOUT.tiles)


def simulated_seconds(costs: Costs, batch: TileNumbers) -> float:
    """Return what a machine would take on which a pixel takes 5 ns and a step 2 ns."""
    return float(5e-9 * costs.pixels[batch].sum() + 2e-9 * costs.steps[batch].sum())


def test_pixels_are_those_of_the_tiles() -> None:
    costs = Costs(LAYOUT, "cpp.scalar")
    expected = [np.prod(LAYOUT.shape(LAYOUT.place(number))) for number in ALL.tolist()]
    assert costs.pixels.tolist() == expected


def test_steps_are_about_those_of_the_tiles() -> None:
    layout = Layout(1500, 1100, tile=512, **BOOK)
    costs, counts = Costs(layout, "cpp.scalar"), whole((1500, 1100), BOOK)
    first = layout.levels[0]
    sums = [
        counts[y : y + 512, x : x + 512].sum()
        for y in range(0, 1100, 512)
        for x in range(0, 1500, 512)
    ]
    assert np.corrcoef(costs.steps[: first.tiles], sums)[0, 1] > 0.98
    assert costs.steps[: first.tiles].sum() == pytest.approx(sum(sums), rel=0.1)


def test_a_pixel_that_is_proved_to_stay_costs_a_prover_no_steps() -> None:
    layout = Layout(1000, 1000, tile=512, c=-1, max_iterations=30_000)
    assert Costs(layout, "best").steps.sum() < 0.01 * Costs(layout, "cpp.scalar").steps.sum()


GROWTH = """
from juliaset.mosaic import Layout
from juliaset.mosaic.plan import Costs
from juliaset.system.memory import growth

few, many = (Layout(edge, edge, tile=1024) for edge in (2000, 443_000))
many.axes
Costs(few, "best")  # what is imported and allocated once
grown = growth(lambda: Costs(many, "best"))
print("unknown" if grown is None else grown / many.tiles)
"""


def test_planning_takes_little_more_memory_than_its_result() -> None:
    command = [sys.executable, "-c", GROWTH]  # memory that other tests have freed would hide it
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if said == "unknown\n":
        pytest.skip("this system does not say how much memory a process has at its peak")
    assert float(said) < 50  # bytes a tile; its pixels and steps are 8


def test_batches_have_the_time_that_was_asked_for() -> None:
    costs = Costs(LAYOUT, "cpp.scalar")
    plan, asked = Plan(LAYOUT, ALL, "cpp.scalar", 0.1), 0.1
    seconds = []
    for batch in plan:
        seconds.append(simulated_seconds(costs, batch))
        plan.learn(batch, seconds[-1])
    inner = seconds[2:-1]  # before the first nothing was known, and the last is what is left
    assert len(inner) > 4
    most = simulated_seconds(costs, ALL[np.argmax(costs.steps)][np.newaxis])
    assert min(inner) > 0.9 * asked
    assert max(inner) < 1.1 * (asked + most)


def test_every_tile_is_handed_out_once_and_coarse_levels_first() -> None:
    plan = Plan(LAYOUT, ALL[::2], "best", 0.001)
    handed = [number for batch in plan for number in batch.tolist()]
    assert handed == ALL[::2][::-1].tolist()
    assert plan.next_batch().size == 0
    assert plan.seconds_left() == 0


def test_what_is_left_is_known_after_a_few_batches() -> None:
    costs, plan = Costs(LAYOUT, "cpp.scalar"), Plan(LAYOUT, ALL, "cpp.scalar", 0.5)
    done = 0
    for _ in range(4):
        batch = plan.next_batch()
        done += batch.size
        plan.learn(batch, simulated_seconds(costs, batch))
    left = ALL[: ALL.size - done]
    assert plan.seconds_left() == pytest.approx(simulated_seconds(costs, left), rel=0.1)


def test_batches_that_are_alike_change_both_costs_alike() -> None:
    pace = Pace()
    one, none = np.array([1.0], np.float32), np.array([0.0], np.float32)
    before = pace.predict(none, one) / pace.predict(one, none)
    for _ in range(9):
        pace.learn(1e6, 3e7, 7.0)
    assert pace.predict(none, one) / pace.predict(one, none) == pytest.approx(before, rel=1e-3)
    assert pace.predict(1e6 * one, 3e7 * one) == pytest.approx(7.0, rel=1e-3)
