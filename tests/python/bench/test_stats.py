"""The statistics keep what they promise: coverage and errors, by simulation with a fixed seed."""

import math
import random
from collections.abc import Callable

import pytest

from juliaset.bench.stats import (
    ALPHA,
    Comparison,
    Interval,
    compare,
    fewest_rounds,
    half_width,
    log_ratios,
    resolution_of,
    sign_interval,
    sign_rank,
)

SEED = 20240229
NOISES: dict[str, Callable[[random.Random], float]] = {
    "normal": lambda r: r.gauss(0, 0.01),
    "lognormal": lambda r: r.lognormvariate(-4.6, 1) - math.exp(-4.6),
    "cauchy": lambda r: 0.005 * math.tan(math.pi * (r.random() - 0.5)),
    "two humps": lambda r: r.choice((-0.02, 0.02)) + r.gauss(0, 0.002),
}


def contest(
    r: random.Random,
    rounds: int,
    effect: float,
    drift: Callable[[float], float] = lambda _: 0,
) -> tuple[dict[int, float], dict[int, float]]:
    """Two rows whose clock drifts while they run, one after the other in random order."""
    base, other, now = {}, {}, 0.0
    for number in range(rounds):
        for row in r.sample(["base", "other"], 2):
            now += 1
            noise = math.exp(r.gauss(0, 0.01) + drift(now / (2 * rounds)))
            if row == "base":
                base[number] = noise
            else:
                other[number] = noise * (1 + effect)
    return base, other


@pytest.mark.parametrize(
    ("n", "alpha", "k"),
    # Of n coins the chance of fewer than k heads, twice: binomial tables.
    [(5, 0.05, 0), (6, 0.05, 1), (9, 0.05, 2), (20, 0.05, 6), (30, 0.05, 10), (10, 0.05 / 29, 0)],
)
def test_the_rank_is_that_of_the_tables(n: int, alpha: float, k: int) -> None:
    assert sign_rank(n, alpha) == k


@pytest.mark.parametrize("alpha", [0.05, 0.01, 0.05 / 29])
def test_fewer_rounds_than_needed_give_no_interval(alpha: float) -> None:
    need = fewest_rounds(alpha)
    assert sign_interval([0.0] * need, alpha) is not None
    assert sign_interval([0.0] * (need - 1), alpha) is None


@pytest.mark.parametrize("noise", NOISES)
@pytest.mark.parametrize("n", [8, 20, 33])
def test_the_interval_holds_the_median_as_often_as_it_says(noise: str, n: int) -> None:
    r = random.Random(SEED)
    draws = [NOISES[noise](r) for _ in range(100_001)]
    middle = sorted(draws)[50_000]
    held, promised = 0, 0.0
    for _ in range(3000):
        found = sign_interval([NOISES[noise](r) for _ in range(n)])
        assert found is not None
        promised = found.confidence
        held += found.low <= middle <= found.high
    # Three standard errors of 3000 coins, and half a percent for the middle itself.
    assert held / 3000 >= promised - 0.017
    assert promised >= 1 - ALPHA


@pytest.mark.parametrize(
    "drift",
    [lambda _: 0, lambda t: 0.2 * t, lambda t: 0.05 * math.sin(40 * t), lambda t: 0.3 * (t > 0.5)],
    ids=["calm", "trend", "wave", "jump"],
)
def test_a_null_effect_gets_a_verdict_hardly_ever(drift: Callable[[float], float]) -> None:
    r = random.Random(SEED)
    verdicts = []
    for _ in range(1000):
        base, other = contest(r, 30, 0, drift)
        control = compare(*contest(r, 30, 0, drift), resolution=None)
        found = compare(base, other, resolution=resolution_of(control))
        assert found is not None
        verdicts.append(found.verdict)
    assert sum(verdict in {"faster", "slower"} for verdict in verdicts) <= 10


@pytest.mark.parametrize(("effect", "verdict"), [(0.03, "slower"), (-0.03, "faster")])
def test_three_percent_are_found(effect: float, verdict: str) -> None:
    r = random.Random(SEED)
    right = 0
    for _ in range(500):
        control = compare(*contest(r, 30, 0), resolution=None)
        found = compare(*contest(r, 30, effect), resolution=resolution_of(control))
        right += found is not None and found.verdict == verdict
    assert right >= 450


def test_equal_rows_are_called_the_same_when_there_are_rounds_enough() -> None:
    r = random.Random(SEED)
    found = compare(*contest(r, 200, 0))
    assert found is not None
    assert found.verdict == "same"


def test_a_noisy_control_makes_nothing_the_same() -> None:
    base = dict.fromkeys(range(20), 1.0)
    other = {number: 1.0 + 0.02 * (number % 2) for number in base}
    found = compare(base, other, resolution=0.5)
    assert found is not None
    assert found.verdict == "unresolved"


def test_only_rounds_that_both_have_are_compared() -> None:
    assert log_ratios({0: 2.0, 1: 2.0, 2: 4.0}, {0: 1.0, 2: 1.0, 3: 1.0}) == [
        math.log(2),
        math.log(4),
    ]
    assert compare({0: 1.0}, {1: 1.0}) is None


def test_few_rounds_give_a_ratio_and_no_verdict() -> None:
    found = compare(dict.fromkeys(range(3), 3.0), dict.fromkeys(range(3), 1.0))
    assert found is not None
    assert found.ratio == pytest.approx(3)
    assert (found.interval, found.verdict) == (None, "unresolved")
    assert found.in_words == "unresolved (3 rounds)"


def test_without_a_control_there_is_no_verdict() -> None:
    assert resolution_of(None) is None
    found = compare(dict.fromkeys(range(30), 3.0), dict.fromkeys(range(30), 1.0), resolution=None)
    assert found is not None
    assert found.verdict == "unresolved"


def test_the_control_s_own_stray_is_the_least_that_counts() -> None:
    control = Comparison(1.0, Interval(0.97, 1.01, 0.95), 30)
    assert resolution_of(control) == pytest.approx(1 / 0.97 - 1)
    base, other = dict.fromkeys(range(30), 1.0), dict.fromkeys(range(30), 1 / 1.02)
    found = compare(base, other, resolution=resolution_of(control))
    assert found is not None
    assert found.verdict == "unresolved"


def test_half_of_the_width() -> None:
    assert half_width(Interval(0.99, 1.01, 0.95)) == pytest.approx(0.01, rel=0.02)
