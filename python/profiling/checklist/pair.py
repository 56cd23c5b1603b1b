"""What the six pairs share: both sides are verified, then measured, then shown by a tool."""

import time
import tomllib
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from juliaset.bench import Rules, contest
from juliaset.bench.record import Contest
from juliaset.bench.stats import Comparison
from juliaset.profilers.errors import CannotError
from juliaset.terminal import duration

SIDES = ("before", "after")
STATED = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text())
CALM = 0.2  # of the time; two threads that hand over a lock wait a little themselves


@dataclass(frozen=True)
class Tool:
    """The profiler that shows the issue: present in the one side, and not in the other."""

    name: str
    command: str  # as it is typed, for the side `before`
    look_at: str
    counts: str  # what the number is that look() gives
    look: Callable  # (side, size) -> that number, by running the tool
    needs: Callable = lambda: None  # raises CannotError if the tool cannot work
    form: str = "{:,}"


@dataclass(frozen=True)
class Pair:
    """One line of the checklist, as two functions that give the same answer."""

    issue: str
    fix: str
    unit: str  # what SIZE counts
    size: int
    prepare: Callable  # size -> the data that both sides get
    before: Callable  # data -> answer
    after: Callable
    right: Callable  # (data, answer) -> whether it is right, computed by other means
    tool: Tool

    def side(self, name):
        """Return one of the two functions."""
        return {"before": self.before, "after": self.after}[name]


@dataclass(frozen=True)
class Measured:
    """What the harness found: seconds of one call of each side, and how sure the ratio is."""

    before: float
    after: float
    comparison: Comparison
    contest: Contest  # when, where, and how busy the machine was
    why: str = ""  # there is no verdict

    @property
    def contention(self):
        """Return a warning if other programs took a good part of the time."""
        waited = self.contest.pressure or 0.0
        if waited < CALM:
            return ""
        return (
            f"in {min(waited, 1):.0%} of the time something waited for a CPU: threads gain less "
            "on a core that is shared, so measure again when the machine is calm"
        )

    @property
    def doubt(self):
        """Return why nothing is proved, and what to do; empty if something is."""
        reason, _, _ = self.why.partition(": Rules")  # of the function contest()
        return reason and f"{reason}; try a larger --budget, or a calmer machine"

    @property
    def ratio(self):
        """Return the ratio with its interval, in words."""
        found = self.comparison
        if found.interval is None:
            return f"{found.ratio:.3g}"
        return f"{found.ratio:.3g} ({found.interval.low:.3g} to {found.interval.high:.3g})"


def pair_of(name):
    """Return the pair of a script: its functions, with what pairs.toml says about it.

    A script has prepare, before, after, right and look; needs too, if its tool may be missing.
    """
    module, facts = import_module(name), dict(STATED[name])
    about = {field: facts.pop(field) for field in ("issue", "fix", "unit", "size")}
    about |= {part: getattr(module, part) for part in ("prepare", *SIDES, "right")}
    needs = getattr(module, "needs", lambda: None)
    return Pair(**about, tool=Tool(facts.pop("tool"), look=module.look, needs=needs, **facts))


def verify(pair, data):
    """End the script if a side is wrong."""
    for name in SIDES:
        if not pair.right(data, pair.side(name)(data)):
            raise SystemExit(f"WRONG: {name} does not give the right answer")


def measure(pair, data, budget):
    """Run a contest between the sides; every timed answer is checked again."""
    outcome = contest(
        {name: lambda name=name: pair.side(name)(data) for name in SIDES},
        check=lambda answer: pair.right(data, answer),
        rules=Rules(budget_s=budget),
    )
    before, after = outcome.summaries
    compared = after.against_baseline
    if compared is None:
        row = next(s.variant for s in (before, after) if not s.variant.timed)
        raise SystemExit(f"WRONG: {row.id}: {row.reason}")
    seconds = (row.median_ns / 1e9 for row in (before, after))
    return Measured(*seconds, compared, outcome.record.contest, after.why)


def look(pair, size):
    """Return what the tool shows of each side, or why it cannot work here."""
    try:
        pair.tool.needs()
        return {name: pair.tool.form.format(pair.tool.look(name, size)) for name in SIDES}
    except CannotError as error:
        return dict.fromkeys(SIDES, f"cannot work here: {error}")


def alone(pair, size, side, seconds_long):
    """Run one side, for a profiler: once, or again and again for some seconds."""
    data, calls = pair.prepare(size), 0
    end = time.monotonic() + seconds_long
    while not calls or time.monotonic() < end:
        answer = pair.side(side)(data)
        calls += 1
    if not pair.right(data, answer):
        raise SystemExit(f"WRONG: {side} does not give the right answer")
    print(f"{side}, size {size}: {calls} calls, the last one right")


def show(pair, size, budget):
    """Print what a pair shows."""
    data = pair.prepare(size)
    verify(pair, data)
    print(f"{pair.issue}. {pair.fix}.")
    print(f"size {size} ({pair.unit}), both sides give the right answer")
    found = measure(pair, data, budget)
    print(f"before   {duration(found.before)}")
    print(f"after    {duration(found.after)}")
    print(f"ratio    {found.ratio}, after is {found.comparison.verdict}")
    if found.doubt:
        print(f"because  {found.doubt}")
    if found.contention:
        print(f"busy     {found.contention}")
    tool = pair.tool
    print(f"tool     {tool.name}: {tool.counts}")
    for name, shown in look(pair, size).items():
        print(f"  {name:<7}{shown}")
    print(f"by hand  {tool.command}")
    print(f"look at  {tool.look_at}")


def main(name):
    """Read the command line of a pair's script."""
    pair = pair_of(name)
    parser = ArgumentParser(description=f"{pair.issue}. {pair.fix}.")
    parser.add_argument(
        "size", type=whole, nargs="?", default=pair.size, help=f"{pair.unit}; {pair.size}"
    )
    parser.add_argument("--budget", type=float, default=5.0, help="seconds for the measurement")
    parser.add_argument("--only", choices=SIDES, help="run this side alone, for a profiler")
    parser.add_argument("--seconds", type=float, default=0.0, help="how long it runs, with --only")
    asked = parser.parse_args()
    if asked.only:
        alone(pair, asked.size, asked.only, asked.seconds)
    else:
        show(pair, asked.size, asked.budget)


def whole(text):
    """Return a whole number of 1 or more; argparse makes a message of the exception."""
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def script(name):
    """Return the path of a pair's script."""
    return str(Path(__file__).parent / f"{name}.py")
