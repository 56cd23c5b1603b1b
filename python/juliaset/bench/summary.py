"""The summary of a contest's samples; tables, pages and comparisons all compute it here."""

import math
from dataclasses import dataclass, replace
from statistics import median, stdev

from juliaset.bench.above_roof import above_roof
from juliaset.bench.contention import has_cpu_times
from juliaset.bench.intervals import ALPHA, sign_interval
from juliaset.bench.more_processes import what_it_needs
from juliaset.bench.record import Record, State, Status, Variant
from juliaset.bench.stats import (
    UNRESOLVED,
    Comparison,
    compared,
    judged,
    log_ratios,
    resolution_of,
)

SUSPECT = "suspect"
# Of two, neither is known to be the odd one.
_SEVERAL = 3


@dataclass(frozen=True)
class Summary:
    """A row of the table."""

    variant: Variant
    median_ns: float | None = None
    min_ns: float | None = None
    # By how much its processes differ from each other: a standard deviation, as a part of the time.
    spread: float | None = None
    # Against the baseline, with a verdict, and against the reference, which may have few processes.
    against_baseline: Comparison | None = None
    against_reference: Comparison | None = None
    # Why there is no verdict, or why it is not to be believed; a sentence without its full stop.
    why: str = ""
    # Why its time cannot be that of all steps; empty if it can, or if it does not take them all.
    suspicion: str = ""
    ns_per_iteration: float | None = None
    cores: float | None = None
    # The part of this machine's measured bound that the kernel reaches, per core that it uses.
    share_of_bound: float | None = None


def contended(record: Record) -> bool:
    """Return whether the machine was too busy for wall times."""
    return record.contest.state == State.CONTENDED


def times(variant: Variant, *, by_cpu: bool = False) -> dict[int, float]:
    """Return the nanoseconds of one picture by round: of the wall clock, or of the CPU."""
    return {
        number: taken
        for process in _by_process(variant, by_cpu=by_cpu)
        for number, taken in process.items()
    }


def _by_process(variant: Variant, *, by_cpu: bool) -> list[dict[int, float]]:
    each = variant.pictures
    return [
        {s.round: (s.cpu_ns if by_cpu else s.wall_ns) / each for s in process.samples}
        for process in variant.processes
        if process.samples
    ]


def against(
    record: Record,
    base: Variant | None,
    row: Variant | None,
    alpha: float = ALPHA,
    resolution: float | None = None,
) -> Comparison | None:
    """Compare a row with another and its controls, with a verdict if a resolution is given.

    Returns:
        The comparison; None if there is no round in which both were timed.
    """
    values = _of_processes(record, base, row)
    return compared(values, alpha) if resolution is None else judged(values, alpha, resolution)


def _of_processes(record: Record, base: Variant | None, row: Variant | None) -> list[float]:
    """Return how a row compares with another and its controls, by CPU time on a busy machine.

    Each process of the row gives one value, the median of its rounds. If the base has two controls
    or more, a row is compared with the median of them all in each round, because each of them may
    be lucky or unlucky.

    Returns:
        The logarithms of the ratios; none if there is no round in which both were timed.
    """
    if base is None or row is None or base is row or not (base.timed and row.timed):
        return []
    like_base = [base, *(twin for twin in twins_of(record, base) if twin is not row)]
    if len(like_base) < _SEVERAL:
        like_base = [base]
    # If one of them needs the wall clock, so do the others.
    by_cpu = contended(record) and all(has_cpu_times(each) for each in [*like_base, row])
    level = _levels(like_base, by_cpu=by_cpu)
    values = []
    for process in _by_process(row, by_cpu=by_cpu):
        logs = [level[n] - math.log(taken) for n, taken in process.items() if n in level]
        if logs:
            values.append(median(logs))
    return values


def within_a_process(
    record: Record, base: Variant | None, row: Variant | None, alpha: float = ALPHA
) -> Comparison | None:
    """Compare two rows of one process each, round by round, with the interval of the sign test.

    The properties of the process are then part of the ratio, but not of its interval.
    """
    if base is None or row is None or not (base.timed and row.timed):
        return None
    by_cpu = contended(record) and has_cpu_times(base) and has_cpu_times(row)
    logs = log_ratios(times(base, by_cpu=by_cpu), times(row, by_cpu=by_cpu))
    if not logs:
        return None
    found = sign_interval(logs, alpha)
    return Comparison(math.exp(median(logs)), found and found.of_ratios, 1)


def twins_of(record: Record, row: Variant) -> list[Variant]:
    """Return the timed controls of a row."""
    twins = (record.find(twin) for twin, of in record.contest.twins.items() if of == row.id)
    return [twin for twin in twins if twin is not None and twin.timed]


def _levels(rows: list[Variant], *, by_cpu: bool) -> dict[int, float]:
    """Return the median logarithm of the rows' times by round."""
    logs: dict[int, list[float]] = {}
    for row in rows:
        for number, taken in times(row, by_cpu=by_cpu).items():
            logs.setdefault(number, []).append(math.log(taken))
    return {number: median(each) for number, each in logs.items()}


def controls(record: Record) -> dict[str, Comparison | None]:
    """Compare each control with its row: what this contest sees if there is no difference."""
    return {
        twin: against(record, record.find(of), record.find(twin))
        for twin, of in record.contest.twins.items()
    }


def resolution(record: Record) -> float | None:
    """Return the smallest effect that this contest can tell from nothing; None if unknown."""
    return resolution_of(list(controls(record).values()))


def summaries(record: Record) -> list[Summary]:
    """Return a summary of each row, in the order of the contest, without the controls."""
    rows = list(record.rows)
    baseline = record.find(record.contest.baseline)
    reference = record.find(record.contest.reference)
    number = sum(row.timed for row in rows if row is not baseline)
    alpha = ALPHA / max(number, 1)
    smallest = resolution(record)
    found = [
        replace(
            _of_itself(record, row),
            against_baseline=judged(_of_processes(record, baseline, row), alpha, smallest),
            against_reference=against(record, reference, row),
        )
        for row in rows
    ]
    return [replace(each, why=_why(record, each, smallest)) for each in found]


def verdict_of(summary: Summary, baseline: str | None) -> str:
    """Return the word that the table shows and the file keeps."""
    if summary.variant.status != Status.OK:
        return ""
    if summary.suspicion:
        return SUSPECT
    if summary.variant.id == baseline:
        return "baseline"
    pair = summary.against_baseline
    return "" if pair is None else pair.verdict


def _why(record: Record, summary: Summary, smallest: float | None) -> str:
    if summary.suspicion:
        return summary.suspicion
    pair = summary.against_baseline
    if pair is None or pair.verdict != UNRESOLVED:
        return ""
    if smallest is None and pair.interval is not None:
        return "no control has the three processes that a verdict needs"
    if pair.needed is None:
        return "the difference is about as small as this contest can detect"
    return what_it_needs(record, pair)


def _of_itself(record: Record, row: Variant) -> Summary:
    if not row.timed:
        return Summary(row)
    by_cpu = contended(record) and has_cpu_times(row)
    own = times(row, by_cpu=by_cpu)
    middle = median(own.values())
    wall = sum(sample.wall_ns for sample in row.samples)
    each = middle / record.steps if record.steps else None
    bound = record.contest.bound
    has_roof = record.problem is not None and record.problem.has_roof
    roof = bound.best.ns_per_iteration if bound else None
    return Summary(
        row,
        median_ns=middle,
        min_ns=min(own.values()),
        spread=_spread(row, by_cpu=by_cpu),
        suspicion=above_roof(row, each * row.threads, bound) if each and has_roof else "",
        ns_per_iteration=each,
        cores=sum(sample.cpu_ns for sample in row.samples) / wall,
        share_of_bound=roof / (each * row.threads) if roof and each else None,
    )


def _spread(row: Variant, *, by_cpu: bool) -> float | None:
    logs = [math.log(median(taken.values())) for taken in _by_process(row, by_cpu=by_cpu)]
    return math.expm1(stdev(logs)) if len(logs) > 1 else None
