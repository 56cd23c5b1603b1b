"""Contests between simulated programs: equal ones, and some that differ by 5 to 10 percent.

A method that says "faster" or "slower" of equal programs in 5 % of the contests does so more than
17 times in 120 with a probability below 1 in 10,000 (binomial). In a simulation of 2,000
differences the sign test found all on 60 random pairs and on 30, 99.9 % on 20, and 91 % on 10.
"""

import math
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from statistics import mean

from juliaset.bench.contestants.child import EndedError
from juliaset.grader.process import Function
from juliaset.grader.random_problems import seeded
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError

VERDICTS = ("faster", "slower", "unresolved")
CALM, WARMING, NEIGHBOUR, TURNS = (
    "calm",
    "becoming warm",
    "another program comes or goes",
    "every second run is faster",
)
MACHINES = (CALM, WARMING, NEIGHBOUR, TURNS)
EQUAL, DIFFERENT = 120, 40
MOST_FALSE = 17
MOST_REVERSED = 1
LEAST_FOUND = 30
CALLS = 60


def check(submission: Submission) -> None:
    """Run all contests in random order, then count false and found verdicts."""
    contests = drawn_contests(submission.random)
    with submission.start() as process:
        for contest in contests:
            contest.verdict = asked(process, contest)
    equal = [contest for contest in contests if contest.ratio == 1]
    false = [contest for contest in equal if contest.verdict != "unresolved"]
    different = [contest for contest in contests if contest.ratio != 1]
    found = sum(contest.verdict == contest.truth for contest in different)
    turned = sum(contest.verdict not in (contest.truth, "unresolved") for contest in different)
    submission.figures |= {"false": len(false) / EQUAL, "found": found / DIFFERENT}
    if len(false) > MOST_FALSE:
        raise FailedError(complaint(equal, false) + diagnosis(contests, false))
    submission.confirm(
        f"{len(false)} false verdicts in {EQUAL} contests between equals: no more than by chance"
    )
    if found < LEAST_FOUND or turned > MOST_REVERSED:
        raise FailedError(too_few(found, turned, contests))
    submission.confirm(f"{found} of {DIFFERENT} real differences found")


def drawn_contests(random):
    """Draw equal and different programs on machines of all kinds, and mix them."""
    ratios = [1.0] * EQUAL
    for number in range(DIFFERENT):
        effect = random.uniform(0.05, 0.1)
        ratios.append(1 + effect if number % 2 else 1 - effect)
    contests = [
        Contest(seeded(random.getrandbits(64)), MACHINES[number % len(MACHINES)], ratio)
        for number, ratio in enumerate(ratios)
    ]
    random.shuffle(contests)
    return contests


@dataclass
class Contest:
    """Two programs on a machine whose speed is not quite steady."""

    random: Random
    machine: str
    ratio: float  # what the new one takes, against the old one
    order: list[str] = field(default_factory=list)
    verdict: str = "unresolved"
    over: str = ""

    def __post_init__(self):
        """Draw what this machine is like."""
        uniform = self.random.uniform
        self.seconds = math.exp(uniform(math.log(1e-3), 0))
        self.noise = uniform(0.005, 0.02)
        self.drift = self.random.choice((-1, 1)) * uniform(0.08, 0.2)
        self.when = self.random.randint(15, 85)
        self.turn = self.random.choice((-1, 1)) * uniform(0.02, 0.04)

    @property
    def truth(self):
        """The right verdict."""
        return "faster" if self.ratio < 1 else "slower" if self.ratio > 1 else "unresolved"

    def time_old(self):
        """Time the old program once, in seconds."""
        return self.timed("old", self.seconds)

    def time_new(self):
        """Time the new program once, in seconds."""
        return self.timed("new", self.seconds * self.ratio)

    def timed(self, which, seconds):
        """Return a time with everything that disturbs it."""
        if self.order.count(which) == CALLS:
            self.over = f"It timed the {which} program more than {CALLS} times in a contest"
            raise ValueError(self.over)
        run = len(self.order)
        self.order.append(which)
        moved = {
            CALM: 0.0,
            WARMING: self.drift * (1 - math.exp(-run / 30)),
            NEIGHBOUR: self.drift * (run >= self.when),
            TURNS: self.turn * (run % 2),
        }[self.machine]
        disturbed = self.random.uniform(0.05, 0.5) if self.random.random() < 0.05 else 0.0
        noise = self.random.expovariate(1 / self.noise) + disturbed
        return seconds * (1 + moved) * (1 + noise)


def asked(process, contest):
    """Return the submission's verdict."""
    functions = {"time_old": contest.time_old, "time_new": contest.time_new}
    try:
        verdict = process.call(
            "compare", Function("time_old"), Function("time_new"), functions=functions
        )
    except EndedError:
        if not contest.over:
            raise
    if contest.over:
        raise FailedError(f"{contest.over}: that is all that a contest has.")
    if not isinstance(verdict, str) or verdict not in VERDICTS:
        raise FailedError(
            f"compare() gives back {verdict!r:.80}; allowed: 'faster' (the new one), 'slower' or "
            f"'unresolved'"
        )
    return verdict


def complaint(equal, false):
    """Return how often a difference was found between equals, and on which machines."""
    shares = [
        f"{kind}: {sum(each.machine == kind for each in false)} of "
        f"{sum(each.machine == kind for each in equal)}"
        for kind in MACHINES
    ]
    return (
        f"In {len(false)} of {EQUAL} contests between two equal programs it said faster or slower "
        f"({'; '.join(shares)}). A method that errs in 5 % of cases does so at most {MOST_FALSE} "
        "times.\n"
    )


def diagnosis(contests, false):
    """Return which part of the method makes it so: the order of runs, or the test of the times."""
    orders = [contest.order for contest in contests]
    if not any(orders):
        return "It timed nothing, so it can't know."
    if all(in_blocks(order) for order in orders):
        return (
            "One program is timed to the end before the other begins: any change in between is "
            "taken for their difference. Mix their runs."
        )
    if stops_when_pleased(contests, false):
        return (
            "It stops as soon as the difference looks large enough. Each look is a new chance to "
            "be wrong: decide beforehand how many pairs there will be, and look once."
        )
    if all(order[: len(orders[0])] == orders[0][: len(order)] for order in orders):
        return (
            "The order is the same in each contest, so that one program always has the better "
            "place. Let a coin decide which goes first in each pair."
        )
    return (
        "The order is fair; too little is asked of the numbers. In how many of the pairs would "
        "equal programs have to agree by chance, to fool you once in twenty times?"
    )


def in_blocks(order):
    """Return whether one program was timed completely before the other."""
    changes = sum(a != b for a, b in pairwise(order))
    return changes <= 1


def stops_when_pleased(contests, false):
    """Return whether it takes fewer samples before a verdict than before 'unresolved'."""
    silent = [len(each.order) for each in contests if each.verdict == "unresolved"]
    return bool(silent) and mean(len(each.order) for each in false) < 0.8 * mean(silent)


def too_few(found, turned, contests):
    """Return that real differences were missed, or had the opposite verdict."""
    text = (
        f"Of {DIFFERENT} differences of 5 to 10 % it found {found}, and gave {turned} the opposite "
        f"verdict; a pass needs {LEAST_FOUND} found and at most {MOST_REVERSED} opposite.\n"
    )
    if all(contest.verdict == "unresolved" for contest in contests):
        return f"{text}A method that never finds a difference is never wrong, and of no use."
    if found + turned > LEAST_FOUND:
        return f"{text}'faster' means that the new program takes less time."
    most = max(len(contest.order) for contest in contests) // 2
    return (
        f"{text}It timed up to {most} pairs. Are they enough, and does your method let a few "
        f"disturbed runs hide the others? A mean does."
    )
