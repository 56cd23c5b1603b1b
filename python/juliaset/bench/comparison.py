"""Compares two contests: what became faster or slower, if the data prove it, and the gate's answer.

Times of two days are never compared. Each row is compared with its own contest's baseline, and then
the two ratios. They come from other processes at another time, so nothing is paired: their quotient
has Welch's interval, in which each contest has its own noise and its own number of processes.
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from juliaset.bench.circumstances import contests_apart, rows_apart, state_of, states
from juliaset.bench.intervals import ALPHA, FEWEST_PROCESSES, Interval
from juliaset.bench.record import BROKEN, Record, Variant
from juliaset.bench.stats import (
    FASTER,
    SAME,
    SLOWER,
    SMALLEST_EFFECT,
    UNRESOLVED,
    Comparison,
    verdict_on,
    welch_interval,
)
from juliaset.bench.summary import SUSPECT, against, resolution
from juliaset.system.processes import printable

INCOMPARABLE, APPEARED, GONE = "incomparable", "appeared", "gone"

# Two contests, each of which ignores an effect below SMALLEST_EFFECT.
_ALIKE = 2 * math.log1p(SMALLEST_EFFECT)


class Gate(StrEnum):
    """What a comparison says as a whole; the command line makes an exit code of it."""

    PASSED = "passed"
    FAILED = "failed"  # a row is slower than allowed, or no longer right
    UNKNOWN = "unknown"  # nothing is known about what was compared, or a row is missing


@dataclass(frozen=True)
class Change:
    """How one row changed; ratio > 1 means that it is now that many times as fast."""

    id: str
    verdict: str
    reason: str = ""
    ratio: float | None = None
    interval: Interval | None = None
    # How many times as fast as the baseline it was, and is.
    was: float | None = None
    now: float | None = None
    broke: bool = False
    # It had a time that can be believed, and has none that can be compared with it.
    missing: bool = False

    @property
    def compared(self) -> bool:
        """Whether both contests have times that can be compared."""
        return self.verdict in {FASTER, SLOWER, SAME, UNRESOLVED}

    def fails(self, allowed: float = 0.0) -> bool:
        """Return whether it is worse than it was: no longer right, or slower.

        allowed: the part of its time that a row may take more: 0.05 for 5 %. The whole interval
        must be beyond it.
        """
        if self.broke or self.verdict != SLOWER or self.interval is None:
            return self.broke
        return 1 / self.interval.high - 1 > allowed

    def passes(self, allowed: float = 0.0) -> bool:
        """Return whether it is known to be no worse than that."""
        if self.verdict in {FASTER, SAME} or self.interval is None or self.reason:
            return self.verdict in {FASTER, SAME}
        return allowed > 0 and 1 / self.interval.low - 1 <= allowed


def changes(old: Record, new: Record) -> list[Change]:
    """Return how each row changed, in the order of the old contest."""
    before, after = ({row.id: row for row in record.rows} for record in (old, new))
    everywhere = next(contests_apart(old, new), "")
    reasons = {
        name: everywhere or next(rows_apart(old, before[name], new, after[name]), "")
        for name in before
        if name in after
    }
    if not everywhere:
        del reasons[old.contest.baseline]  # a yardstick is not compared with itself
    # Every row may err: all of them together no more often than ALPHA.
    alpha = ALPHA / max(sum(not reason for reason in reasons.values()), 1)
    smallest = _smallest(old, new)
    found = []
    for name, row in before.items():
        if name not in after:
            reason = f"was {state_of(row)}, is not in the new contest"
            found.append(Change(name, GONE, reason, missing=_believed(row)))
        elif reasons.get(name):
            found.append(_incomparable(row, after[name], reasons[name]))
        elif name in reasons:
            was, now = (
                against(record, record.find(record.contest.baseline), each)
                for record, each in ((old, row), (new, after[name]))
            )
            found.append(_judged(name, was, now, alpha, smallest))
    found += [_appeared(row) for name, row in after.items() if name not in before]
    # A file from elsewhere is read here, and a terminal obeys some characters.
    return [replace(each, id=printable(each.id), reason=printable(each.reason)) for each in found]


def gate(found: list[Change], allowed: float = 0.0, *, allow_missing: bool = False) -> Gate:
    """Return what a script does with it.

    allowed: what `Change.fails()` takes. allow_missing: let rows pass that were measured before and
    cannot be compared now. Otherwise deleting a slow kernel would open the gate.
    """
    if any(change.fails(allowed) for change in found):
        return Gate.FAILED
    if not allow_missing and any(change.missing for change in found):
        return Gate.UNKNOWN
    return Gate.PASSED if any(change.passes(allowed) for change in found) else Gate.UNKNOWN


def _incomparable(was: Variant, now: Variant, reason: str) -> Change:
    """Keep what needs no clock: a row that was not broken and is has broken on any machine."""
    broke = was.status not in BROKEN and now.status in BROKEN
    reason = states(was, now) if broke else reason
    missing = _believed(was) and not broke
    return Change(was.id, INCOMPARABLE, reason, broke=broke, missing=missing)


def _believed(was: Variant) -> bool:
    """Return whether the old contest has a time of the row with which one could be compared."""
    return was.timed and was.verdict != SUSPECT


def _appeared(row: Variant) -> Change:
    """Return what a new row is; one that never was right fails a gate as one that broke does."""
    broke = row.status in BROKEN
    details = f": {row.reason.splitlines()[0]}" if broke and row.reason else ""
    return Change(row.id, APPEARED, f"is {state_of(row)}{details}", broke=broke)


def _smallest(old: Record, new: Record) -> float | None:
    """Return the smallest effect, as a logarithm, that the two controls allow to believe.

    They add up, because what a process has of its own strays in both contests.
    """
    resolutions = [resolution(record) for record in (old, new)]
    known = [math.log1p(smallest) for smallest in resolutions if smallest is not None]
    return sum(known) if len(known) == len(resolutions) else None


def _judged(
    name: str, was: Comparison | None, now: Comparison | None, alpha: float, smallest: float | None
) -> Change:
    if was is None or now is None:
        return Change(name, UNRESOLVED, "it never ran in the same round as the baseline")
    change = Change(name, UNRESOLVED, "", now.ratio / was.ratio, None, was.ratio, now.ratio)
    logs = welch_interval(was, now, alpha)
    if logs is None:
        before = f"{was.processes} process{'es' * (was.processes != 1)} before"
        few = f"{before}, {now.processes} now; needs {FEWEST_PROCESSES} each"
        return replace(change, reason=few)
    change = replace(change, interval=logs.of_ratios)
    if smallest is None:
        return replace(change, reason="a contest without a control does not know its noise")
    return replace(change, verdict=verdict_on(logs, smallest, _ALIKE))
