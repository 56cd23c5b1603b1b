"""What the samples of a contest come to; tables, pages and comparisons all compute it here."""

from dataclasses import dataclass, replace
from statistics import median

from juliaset.bench.record import SHORTEST_NS, Record, State, Status, Variant
from juliaset.bench.stats import ALPHA, Comparison, compare, resolution_of

# Of its wall time, a calm machine gives a thread that does nothing but compute at least this much.
CALM = 0.97
# Any program may wait for a disk or a clock: that is part of its time, and not a busy machine.
_MAY_WAIT = {"command", "function"}


@dataclass(frozen=True)
class Summary:
    """A row of the table."""

    variant: Variant
    median_ns: float | None = None
    min_ns: float | None = None
    # Against the baseline, with a verdict, and against the reference, which may have few rounds.
    against_baseline: Comparison | None = None
    against_reference: Comparison | None = None
    ns_per_iteration: float | None = None
    cores: float | None = None
    # The part of this machine's measured bound that the kernel reaches, per core that it uses.
    share_of_bound: float | None = None


def contended(record: Record) -> bool:
    """Return whether the machine was too busy for wall times."""
    return record.contest.state == State.CONTENDED


def has_cpu_times(row: Variant) -> bool:
    """Return whether a CPU's clock can compare it: on one thread, and never too short for it."""
    return row.threads == 1 and all(sample.cpu_ns >= SHORTEST_NS for sample in row.samples)


def times(variant: Variant, *, by_cpu: bool = False) -> dict[int, float]:
    """Return the nanoseconds of one picture by round: of the wall clock, or of the CPU."""
    each = variant.pictures
    return {s.round: (s.cpu_ns if by_cpu else s.wall_ns) / each for s in variant.samples}


def against(
    record: Record,
    base: Variant | None,
    row: Variant | None,
    alpha: float = ALPHA,
    resolution: float | None = None,
) -> Comparison | None:
    """Compare a row with another, by CPU time on a busy machine; None without pairs of times."""
    if base is None or row is None or base is row or not (base.timed and row.timed):
        return None
    # If one of the two needs the wall clock, so does the other.
    by_cpu = contended(record) and has_cpu_times(base) and has_cpu_times(row)
    pair = times(base, by_cpu=by_cpu), times(row, by_cpu=by_cpu)
    return compare(*pair, alpha=alpha, resolution=resolution)


def control(record: Record) -> Comparison | None:
    """Compare the baseline with its twin: what this contest sees where there is nothing."""
    baseline = record.find(record.contest.baseline)
    twin = next((row for row in record.variants if row.id in record.contest.twins), None)
    return against(record, baseline, twin)


def summaries(record: Record) -> list[Summary]:
    """Return a summary of each row, in the order of the contest, without the twins."""
    rows = list(record.rows)
    baseline = record.find(record.contest.baseline)
    reference = record.find(record.contest.reference)
    compared = sum(row.timed for row in rows if row is not baseline)
    alpha = ALPHA / max(compared, 1)
    resolution = resolution_of(control(record))
    return [
        replace(
            _of_itself(record, row),
            against_baseline=against(record, baseline, row, alpha, resolution),
            against_reference=against(record, reference, row),
        )
        for row in rows
    ]


def verdict_of(summary: Summary, baseline: str | None) -> str:
    """Return the word that the table shows and the file keeps."""
    if summary.variant.status != Status.OK:
        return ""
    if summary.variant.id == baseline:
        return "baseline"
    compared = summary.against_baseline
    return "" if compared is None else compared.in_words


def _of_itself(record: Record, row: Variant) -> Summary:
    if not row.timed:
        return Summary(row)
    own = times(row, by_cpu=contended(record) and has_cpu_times(row))
    middle = median(own.values())
    wall = sum(sample.wall_ns for sample in row.samples)
    each = middle / record.steps if record.steps else None
    bound = record.contest.bound
    roof = bound.best.ns_per_iteration if bound else None
    return Summary(
        row,
        median_ns=middle,
        min_ns=min(own.values()),
        ns_per_iteration=each,
        cores=sum(sample.cpu_ns for sample in row.samples) / wall,
        share_of_bound=roof / (each * row.threads) if roof and each else None,
    )


def too_busy(*rows: Variant | None) -> bool:
    """Return whether rows that only compute, on one thread, did not get their core."""
    shares = [
        median(sample.cpu_ns / sample.wall_ns for sample in row.samples)
        for row in rows
        if row and row.threads == 1 and row.samples and row.toolchain not in _MAY_WAIT
    ]
    return any(share < CALM for share in shares)
