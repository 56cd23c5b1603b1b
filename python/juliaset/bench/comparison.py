"""Compares two contests: what became faster or slower, if the data prove it.

Times of two days are never compared. Each row is compared with its own contest's baseline, and then
the two ratios. They come from other processes at another time, so nothing is paired:
each has its sign-test interval at half of the error that a row may make, and their quotient lies
between the far ends of the two, with all of the confidence that is asked for.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec
from rich.markup import escape
from rich.table import Table

from juliaset.bench.record import BROKEN, JuliaSet, OwnProblem, Record, Status, Variant
from juliaset.bench.stats import (
    ALPHA,
    FASTER,
    FEWEST_PROCESSES,
    SLOWER,
    SMALLEST_EFFECT,
    UNRESOLVED,
    Comparison,
    Interval,
    verdict_on,
)
from juliaset.bench.summary import against, contended, resolution
from juliaset.system.processes import printable
from juliaset.terminal import plain_table

INCOMPARABLE, APPEARED, GONE = "incomparable", "appeared", "gone"

# Two contests, each of which ignores an effect below SMALLEST_EFFECT.
_ALIKE = 2 * math.log1p(SMALLEST_EFFECT)
_MACHINE = {"cpu": "the CPU", "compiler": "the compiler", "isa_cap": "the cap on instruction sets"}
Problem = JuliaSet | OwnProblem | None
_COLOURS = {FASTER: "green", SLOWER: "red", INCOMPARABLE: "yellow", GONE: "yellow"}


@dataclass(frozen=True)
class Change:
    """What became of one row; ratio > 1 means that it is now that many times as fast."""

    id: str
    verdict: str
    reason: str = ""
    ratio: float | None = None
    interval: Interval | None = None
    # How many times as fast as the baseline it was, and is.
    was: float | None = None
    now: float | None = None
    broke: bool = False

    @property
    def regression(self) -> bool:
        """Whether it is worse than it was: slower, or no longer right."""
        return self.broke or self.verdict == SLOWER


def changes(old: Record, new: Record) -> list[Change]:
    """Return what became of each row, in the order of the old contest."""
    before, after = ({row.id: row for row in record.rows} for record in (old, new))
    everywhere = next(_contests_apart(old, new), "")
    apart = {
        name: everywhere or next(_rows_apart(old, before[name], new, after[name]), "")
        for name in before
        if name in after
    }
    if not everywhere:
        del apart[old.contest.baseline]  # a yardstick is not compared with itself
    # Every row may err: all of them together no more often than ALPHA.
    alpha = ALPHA / max(sum(not reason for reason in apart.values()), 1)
    smallest = _smallest(old, new)
    found = []
    for name, row in before.items():
        if name not in after:
            found.append(Change(name, GONE, f"was {_state(row)}"))
        elif apart.get(name):
            found.append(_incomparable(row, after[name], apart[name]))
        elif name in apart:
            was, now = (
                against(record, record.find(record.contest.baseline), each, alpha / 2)
                for record, each in ((old, row), (new, after[name]))
            )
            found.append(_judged(name, was, now, smallest))
    appeared = [Change(name, APPEARED, f"is {_state(row)}") for name, row in after.items()]
    found += [change for change in appeared if change.id not in before]
    # A file from elsewhere is read here, and a terminal obeys some characters.
    return [replace(each, id=printable(each.id), reason=printable(each.reason)) for each in found]


def regressed(found: list[Change]) -> bool:
    """Return whether anything is worse than it was."""
    return any(change.regression for change in found)


def change_table(found: list[Change]) -> Table:
    """Return what became of each row, for the terminal."""
    table = plain_table("kernel", "was", "is", "change", "interval")
    table.add_column("verdict")
    for change in found:
        colour = "red" if change.regression else _COLOURS.get(change.verdict, "default")
        words = change.verdict + (f": {escape(change.reason)}" if change.reason else "")
        interval = change.interval
        table.add_row(
            escape(change.id),
            *(
                "" if times_as_fast is None else f"{times_as_fast:,.3g} x"
                for times_as_fast in (change.was, change.now)
            ),
            "" if change.ratio is None else f"{change.ratio - 1:+.1%}",
            "" if interval is None else f"{interval.low - 1:+.1%} to {interval.high - 1:+.1%}",
            f"[{colour}]{words}[/{colour}]",
        )
    return table


def _contests_apart(old: Record, new: Record) -> Iterator[str]:
    """Return the reasons why no row can be compared."""
    for record, which in ((old, "old"), (new, "new")):
        if contended(record):
            yield f"the machine was too busy in the {which} contest"
    for key, what in _MACHINE.items():
        yield from _differs(what, *(getattr(each.contest.machine, key) for each in (old, new)))
    yield from _problems_apart(old.problem, new.problem)
    names = old.contest.baseline, new.contest.baseline
    yield from _differs("the baseline", *names)
    yardsticks = old.find(names[0]), new.find(names[1])
    for yardstick, which in zip(yardsticks, ("old", "new"), strict=True):
        if yardstick is None or not yardstick.timed:
            yield f"the baseline has no time in the {which} contest"
    if yardsticks[0] and yardsticks[1]:
        for reason in _yardsticks_apart(old, yardsticks[0], new, yardsticks[1]):
            yield f"the baseline: {reason}"


def _problems_apart(old: Problem, new: Problem) -> Iterator[str]:
    was, now = (msgspec.to_builtins(problem) or {} for problem in (old, new))
    for key in dict.fromkeys([*was, *now]):
        yield from _differs(f"the problem's {key}", was.get(key), now.get(key))


def _yardsticks_apart(old: Record, was: Variant, new: Record, now: Variant) -> Iterator[str]:
    yield from _rows_apart(old, was, new, now)
    if was.flavour is None:
        # A faster interpreter would make every compiled row look slower.
        yield from _differs("Python", old.contest.machine.python, new.contest.machine.python)
    versions = [r.contest.machine.libraries.get(was.toolchain, "") for r in (old, new)]
    yield from _differs(was.toolchain, *versions)


def _rows_apart(old: Record, was: Variant, new: Record, now: Variant) -> Iterator[str]:
    """Return the reasons why this row cannot be compared."""
    if not (was.timed and now.timed):
        yield _states(was, now)
    yield from _differs("the set of flags", _flags(old, was), _flags(new, now))
    if was.compiler and now.compiler:  # files of version 1 do not say
        yield from _differs("the compiler", was.compiler, now.compiler)
    yield from _differs("the number of threads", was.threads, now.threads)
    yield from _differs("the number of pictures at once", was.pictures, now.pictures)
    yield from _differs("the GIL", was.gil, now.gil)


def _differs(what: str, was: object, now: object) -> Iterator[str]:
    if was != now:
        yield f"{what} was {_named(was)}, is {_named(now)}"


def _named(value: object) -> object:
    return "none" if value is None or value == "" else value


def _flags(record: Record, row: Variant) -> str:
    return row.flags or record.contest.machine.flags.get(row.flavour or "", "")


def _state(row: Variant) -> str:
    return "not timed" if row.status == Status.OK and not row.samples else row.status


def _states(was: Variant, now: Variant) -> str:
    details = f": {now.reason.splitlines()[0]}" if now.reason and not now.timed else ""
    return f"was {_state(was)}, is {_state(now)}{details}"


def _incomparable(was: Variant, now: Variant, reason: str) -> Change:
    """Keep what needs no clock: a row that was right and is not has broken on any machine."""
    broke = was.status == Status.OK and now.status in BROKEN
    return Change(was.id, INCOMPARABLE, _states(was, now) if broke else reason, broke=broke)


def _smallest(old: Record, new: Record) -> float | None:
    """Return the smallest effect, as a logarithm, that the two controls allow to believe.

    They add up: what a process has of its own, the layout of its memory above all, strays in both
    contests. With the larger of the two instead, 33 % of null pairs of six rows had a false verdict
    where processes differ by 0.5 %; with the sum 5 %.
    """
    resolutions = [resolution(record) for record in (old, new)]
    known = [math.log1p(smallest) for smallest in resolutions if smallest is not None]
    return sum(known) if len(known) == len(resolutions) else None


def _judged(
    name: str, was: Comparison | None, now: Comparison | None, smallest: float | None
) -> Change:
    if was is None or now is None:
        return Change(name, UNRESOLVED, "it never ran in the same round as the baseline")
    change = Change(name, UNRESOLVED, "", now.ratio / was.ratio, None, was.ratio, now.ratio)
    if was.interval is None or now.interval is None:
        few = f"{was.processes} and {now.processes} processes; it takes {FEWEST_PROCESSES} in both"
        return replace(change, reason=few)
    low = now.interval.low / was.interval.high
    high = now.interval.high / was.interval.low
    confidence = was.interval.confidence + now.interval.confidence - 1
    change = replace(change, interval=Interval(low, high, confidence))
    if smallest is None:
        return replace(change, reason="a contest without a control does not know its noise")
    logs = Interval(math.log(low), math.log(high), confidence)
    return replace(change, verdict=verdict_on(logs, smallest, _ALIKE))
