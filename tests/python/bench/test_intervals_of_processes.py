"""Student's and Welch's intervals hold what they say: by tables, and by simulation with a seed."""

import math
import random
from collections.abc import Callable

import pytest

from juliaset.bench.intervals import student, student_interval, student_quantile
from juliaset.bench.stats import Comparison, compared, welch_interval

SEED = 20240229
NOISES: dict[str, Callable[[random.Random], float]] = {
    "normal": lambda r: r.gauss(0, 0.01),
    "lognormal": lambda r: r.lognormvariate(-4.6, 1) - math.exp(-4.6),
    "cauchy": lambda r: 0.005 * math.tan(math.pi * (r.random() - 0.5)),
    "two humps": lambda r: r.choice((-0.02, 0.02)) + r.gauss(0, 0.002),
}


def ratio_of(values: list[float]) -> Comparison:
    """Return the comparison whose processes gave these logarithms."""
    found = compared(values)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("alpha", "freedom", "t"),
    # Tables of Student's distribution, two-sided.
    [
        (0.05, 1, 12.706),
        (0.05, 2, 4.3027),
        (0.05, 7, 2.3646),
        (0.01, 4, 4.6041),
        (0.01, 30, 2.75),
        (0.001, 3, 12.924),
        (0.001, 10, 4.5869),
        (0.05, 1000, 1.9623),
    ],
)
def test_the_quantile_is_that_of_the_tables(alpha: float, freedom: int, t: float) -> None:
    assert student_quantile(alpha, freedom) == pytest.approx(t, rel=1e-4)
    assert student(t, freedom) == pytest.approx(1 - alpha, abs=2e-5)


@pytest.mark.parametrize("n", [3, 8, pytest.param(20, marks=pytest.mark.slow)])
@pytest.mark.parametrize("alpha", [0.05, 0.01])
def test_student_s_interval_holds_the_mean_as_often_as_it_says(n: int, alpha: float) -> None:
    r = random.Random(SEED)
    held = 0
    for _ in range(3000):
        found = student_interval([r.gauss(0.1, 0.01) for _ in range(n)], alpha)
        assert found is not None
        held += found.low <= 0.1 <= found.high
    assert held / 3000 == pytest.approx(1 - alpha, abs=0.012)


def test_welch_s_interval_is_that_of_the_formula_and_of_the_tables() -> None:
    a, b = [0.01, 0.02, 0.00, 0.03, 0.01], [0.05, 0.09, 0.04, 0.08]
    found = welch_interval(ratio_of(a), ratio_of(b), 0.05)
    assert found is not None
    # Variances 0.00013 and 0.000567 give 4.1 degrees of freedom; t of 4 is 2.776.
    reach = 2.776 * math.sqrt(0.00013 / 5 + 0.00056667 / 4)
    assert (found.low, found.high) == pytest.approx((0.051 - reach, 0.051 + reach), rel=1e-3)


def test_welch_s_interval_needs_three_processes_and_stands_no_noise_at_all() -> None:
    steady = ratio_of([0.1] * 4)
    assert welch_interval(steady, ratio_of([0.2] * 2)) is None
    found = welch_interval(steady, ratio_of([0.3] * 3))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.2, 0.2))


def test_welch_s_interval_holds_the_difference_as_often_as_it_says() -> None:
    """Also if one contest is calmer and has more processes."""
    chance = random.Random(3)
    held, times = 0, 1000
    for _ in range(times):
        a = [chance.gauss(0.0, 0.01) for _ in range(10)]
        b = [chance.gauss(0.05, 0.03) for _ in range(4)]
        found = welch_interval(ratio_of(a), ratio_of(b), 0.05)
        assert found is not None
        held += found.low <= 0.05 <= found.high
    assert 0.93 * times <= held <= 0.975 * times
