"""Timing against simulated clocks: coarse ticks, a cold first call, interruptions, a true answer.

Nothing here is timed by a real clock: the true time of a call is known, and no verdict depends on
the machine. How surely does a right method pass? Doubling n until a sample spans 100 to 400 ticks,
and the least of 10 or 20 such samples, was simulated in 15,000 checks of 60 clocks. None failed.
"""

import math
from dataclasses import dataclass, field
from random import Random

from juliaset.bench.contestants.child import EndedError
from juliaset.grader.process import Function
from juliaset.grader.random_problems import seeded
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError

TOLERANCE = 0.03
BUDGET = 1200  # simulated seconds for each clock
QUESTIONS = 2000
TICKS = (1e-3, 1e-6, 1 / 64, 1e-4, 4e-3, 1e-5)
CLOCKS = 48
READING = 50e-9  # what it takes to read the clock
ENOUGH_TICKS = 1 / TOLERANCE
FEW = 5  # so few samples that all may be disturbed


def check(submission: Submission) -> None:
    """Ask for the time of a call under each of many clocks."""
    off, simulated = 0.0, 0.0
    with submission.start() as process:
        for number in range(CLOCKS):
            machine = drawn_machine(submission.random, number)
            off = max(off, judge(machine, asked(process, machine), number))
            simulated += machine.now - machine.began
    submission.figures |= {"off": 100 * off, "simulated": simulated / CLOCKS}
    submission.confirm(f"{CLOCKS} clocks, each call's time right within {TOLERANCE:.0%}")


def asked(process, machine):
    """Return the answer of the submission; None if it has used up its time or questions."""
    functions = {"run": machine.run, "clock": machine.clock}
    try:
        return process.call(
            "seconds_per_call", Function("run"), Function("clock"), functions=functions
        )
    except EndedError:
        if machine.over:
            return None
        raise


def drawn_machine(random, number):
    """Draw a machine; the first two show whether all samples have the same size."""
    shortest, longest = (2e-6, 5e-6) if number < 2 else (50e-9, 1e-3)
    call = math.exp(random.uniform(math.log(shortest), math.log(longest)))
    # A source of its own: what a submission asks of this machine changes nothing for the next.
    return Machine(seeded(random.getrandbits(64)), TICKS[number % len(TICKS)], call)


@dataclass
class Sample:
    """What happened between two readings of the clock."""

    calls: int = 0
    quiet: float = 0.0
    paused: float = 0.0
    cold: bool = False

    @property
    def seconds(self):
        """How long it lasted."""
        return self.quiet + self.paused


@dataclass
class Machine:
    """A simulated machine that runs a thing, and its clock."""

    random: Random
    tick: float
    call: float  # seconds of one warm call that nothing disturbs
    samples: list[Sample] = field(default_factory=list)
    over: str = ""

    def __post_init__(self):
        """Begin at some time of the clock, with interruptions that fit the samples it needs."""
        self.unit = 100 * max(self.tick, self.call)
        self.began = self.now = self.random.uniform(100, 1000)
        self.until_pause = self.random.uniform(24, 60) * self.unit
        self.questions = self.runs = 0
        self.sample = None

    def run(self, times=1):
        """Run the thing `times` times."""
        if not isinstance(times, int) or isinstance(times, bool) or times < 1:
            raise ValueError(f"{times!r:.40} times; allowed: whole numbers of 1 or more")
        self.count_question()
        quiet = times * self.call * (1 + self.jitter())
        cold = self.runs == 0
        if cold:
            quiet += self.random.uniform(3, 10) * self.unit
        if self.now - self.began + quiet > BUDGET:
            self.stop(f"the budget of {BUDGET} simulated seconds is spent")
        paused = self.pauses_in(quiet)
        self.now += quiet + paused
        self.runs += 1
        if self.sample is not None:
            self.sample.calls += times
            self.sample.quiet += quiet
            self.sample.paused += paused
            self.sample.cold |= cold

    def clock(self):
        """Read the clock, in seconds: it shows the last tick."""
        self.count_question()
        self.now += READING
        if self.sample is not None and self.sample.calls:
            self.samples.append(self.sample)
        self.sample = Sample()
        return math.floor(self.now / self.tick) * self.tick

    def jitter(self):
        """Return how much slower this run is: mostly very little, sometimes a few percent."""
        seldom = self.random.uniform(0, 0.1) if self.random.random() < 0.1 else 0
        return self.random.expovariate(1 / 0.002) + seldom

    def pauses_in(self, quiet):
        """Return how long the machine does something else in between."""
        paused = 0.0
        self.until_pause -= quiet
        while self.until_pause <= 0:
            paused += self.random.uniform(4, 12) * self.unit
            self.until_pause += self.random.uniform(24, 60) * self.unit
        return paused

    def count_question(self):
        """Keep the number of questions within bounds."""
        self.questions += 1
        if self.questions > QUESTIONS:
            self.stop(
                f"run() and clock() were called {QUESTIONS:,} times for this clock; let run(n) do "
                "more at a time"
            )

    def stop(self, why):
        """Refuse to continue; a submission that catches this has failed all the same."""
        self.over = self.over or why
        raise ValueError(why)


def judge(machine, said, number):
    """Return how far the answer is off; too far is a fail, with what the samples show."""
    clock = (
        f"Clock {number + 1} of {CLOCKS} ticks every {spoken(machine.tick)}, and one call takes "
        f"{spoken(machine.call)}"
    )
    if machine.over:
        raise FailedError(f"{clock}: {machine.over}.")
    good = isinstance(said, int | float) and not isinstance(said, bool)
    if not (good and abs(said) < 1e300):  # no nan, nor a number that is too large for a float
        raise FailedError(f"seconds_per_call() gives back {said!r:.80}; allowed: seconds, a float")
    error = said / machine.call - 1
    if abs(error) <= TOLERANCE:
        return abs(error)
    off = f"{abs(error):.0%} too little" if error < 0 else excess(error)
    raise FailedError(f"{clock}. You say {spoken(said)}: {off}.\n{diagnosis(machine, error)}")


def diagnosis(machine, error):
    """Return what the samples of this answer show."""
    warm = [sample for sample in machine.samples if not sample.cold]
    if not machine.samples:
        return "It never ran the thing between two readings of the clock, so it measured nothing."
    if not warm:
        return (
            "All that you timed contains the first call, and that one is cold: it took "
            f"{spoken(machine.samples[0].quiet)}. Run it once before you begin."
        )
    longest = max(sample.seconds for sample in warm) / machine.tick
    if longest < ENOUGH_TICKS:
        return (
            f"Between two readings at most {longest:.2g} ticks of this clock passed (not counting "
            "the first call). A difference of two readings is wrong by up to a tick: run more "
            "calls between them."
        )
    return of_long_samples(machine, [each for each in warm if each.calls == warm[-1].calls], error)


def of_long_samples(machine, alike, error):
    """Return what happened in the last samples, which have the same number of calls."""
    disturbed = sum(sample.paused > 0 for sample in alike)
    usual = sorted(sample.seconds for sample in alike)[len(alike) // 2]
    samples = (
        f"Samples of {alike[-1].calls:,} calls at the end: {len(alike)}. Interrupted: {disturbed}."
    )
    if usual < ENOUGH_TICKS * machine.tick:
        return (
            f"Your last samples lasted {usual / machine.tick:.2g} ticks. A difference of two "
            f"readings is wrong by up to a tick: run more calls between them."
        )
    if len(alike) < FEW:
        return f"{samples} So few may all have been disturbed: take many of this size."
    if error < 0:
        return (
            "A minimum over long and short samples picks a short one that the clock rounded "
            "down: give all samples the same n, so large that a tick is nothing."
        )
    if disturbed == len(alike):
        return (
            f"{samples} They are longer than the quiet between two interruptions; shorter ones, "
            f"of a hundred ticks or two, would slip in between."
        )
    return (
        f"{samples} A mean takes that in. Which of the samples shows the time of a call that "
        "nothing disturbed?"
    )


def spoken(seconds):
    """Return a time with a unit that fits."""
    for unit, name in ((1, "s"), (1e-3, "ms"), (1e-6, "us")):
        if abs(seconds) >= unit:
            return f"{seconds / unit:.4g} {name}"
    return f"{seconds * 1e9:.4g} ns"


def excess(error):
    """Return how far it is above: in percent, or as a factor if it is large."""
    return f"{error:.0%} too much" if error < 10 else f"{error + 1:,.0f} times as much"
