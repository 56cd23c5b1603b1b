"""Contests of rows whose processes and rounds have a noise of a known size, without any process.

They run through the rounds and the summary of every contest; only the times are drawn. Run as a
program, this file prints how many of such contests are wrong, and what they find.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from juliaset.bench.record import Contest, Record, State, Variant
from juliaset.bench.record_problem import OwnProblem
from juliaset.bench.rounds import Entry, Timing, run_rounds
from juliaset.bench.rules import Rules
from juliaset.bench.summary import summaries
from juliaset.machine import Machine

BASELINE = "baseline"
TWINS = ("twin", "second twin", "third twin")
MILLISECONDS, NANOSECONDS = 20.0, 1e6  # of a call, and of a millisecond
Noise = Callable[[random.Random], float]
FALSE = {"faster", "slower"}


@dataclass
class Drawn:
    """A row whose time is a level, an offset of its process, and a noise of each sample."""

    chance: random.Random
    milliseconds: float
    offset: Noise
    noise: Noise
    now: float = 0.0

    def begin(self) -> None:
        """Draw the offset of this process."""
        self.now = self.offset(self.chance)

    def open(self) -> None:
        """Do nothing."""

    def sample(self, calls: int) -> Timing:  # noqa: ARG002
        """Draw a time."""
        took = self.milliseconds * NANOSECONDS * math.exp(self.now + self.noise(self.chance))
        return Timing(took, took)

    def close(self) -> None:
        """Do nothing."""


def normal(size: float) -> Noise:
    """Return a noise with that standard deviation."""
    return lambda chance: chance.gauss(0, size)


def two_humps(size: float) -> Noise:
    """Return the noise of a process that has good luck or bad luck, and nothing between."""
    return lambda chance: chance.choice((-size, size)) + chance.gauss(0, size / 10)


def outliers(size: float) -> Noise:
    """Return a noise in which one process of ten is far away."""
    return lambda chance: chance.gauss(0, size) + (chance.random() < 0.1) * 10 * size


def disturbed(chance: random.Random) -> float:
    """Return an offset of f times or more, in each direction, in one process of f cubed."""
    return chance.choice((-1, 1)) * (chance.expovariate(3) + math.log(2) / 3)


OFFSETS = {
    "none": normal(0),
    "0.5 %": normal(0.005),
    "1 %": normal(0.01),
    "3 %": normal(0.03),
    "1 %, two humps": two_humps(0.01),
    "1 %, outliers": outliers(0.01),
    "disturbed as far as the far interval allows": disturbed,
}
NOISE = normal(0.01)
UNLIMITED = Rules(budget_s=math.inf)


def contest(
    chance: random.Random,
    ratios: list[float],
    offset: Noise,
    noise: Noise = NOISE,
    *,
    rules: Rules = UNLIMITED,
) -> Record:
    """Run a contest of a baseline, its twins and rows that are that many times as slow."""
    times = dict.fromkeys([BASELINE, *TWINS], MILLISECONDS)
    times |= {f"row {number}": MILLISECONDS * ratio for number, ratio in enumerate(ratios)}
    entries = [
        Entry(Variant(id=name), Drawn(chance, time, offset, noise)) for name, time in times.items()
    ]
    header = Contest(
        when="2026-11-28T10:00:00+00:00",
        machine=Machine("a CPU", 2, "", "Linux", "x86_64", "3.11", "", {}, {}, ""),
        baseline=BASELINE,
        twins=dict.fromkeys(TWINS, BASELINE),
        reference=None,
        budget_s=100,
        state=State.COMPLETE,
        processes=rules.processes,
    )
    record = Record(header, OwnProblem("drawn"), [entry.variant for entry in entries])
    random.seed(chance.getrandbits(64))  # of the order in each round, in which the times are drawn
    header.rounds = run_rounds(entries, rules)
    return record


def verdicts(record: Record) -> list[str]:
    """Return the verdicts of all rows but the baseline."""
    return [s.against_baseline.verdict for s in summaries(record) if s.against_baseline is not None]


def number_with_a_false_one(
    contests: int, rows: int, offset: Noise, *, rules: Rules = UNLIMITED
) -> int:
    """Return how many contests of equal rows call any of them faster or slower."""
    chance = random.Random(20261128)
    return sum(
        bool(FALSE & set(verdicts(contest(chance, [1.0] * rows, offset, rules=rules))))
        for _ in range(contests)
    )


def share_found(contests: int, ratio: float, offset: Noise, **how: float) -> float:
    """Return in which share of contests of 44 rows the one that differs gets the right verdict."""
    chance = random.Random(20261129)
    right = "slower" if ratio > 1 else "faster"
    found = 0
    for _ in range(contests):
        record = contest(chance, [ratio] + [1.0] * 43, offset, **how)  # type: ignore[arg-type]
        found += verdicts(record)[0] == right
    return found / contests


def main() -> None:
    """Print how many contests have a false verdict, and which share of differences is found."""
    for name, offset in OFFSETS.items():
        wrong = number_with_a_false_one(400, 44, offset)
        print(f"offset {name}: {wrong} of 400 contests have a false verdict", flush=True)  # noqa: T201
    for processes in (1, 2, 3):
        few = Rules(budget_s=math.inf, processes=processes)
        wrong = number_with_a_false_one(400, 20, disturbed, rules=few)
        print(f"the same, 20 rows of {processes} processes: {wrong} of 400", flush=True)  # noqa: T201
    for ratio in (1.03, 1 / 1.03, 2.0, 0.5):
        for size in (0.005, 0.01):
            share = share_found(200, ratio, normal(size))
            print(f"offset {size:.1%}, {ratio:.2f} times as long: found in {share:.1%}")  # noqa: T201


if __name__ == "__main__":
    main()
