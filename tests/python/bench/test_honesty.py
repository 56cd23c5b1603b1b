"""The programs that measure the harness: their arithmetic, on numbers that are known."""

import random

import pytest
from simulated import Noise, contest, normal

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


def jumpy(chance: random.Random) -> float:
    """Return the noise of a sample; one in ten takes up to a tenth longer."""
    return chance.gauss(0, 0.01) + (chance.random() < 0.1) * chance.uniform(0, 0.1)


@pytest.mark.parametrize("size", [0.0, 0.005, 0.02])
@pytest.mark.parametrize("noise", [normal(0.01), jumpy])
def test_the_offset_of_processes_is_found(size: float, noise: Noise) -> None:
    rules = Rules(budget_s=1e9, processes=100, rounds=8)
    record = contest(random.Random(5), [1.0] * 4, normal(size), noise, rules=rules)
    rows = [row for row in record.variants if row.id.startswith("row")]
    found = offset(rows)
    assert found.low - 0.001 <= size <= found.high + 0.001
    assert found.processes == pytest.approx(size, rel=0.25, abs=0.002)
    assert found.samples == pytest.approx(0.01, rel=0.25)


def test_what_all_rows_of_a_round_share_is_not_an_offset() -> None:
    rules = Rules(budget_s=1e9, processes=40, rounds=8)
    record = contest(random.Random(6), [1.0] * 4, normal(0), normal(0.001), rules=rules)
    rows = [row for row in record.variants if row.id.startswith("row")]
    for row in rows:
        for process in row.processes:
            process.samples[:] = [
                s._replace(wall_ns=s.wall_ns * (1 + s.round % 50 / 100)) for s in process.samples
            ]
    assert offset(rows).processes < 0.001
