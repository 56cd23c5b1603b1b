"""Count how often the harness is wrong: contests of equals, and with a planted slow-down.

python tools/honesty.py [--contests 200] runs real contests in worker processes, as `juliaset bench`
does.
"""

import argparse
from collections import Counter
from pathlib import Path

from juliaset.bench.contests import contest_of_kernels
from juliaset.bench.rounds import Rules
from juliaset.bench.selection import Choice, select
from juliaset.problem import Problem

PLANTED = Path(__file__).parent / "planted.py"
PROBLEM = Problem.book(width=150)
RULES = Rules(budget_s=60, most_rounds=30, fewest_rounds=30, sample_s=0.006, renew=False)


def verdict(function: str) -> str:
    """Run a short contest that compares the function with the plain one; return the verdict."""
    plain = f"{PLANTED}:plain"
    kernels = select(Choice([f"{PLANTED}:{function}"]))
    outcome = contest_of_kernels(kernels, PROBLEM, RULES, baseline=plain, reference=False)
    return outcome.verdicts[kernels[0].id]


def main() -> None:
    """Run the contests and print how often each verdict was given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contests", type=int, default=200)
    number = parser.parse_args().contests
    for function in ("equal", "slower"):
        verdicts: Counter[str] = Counter()
        for done in range(1, number + 1):
            verdicts[verdict(function)] += 1
            print(f"\r{function}: {done} of {number}: {dict(verdicts)}", end="", flush=True)
        print()


if __name__ == "__main__":
    main()
