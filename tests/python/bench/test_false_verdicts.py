"""How often a contest is wrong, by simulation: with processes that differ, as they do."""

import math
import random

import pytest
from simulated import (
    FALSE,
    OFFSETS,
    contest,
    normal,
    number_with_a_false_one,
    share_found,
    verdicts,
)

from juliaset.bench.rules import Rules


@pytest.mark.parametrize("offset", ["1 %", pytest.param("1 %, two humps", marks=pytest.mark.slow)])
def test_contests_of_44_equal_rows_have_hardly_a_false_verdict(offset: str) -> None:
    assert number_with_a_false_one(20, 44, OFFSETS[offset]) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("offset", OFFSETS)
def test_at_most_5_of_100_contests_of_44_equal_rows_have_a_false_verdict(offset: str) -> None:
    assert number_with_a_false_one(400, 44, OFFSETS[offset]) <= 20


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2, 3])
@pytest.mark.parametrize("offset", ["1 %", "disturbed as far as the far interval allows"])
def test_contests_of_few_processes_have_hardly_a_false_verdict(offset: str, processes: int) -> None:
    rules = Rules(budget_s=math.inf, processes=processes)
    assert number_with_a_false_one(400, 20, OFFSETS[offset], rules=rules) <= 20


def test_differences_are_found() -> None:
    assert share_found(10, 1.03, normal(0.005)) >= 0.8


@pytest.mark.slow
@pytest.mark.parametrize(("ratio", "fewest"), [(1.03, 0.8), (1 / 1.03, 0.8), (2.0, 1), (0.5, 1)])
def test_differences_are_found_as_often_as_the_harness_says(ratio: float, fewest: float) -> None:
    assert share_found(200, ratio, normal(0.005)) >= fewest


def test_a_quick_contest_finds_what_is_twice_as_fast_and_no_false_one() -> None:
    chance = random.Random(7)
    quick = Rules(budget_s=math.inf, processes=5, rounds=3)
    for _ in range(10):
        record = contest(chance, [0.5, 2.0] + [1.0] * 18, normal(0.005), rules=quick)
        found = verdicts(record)
        assert found[-20:-18] == ["faster", "slower"]
        assert not FALSE & set(found[-18:])


def test_slow_rows_get_a_verdict_from_three_processes() -> None:
    chance = random.Random(8)
    for _ in range(10):
        record = contest(chance, [200.0, 1.0, 0.97], normal(0.005), normal(0.02))
        slow = record.find("row 0")
        assert slow is not None
        assert len(slow.processes) == 3
        assert verdicts(record)[0] == "slower"
