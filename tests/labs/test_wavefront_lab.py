"""Lab 22: its machine, the plans that it draws cases for, and the words for each wrong plan."""

import ast
import re
from pathlib import Path
from random import Random
from runpy import run_path
from typing import Any

import numpy as np
import pytest

from juliaset.grader.catalogue import find_lab
from juliaset.grader.verdict import FailedError

LAB = find_lab("22")
CHECK = LAB.check
MEMORY = CHECK.MEMORY
SEEDS = range(5)
RATE = 0.2


def judged(path: Path, seed: int) -> list[tuple[Any, int]]:
    """Judge the plans of a file without a process; return each case with the rows it moved."""
    plan = run_path(str(path))["plan"]
    return [(case, CHECK.judge(case, plan(*case))) for case in CHECK.drawn_cases(Random(seed))]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", LAB.solutions, ids=lambda path: path.stem)
def test_a_solution_moves_as_few_rows_as_the_goal_says(path: Path, seed: int) -> None:
    for case, moved in judged(path, seed):
        assert moved == MEMORY.allowed(*case)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", [LAB.start, *LAB.planted], ids=lambda path: path.stem)
def test_a_mistake_is_found_whatever_is_drawn(path: Path, seed: int) -> None:
    with pytest.raises(FailedError) as failed:
        judged(path, seed)
    promise = re.match("# fails with: (.*)", path.read_text())
    assert promise is None or promise[1] in str(failed.value)


def stepped(above: Any, here: Any, below: Any) -> Any:  # noqa: ANN401 - rows of a plate
    """Return a row after one more step."""
    new = here.copy()
    around = (above + below)[1:-1] + (here[:-2] + here[2:])
    new[1:-1] = (around - 4.0 * here[1:-1]) * RATE + here[1:-1]
    return new


def by_plan(plan: list[Any], memory: np.ndarray) -> np.ndarray:
    """Let temperatures take the moves: an edge row has one place, whatever its steps are."""
    memory, edges = memory.copy(), {0, len(memory) - 1}
    taken = dict.fromkeys(range(len(memory)), 0)
    cache: dict[tuple[int, int], Any] = {}

    def key(row: int, steps: int) -> tuple[int, int]:
        return (row, 0 if row in edges else steps)

    for word, row, *rest in plan:
        steps = rest[0] if rest else taken[row]
        if word == "load":
            cache[key(row, steps)] = memory[row].copy()
        elif word == "step":
            cache[row, steps] = stepped(
                *(cache[key(i, steps - 1)] for i in range(row - 1, row + 2))
            )
        elif word == "store":
            memory[row], taken[row] = cache[key(row, steps)], steps
        else:
            del cache[key(row, steps)]
    return memory


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", [LAB.start, *LAB.solutions], ids=lambda path: path.stem)
def test_temperatures_that_follow_a_plan_are_right(path: Path, seed: int) -> None:
    """What the machine knows of steps says the same as the numbers do, to the last bit."""
    plan = run_path(str(path))["plan"]
    for case in CHECK.drawn_cases(Random(seed)):
        height, steps, _ = case
        plate = np.random.default_rng(seed).random((height, 7))
        right = plate
        for _ in range(steps):
            middle = [stepped(*right[i - 1 : i + 2]) for i in range(1, height - 1)]
            right = np.array([plate[0], *middle, plate[-1]])
        assert np.array_equal(by_plan(plan(*case), plate), right)


def test_the_cases_have_whole_and_shorter_journeys_and_odd_rooms() -> None:
    for seed in SEEDS:
        cases = CHECK.drawn_cases(Random(seed))
        depths = [(steps, MEMORY.depth_of(room)) for _, steps, room in cases]
        assert sum(steps % depth == 0 and steps > depth > 1 for steps, depth in depths) >= 3
        assert sum(steps % depth > 0 and steps > depth for steps, depth in depths) >= 3
        assert sum(room % 2 for *_, room in cases) >= 3
        assert min(height for height, *_ in cases) == 3
        assert all(room >= 4 for *_, room in cases)


MOVES: list[tuple[list[Any], str]] = [
    ([["load", 1], ["load", 1]], "row 1 after 0 steps is in the cache already"),
    ([["load", 5]], "there is no row 5; allowed: 0 to 4"),
    ([["load", -1]], "there is no row -1"),
    ([["load", 1], ["step", 1, 1]], "row 0 after 0 steps is not in the cache"),
    (
        [["load", 0], ["load", 1], ["load", 2], ["step", 1, 2]],
        "row 0 after 1|row 1 after 1 step is",
    ),
    ([["step", 0, 1]], "row 0 is at the edge"),
    ([["store", 1, 0]], "row 1 after 0 steps is not in the cache; it is not there at all"),
    ([["load", 1], ["drop", 1, 1]], "row 1 after 1 step is not in the cache; it is after 0"),
    ([["load", i] for i in range(5)], "the cache has no free place: all 4 are taken"),
    ([], "at the end row 1 has taken 0 steps in memory; allowed: 2"),
]


@pytest.mark.parametrize(("plan", "words"), MOVES, ids=str)
def test_an_impossible_move_is_named(plan: list[Any], words: str) -> None:
    with pytest.raises(FailedError, match=words):
        CHECK.judge((5, 2, 4), plan)


ODD: list[Any] = [
    *(None, "plan", 3, {}, [None], ["load"], [[]], [["load"]], [["load", 1, 2]], [["fly", 1]]),
    *([["load", True]], [["load", 1.0]], [["load", "1"]], [[1, 1]], [["step", 1]], [[["load"], 1]]),
    [["load", 10**30]],
    [["load", 1], ["drop", 1, 0]] * 5000,
]


@pytest.mark.parametrize("plan", ODD, ids=lambda plan: f"{plan!r:.30}")
def test_an_odd_plan_is_a_fail(plan: Any) -> None:  # noqa: ANN401
    with pytest.raises(FailedError) as failed:
        CHECK.judge((5, 2, 6), plan)
    assert len(str(failed.value)) < 300


def test_the_example_of_the_task_is_a_plan() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", LAB.task, re.DOTALL)
    plan = ast.literal_eval(block.strip())
    assert CHECK.judge(CHECK.EXAMPLE, plan) == MEMORY.allowed(*CHECK.EXAMPLE) == 8
    machine = MEMORY.Machine(*CHECK.EXAMPLE)
    machine.carry_out(plan)
    assert machine.fullest == 6
    assert not machine.cache
    height, steps, room = CHECK.EXAMPLE
    assert f"`plan({height}, {steps}, {room})`" in LAB.task


def test_one_place_less_is_too_few_for_a_wavefront() -> None:
    """The goal is as deep as a front can be: the same plan needs every place of an even room."""
    plan = run_path(str(LAB.solutions[0]))["plan"]
    for room in (4, 6, 8, 12):
        moves = plan(20, 2 * MEMORY.depth_of(room), room)
        with pytest.raises(FailedError, match="no free place"):
            MEMORY.Machine(20, 2 * MEMORY.depth_of(room), room - 1).carry_out(moves)
