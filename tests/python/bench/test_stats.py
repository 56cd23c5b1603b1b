"""The statistics keep what they promise: coverage and errors, by simulation with a fixed seed."""

import math
import random
from collections.abc import Callable
from statistics import median

import pytest

from juliaset.bench.intervals import (
    ALPHA,
    Interval,
    far_interval,
    fewest_rounds,
    sign_interval,
    sign_rank,
    student_interval,
)
from juliaset.bench.stats import (
    Comparison,
    compared,
    judged,
    log_ratios,
    resolution_of,
    welch_interval,
    with_interval,
)

SEED = 20240229
NOISES: dict[str, Callable[[random.Random], float]] = {
    "normal": lambda r: r.gauss(0, 0.01),
    "lognormal": lambda r: r.lognormvariate(-4.6, 1) - math.exp(-4.6),
    "cauchy": lambda r: 0.005 * math.tan(math.pi * (r.random() - 0.5)),
    "two humps": lambda r: r.choice((-0.02, 0.02)) + r.gauss(0, 0.002),
}


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


def test_two_processes_that_agree_give_no_interval_and_no_verdict() -> None:
    found = judged([math.log(2), math.log(2)], resolution=0.01)
    assert found is not None
    assert found.ratio == pytest.approx(2)
    assert (found.interval, found.verdict, found.needed) == (None, "unresolved", 3)
    assert judged([]) is None
    assert compared([]) is None


@pytest.mark.parametrize("processes", [1, 2, 3])
@pytest.mark.parametrize("resolution", [0.01, None])
@pytest.mark.parametrize(("ratio", "verdict"), [(40.0, "faster"), (1 / 40, "slower")])
def test_forty_times_needs_no_second_process_and_no_control(
    processes: int, resolution: float | None, ratio: float, verdict: str
) -> None:
    # Of twenty rows, as in the ladder: 13 times is the least that one process can show.
    logs = [math.log(ratio) + 0.01 * number for number in range(processes)]
    found = judged(logs, ALPHA / 20, resolution)
    assert found is not None
    assert found.interval is not None
    assert found.verdict == verdict
    assert found.interval.low < found.ratio < found.interval.high
    assert not found.interval.low <= 1 <= found.interval.high


def test_one_disturbed_process_of_three_leaves_forty_times_its_verdict() -> None:
    logs = [-math.log(40), -math.log(41), -math.log(400)]
    alone = student_interval(logs, ALPHA / 20)
    assert alone is not None
    assert alone.high > 0
    found = judged(logs, ALPHA / 20, 0.01)
    assert found is not None
    assert found.interval is not None
    assert (found.verdict, found.ratio) == ("slower", pytest.approx(1 / 41))
    assert found.interval.high < 1


def test_a_control_that_strays_further_takes_the_far_verdict_back() -> None:
    found = judged([math.log(40)], ALPHA / 20, 3.0)
    assert found is not None
    assert (found.verdict, found.interval, found.needed) == ("unresolved", None, 3)


@pytest.mark.parametrize("n", [1, 2, 3, 10])
def test_the_far_interval_holds_where_disturbances_are_as_large_as_it_allows(n: int) -> None:
    r = random.Random(SEED)

    def disturbed() -> float:
        """Return a logarithm that is above g with the probability exp(-3 g), and below -g too."""
        return r.choice((-1, 1)) * (r.expovariate(3) + math.log(2) / 3)

    def ratio() -> float:
        """Return the logarithm of a ratio to the median of a baseline and its two controls."""
        return 0.7 + disturbed() - median(disturbed() for _ in range(3))

    alpha, times = 0.05, 4000
    missed = 0
    for _ in range(times):
        found = far_interval([ratio() for _ in range(n)], alpha)
        missed += not found.low <= 0.7 <= found.high
    assert missed / times <= alpha + 3 * math.sqrt(alpha / times)


@pytest.mark.parametrize(
    ("values", "resolution", "verdict"),
    [
        ([0.05, 0.051, 0.052], 0.01, "faster"),
        ([-0.05, -0.051, -0.052], 0.01, "slower"),
        ([0.001, -0.001, 0.0], 0.01, "same"),
        ([0.05, 0.051, 0.052], 0.06, "unresolved"),  # the controls show more
        ([0.05, 0.051, 0.1], 0.01, "unresolved"),  # the middle is beyond, the interval is not
        ([0.001, -0.001, 0.0], 0.2, "same"),
        ([0.05, 0.0, -0.05], 0.5, "unresolved"),  # a noisy control makes nothing the same
        ([0.05, 0.051, 0.052], None, "unresolved"),
    ],
)
def test_the_interval_decides(values: list[float], resolution: float | None, verdict: str) -> None:
    found = judged(values, resolution=resolution)
    assert found is not None
    assert found.verdict == verdict


def test_forty_times_is_never_unresolved_by_few_processes() -> None:
    r = random.Random(SEED)
    for _ in range(300):
        found = judged([r.gauss(-math.log(40), 0.05) for _ in range(3)], ALPHA / 44, 0.05)
        assert found is not None
        assert found.verdict == "slower"


def test_how_many_processes_would_give_a_verdict() -> None:
    values = [0.03 + 0.01 * (-1) ** n for n in range(6)]
    few = judged(values, ALPHA / 44, 0.01)
    assert few is not None
    assert few.verdict == "unresolved"
    assert few.needed is not None
    enough = judged([0.03 + 0.01 * (-1) ** n for n in range(few.needed + 2)], ALPHA / 44, 0.01)
    assert enough is not None
    assert (enough.verdict, enough.needed) == ("faster", None)


def test_at_the_limit_no_number_of_processes_is_enough() -> None:
    middle = math.log1p(0.01)
    found = judged([middle - 0.01, middle, middle + 0.01], resolution=0.01)
    assert found is not None
    assert (found.verdict, found.needed) == ("unresolved", None)


def test_without_a_control_there_is_no_resolution() -> None:
    assert resolution_of([]) is None
    assert resolution_of([None, Comparison(1.0, None, 2)]) is None


def test_the_worst_control_is_the_least_that_counts() -> None:
    calm = Comparison(1.0, Interval(0.999, 1.001, 0.95), 8)
    wild = Comparison(1.0, Interval(0.97, 1.01, 0.95), 8)
    assert resolution_of([calm]) == 0.01
    assert resolution_of([calm, wild]) == pytest.approx(1 / 0.97 - 1)


def test_only_rounds_that_both_have_are_compared() -> None:
    assert log_ratios({0: 2.0, 1: 2.0, 2: 4.0}, {0: 1.0, 2: 1.0, 3: 1.0}) == [
        math.log(2),
        math.log(4),
    ]


def test_the_ends_of_what_is_allowed_give_finite_intervals() -> None:
    # Times of 1e-18 and of 1e18 ns in turn: their intervals reach further than a float does.
    one, other = compared([83.0, -83.0, 83.0], 1e-6), compared([-83.0, -83.0, 83.0], 1e-6)
    assert one
    assert other
    found = welch_interval(one, other, 1e-6)
    assert found
    for interval in (one.interval, other.interval, found, found.of_ratios):
        assert interval
        assert all(map(math.isfinite, (interval.low, interval.high)))


@pytest.mark.parametrize(
    ("ratio", "ends", "text"),
    [
        (1e36, None, "1e+36"),
        (1e-36, None, "1e-36"),
        (1e36, (1e-300, 1e300), "1e+36 [0.000000, 1e+300]"),
        (1e-27, (1e-56, 43.9), "1e-27 [1e-56, 43.9]"),
    ],
)
def test_a_ratio_that_is_far_away_has_an_exponent(
    ratio: float, ends: tuple[float, float] | None, text: str
) -> None:
    assert with_interval(ratio, ends) == text
