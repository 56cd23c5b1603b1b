"""Lab 17: what it draws, the words for each wrong model, and its README's example."""

import ast
import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from runpy import run_path
from typing import Any

import pytest

from juliaset.grader.catalogue import find_lab
from juliaset.grader.verdict import FailedError

LAB = find_lab("17")
CHECK = LAB.check
MODEL = CHECK.MODEL
SEEDS = range(6)
PAIRS = [(tool, number) for tool, models in MODEL.WRONG.items() for number in range(len(models))]


def judged(names: dict[str, Any], seed: int) -> None:
    """Compare functions with the model, as the check does, without a process."""
    cases = [CHECK.EXAMPLE, *CHECK.drawn_cases(Random(seed))]
    for tool in MODEL.TOOLS:
        CHECK.judge_seconds(
            tool, cases, [names["seconds"](tool, *CHECK.as_sent(case)) for case in cases]
        )
    for case in cases:
        CHECK.judge_reasons(case, names["reasons"](*CHECK.as_sent(case)))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", LAB.solutions, ids=lambda path: path.stem)
def test_a_solution_is_right_whatever_is_drawn(path: Path, seed: int) -> None:
    judged(run_path(str(path)), seed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", [LAB.start, *LAB.planted], ids=lambda path: path.stem)
def test_a_mistake_is_found_whatever_is_drawn(path: Path, seed: int) -> None:
    with pytest.raises(FailedError):
        judged(run_path(str(path)), seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_tool_has_each_word_that_it_can_have(seed: int) -> None:
    found = {
        pair for case in CHECK.drawn_cases(Random(seed)) for pair in MODEL.reasons(*case).items()
    }
    can = {(tool, word) for tool in MODEL.TOOLS for word in MODEL.WORDS}
    never = {("python", "impossible"), ("python", "more work"), ("cython", "slow")}
    assert found == can - never


def test_cython_is_never_slow_where_it_is_possible() -> None:
    """Otherwise a learner would meet a word that no drawn case can ask for."""
    random = Random(17)
    for _ in range(2000):
        assert MODEL.reasons(*CHECK.drawn_case(random))["cython"] != "slow"


@pytest.mark.parametrize(("tool", "number"), PAIRS)
def test_a_wrong_model_is_recognised_by_its_words(tool: str, number: int) -> None:
    wrong, words = MODEL.WRONG[tool][number]
    cases = [CHECK.EXAMPLE, *CHECK.drawn_cases(Random(3))]
    answers = [wrong(*case) if MODEL.seconds(tool, *case) is not None else None for case in cases]
    with pytest.raises(FailedError) as failed:
        CHECK.judge_seconds(tool, cases, answers)
    assert words in str(failed.value)
    assert len(str(failed.value)) < 400


ODD: list[object] = [
    *(True, "0.3", [0.3], {}, {"python": 1}, float("nan"), float("inf"), [None]),
    *({"python": 1, "numpy": "slow", "numba": "slow", "cython": "slow"}, {1: 2}),
    dict.fromkeys(MODEL.TOOLS, "best"),
    dict.fromkeys(MODEL.TOOLS, "chosen"),
]


@pytest.mark.parametrize("answer", ODD, ids=str)
@pytest.mark.parametrize(
    "judge",
    [
        lambda answer: CHECK.judge_seconds("numpy", [CHECK.EXAMPLE], [answer]),
        lambda answer: CHECK.judge_reasons(CHECK.EXAMPLE, answer),
    ],
    ids=["seconds", "reasons"],
)
def test_an_odd_answer_is_a_fail(judge: Callable[[object], None], answer: object) -> None:
    with pytest.raises(FailedError):
        judge(answer)


def test_the_example_of_the_task_is_that_of_the_check() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", LAB.task, re.DOTALL)
    loop, place = (ast.literal_eval(node.value) for node in ast.parse(block).body)
    assert (loop, place) == CHECK.EXAMPLE
    rows = re.findall(r"^\| `(\w+)` \| ([\d.]+) \| (\w+) \|$", LAB.task, re.MULTILINE)
    assert [tool for tool, _, _ in rows] == list(MODEL.TOOLS)
    for tool, number, word in rows:
        assert float(number) == pytest.approx(MODEL.seconds(tool, loop, place), rel=1e-12)
        assert word == MODEL.reasons(loop, place)[tool]


def test_the_task_names_every_key_of_a_case() -> None:
    keys = set(re.findall(r"^\| `(\w+)` \| [^|]+ \|$", LAB.task, re.MULTILINE))
    assert keys == {*CHECK.EXAMPLE[0], *CHECK.EXAMPLE[1]}
