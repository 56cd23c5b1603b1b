"""Count how often the harness is wrong: contests of equal rows, one of which is made 3 % slower.

python tools/honesty.py [--contests 40] [--rows 20] runs real contests, as `juliaset bench` does.
In each of them all rows but one are equal to the baseline, and a verdict on those is a false one.
"""

import argparse
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.contests import contest_of_kernels
from juliaset.bench.rules import Rules
from juliaset.bench.selection import Choice, select
from juliaset.problem import Problem

PLANTED = Path(__file__).parent / "planted.py"
PROBLEM = Problem.book(width=150)
RULES = Rules(budget_s=600, sample_s=0.006)
ALPHA = 0.05


def planted(function: str, shown: str = "") -> SelectedKernel:
    """Return one of the planted kernels as a row, under another name if one is given."""
    (row,) = select(Choice([f"{PLANTED}:{function}"]))
    return replace(row, shown=shown)


def run(rows: int) -> tuple[list[str], str]:
    """Run a contest; return the verdicts on the equal rows, and the one on the slower row."""
    slower = planted("slower")
    equal = [planted("equal", f"equal {number}") for number in range(rows)]
    outcome = contest_of_kernels(
        [*equal, slower], PROBLEM, RULES, baseline=f"{PLANTED}:plain", reference=False
    )
    verdicts = outcome.verdicts
    return [verdicts[row.id] for row in equal], verdicts[slower.id]


def exact_interval(wrong: int, number: int, alpha: float = ALPHA) -> tuple[float, float]:
    """Return the interval of Clopper and Pearson for a share of which `wrong` were counted."""

    def at_most(share: float) -> float:
        """Return the chance of `wrong` or fewer."""
        return sum(
            math.comb(number, k) * share**k * (1 - share) ** (number - k) for k in range(wrong + 1)
        )

    def at_least(share: float) -> float:
        """Return the chance of `wrong` or more."""
        return (
            1
            - at_most(share)
            + math.comb(number, wrong) * share**wrong * (1 - share) ** (number - wrong)
        )

    low = 0.0 if wrong == 0 else _share(lambda share: at_least(share) < alpha / 2)
    high = 1.0 if wrong == number else _share(lambda share: at_most(share) > alpha / 2)
    return low, high


def _share(below: Callable[[float], bool]) -> float:
    """Return the share up to which it is true."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) else (low, middle)
    return low


def main() -> None:
    """Run the contests, and print how often each verdict was given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contests", type=int, default=40)
    parser.add_argument("--rows", type=int, default=20)
    arguments = parser.parse_args()
    verdicts: Counter[str] = Counter()
    planted_ones: Counter[str] = Counter()
    wrong = 0
    for done in range(1, arguments.contests + 1):
        equal, slower = run(arguments.rows)
        verdicts.update(equal)
        planted_ones[slower] += 1
        wrong += bool({"faster", "slower"} & set(equal))
        low, high = exact_interval(wrong, done)
        print(
            f"{done} contests: {wrong} with a false verdict, {wrong / done:.1%} "
            f"[{low:.1%}, {high:.1%}]; {arguments.rows} equal rows each: {dict(verdicts)}; "
            f"the row that is 3 % slower: {dict(planted_ones)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
