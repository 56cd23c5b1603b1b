"""The programs that measure the harness: their arithmetic, on numbers that are known."""

import random

import pytest
from simulated import contest, normal

from honesty import exact_interval
from juliaset.bench.rules import Rules
from process_offset import offset


@pytest.mark.parametrize(
    ("wrong", "number", "low", "high"),
    # Tables of Clopper and Pearson.
    [(0, 40, 0, 0.0881), (1, 40, 0.0006, 0.1316), (5, 10, 0.1871, 0.8129), (40, 40, 0.9119, 1)],
)
def test_the_interval_of_a_share_is_exact(wrong: int, number: int, low: float, high: float) -> None:
    assert exact_interval(wrong, number) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize("size", [0.0, 0.005, 0.02])
def test_the_offset_of_processes_is_found(size: float) -> None:
    rules = Rules(budget_s=1e9, processes=60, rounds=8)
    record = contest(random.Random(5), [1.0] * 4, normal(size), normal(0.01), rules=rules)
    process, sample = offset(record.variants)
    assert process == pytest.approx(size, rel=0.15, abs=0.0015)
    assert sample == pytest.approx(0.01, rel=0.1)
