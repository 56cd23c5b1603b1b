"""What a summary says about a row that has no verdict, and about one that is too fast."""

import random
import re

import pytest
from simulated import contest, normal

from juliaset.bench.core_limit import Bound, Roof
from juliaset.bench.record import Record
from juliaset.bench.record_problem import JuliaSet
from juliaset.bench.rules import Rules
from juliaset.bench.summary import Summary, summaries, verdict_of

NOISY = normal(0.01)


def held(ratio: float, rules: Rules, *, seconds: float, budget_s: float = 100) -> Record:
    record = contest(random.Random(3), [ratio], NOISY, rules=rules)
    record.contest.seconds, record.contest.budget_s = seconds, budget_s
    return record


def row(record: Record) -> Summary:
    return next(each for each in summaries(record) if each.variant.id == "row 0")


def test_an_unresolved_row_says_how_many_processes_it_needs_and_what_they_take() -> None:
    record = held(1.03, Rules(processes=5, budget_s=1e9), seconds=60)
    found = row(record).against_baseline
    assert found is not None
    assert found.verdict == "unresolved"
    assert found.needed is not None
    seconds = 60 * found.needed // 5
    words = f"5 processes, {found.needed} needed: --processes {found.needed}"
    assert row(record).why == (words if seconds <= 100 else f"{words} --budget {seconds}")


def test_a_contest_that_its_budget_ended_needs_a_longer_one() -> None:
    record = held(1.5, Rules(processes=5, budget_s=1e9), seconds=20, budget_s=20)
    record.contest.processes = 10
    for each in record.variants:
        del each.processes[2:]
    assert row(record).why == "2 processes, 3 needed: --budget 30"


def test_functions_are_told_which_rules() -> None:
    record = held(1.03, Rules(processes=5, budget_s=1e9), seconds=10)
    for each in record.variants:
        each.toolchain = "function"
    assert "Rules(processes=" in row(record).why
    record.contest.budget_s = None
    assert re.search(r"budget_s=\d+\)$", row(record).why)


def test_without_controls_there_is_no_number() -> None:
    record = held(1.2, Rules(processes=5, budget_s=1e9), seconds=10)
    record.contest.twins = {}
    assert row(record).why == ("no control has the three processes that a verdict needs")


@pytest.mark.parametrize(("steps", "verdict"), [("every", "suspect"), ("some", "faster")])
def test_a_row_above_the_roof_is_suspect_unless_it_takes_only_some_steps(
    steps: str, verdict: str
) -> None:
    record = held(0.01, Rules(budget_s=1e9), seconds=10)
    record.problem = JuliaSet("book", 1000, 1000, (0.0, 1.0), 300, steps=10_000_000)
    record.contest.bound = Bound(3.0, [Roof("avx2", 4, ns_per_iteration=1.0)])  # 10 ms in all
    for each in record.variants:
        each.steps = steps  # type: ignore[assignment]
        each.exactness = "exact"
    found = row(record)  # it takes 0.2 ms
    assert verdict_of(found, "baseline") == verdict
    assert ("every step" in found.why) == (verdict == "suspect")
    assert verdict_of(found, "row 0") == ("suspect" if verdict == "suspect" else "baseline")
