"""A contest in other programs' words: CSV, Markdown and pyperf's JSON out, Google Benchmark's in.

Exports hold what was measured and not what was made of it; only Markdown is for reading, and has
ratios.
"""

import csv
import io
import json
import math
from statistics import median
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import Struct

from juliaset.bench.record import Imported, Record, State, Status, Variant
from juliaset.bench.stats import Comparison
from juliaset.bench.summary import Summary, contended, summaries, verdict_of
from juliaset.terminal import duration

COLUMNS = ("id", "kernel", "flavour", "threads", "gil", "status")
MEASURED = ("round", "position", "wall_ns", "cpu_ns")
AGREEMENT = 0.03
BAR = "\\|"  # in a cell of Markdown

_NANOSECONDS = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}
_SUFFIX = "/real_time"
# Its quotient of two clocks is good to about a percent; other pictures are further away than this.
_SAME_PICTURE = 0.1


def to_csv(record: Record) -> str:
    """Give one line a sample; a row without a time has one line, in which the times are empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS + MEASURED)
    for row in record.variants:
        about = [getattr(row, column) for column in COLUMNS]
        if row.timed:
            writer.writerows([*about, *sample] for sample in row.samples)
        else:
            writer.writerow(about + [""] * len(MEASURED))
    return text.getvalue()


def to_markdown(record: Record) -> str:
    """Give the table that a README shows, under a line that says where it comes from."""
    contest, machine = record.contest, record.contest.machine
    reference, baseline = contest.reference, contest.baseline
    provenance = (
        f"Measured on {machine.cpu}, {machine.cores} cores, {machine.compiler}, "
        f"Python {machine.python}, at {contest.when[:10]}."
    )
    if contest.state != State.COMPLETE:
        provenance += f" The contest is {contest.state}."
    headings = {
        "kernel": "---",
        "time": "---:",
        f"against `{reference}`": "---:",
        f"against `{baseline}`": "---:",
        "verdict": "---",
        "ns/iteration": "---:",
        "cores": "---:",
        "counts": "---",
    }
    cells = [_cells(row, reference, baseline) for row in summaries(record)]
    table = [tuple(headings), tuple(headings.values()), *cells]
    if reference is None:  # too slow for this picture
        table = [row[:2] + row[3:] for row in table]
    lines = [f"| {' | '.join(cell.replace('|', BAR) for cell in row)} |" for row in table]
    return "\n".join([provenance, "", *lines]) + "\n"


def _cells(row: Summary, reference: str | None, baseline: str | None) -> tuple[str, ...]:
    variant = row.variant
    name = f"`{variant.id}`"
    if row.median_ns is None:
        state = "not timed" if variant.status == Status.OK else variant.status
        reason = (variant.reason.splitlines() or [""])[0]
        return (name, "", "", "", "", "", "", f"{state}: {reason}" if reason else state)
    return (
        name,
        duration(row.median_ns / 1e9),
        "1" if variant.id == reference else _ratio(row.against_reference),
        _with_interval(row.against_baseline),
        verdict_of(row, baseline),
        "" if row.ns_per_iteration is None else f"{row.ns_per_iteration:.3g}",
        "" if row.cores is None else f"{row.cores:.1f}",
        _counts(variant),
    )


def _ratio(found: Comparison | None) -> str:
    return "" if found is None else f"{found.ratio:,.{0 if found.ratio >= 100 else 1}f}"  # noqa: PLR2004


def _with_interval(found: Comparison | None) -> str:
    if found is None:
        return ""
    if found.interval is None:
        return f"{found.ratio:,.3g}"
    return f"{found.ratio:,.3g} ({found.interval.low:,.3g} to {found.interval.high:,.3g})"


def _counts(row: Variant) -> str:
    if row.differing:
        return f"{row.differing:,} pixels differ"
    return "exact" if row.exactness == "exact" else "not exact elsewhere"


def to_pyperf(record: Record) -> str:
    """Give what `python -m pyperf show` and `compare_to` read: a benchmark for each timed row."""
    about = record.contest.machine
    machine = {
        "cpu_model_name": about.cpu,
        "cpu_count": about.cores,
        "platform": about.system,
        "python_version": about.python,
        "compiler": about.compiler,
        "git": about.git,
        "unit": "second",
    }
    suite = {
        "version": "1.0",
        "metadata": {key: value for key, value in machine.items() if value},
        "benchmarks": [_benchmark(row) for row in record.variants if row.timed],
    }
    return json.dumps(suite, indent=1) + "\n"


def _benchmark(row: Variant) -> dict[str, Any]:
    about = {"name": row.id, "loops": row.calls, "threads": row.threads}
    metadata = about | ({"flags": row.flags} if row.flags else {})  # pyperf wants no empty words
    # A run of pyperf is a process.
    runs = [
        {"values": [sample.wall_ns / 1e9 for sample in process.samples]}
        for process in row.processes
    ]
    return {"metadata": metadata, "runs": runs}


class GoogleRow(Struct):
    """A row of Google Benchmark's JSON, as far as it is read."""

    name: str
    # A counter `threads` of ours comes after, and so replaces, the library's own number, which
    # counts only the threads that the library starts: 1.
    threads: float
    run_type: str = "iteration"
    error_occurred: bool = False
    error_message: str = ""
    skipped: bool = False
    skip_message: str = ""
    time_unit: Literal["ns", "us", "ms", "s"] | None = None
    real_time: float | None = None
    cpu_time: float | None = None
    iterations: int | None = None
    ns_per_iteration: float | None = None


class GoogleFile(Struct):
    """Google Benchmark's JSON."""

    benchmarks: list[GoogleRow]


def from_google_benchmark(text: str) -> list[Imported]:
    """Return the single runs in Google Benchmark's JSON, in nanoseconds; no means, no deviations.

    A row with an error has no times but a status: `wrong` if our benchmarks found wrong pixels,
    `unavailable` for anything else that they refuse.
    """
    try:
        # Not msgspec's parser: Google Benchmark writes a counter that is NaN as NaN.
        contents = msgspec.convert(json.loads(text), GoogleFile)
        return [_imported(row) for row in contents.benchmarks if row.run_type == "iteration"]
    except (ValueError, RecursionError) as error:
        raise ValueError(
            f"this is not Google Benchmark's JSON ({type(error).__name__}: {error}); allowed: what "
            "it writes with --benchmark_out=<file> --benchmark_out_format=json"
        ) from None


def _imported(row: GoogleRow) -> Imported:
    fields: dict[str, Any] = {"name": row.name, "threads": int(row.threads)}
    if row.error_occurred or row.skipped:
        reason = row.error_message or row.skip_message or "no reason given"
        wrong = reason.startswith(Status.WRONG)
        return Imported(
            **fields,
            real_time=None,
            cpu_time=None,
            iterations=0,
            ns_per_iteration=None,
            status="wrong" if wrong else "unavailable",
            reason=reason,
        )
    unit = _NANOSECONDS.get(row.time_unit or "", math.nan)
    times = {name: (getattr(row, name) or math.nan) * unit for name in ("real_time", "cpu_time")}
    if not all(math.isfinite(number) for number in times.values()):
        raise ValueError(f"the row {row.name!r} has no times")
    each = row.ns_per_iteration
    fields |= {"iterations": row.iterations, "status": "ok", "ns_per_iteration": each}
    if each is not None and not math.isfinite(each):
        fields["ns_per_iteration"] = None
    return msgspec.convert(fields | times, Imported)


class Agreement(NamedTuple):
    """What two instruments say of one row; `agrees` is None where they cannot be compared."""

    id: str
    agrees: bool | None
    in_words: str

    def __str__(self) -> str:
        """Give the line that a user reads."""
        return f"{self.id}: {self.in_words}"


def agreement(record: Record, limit: float = AGREEMENT) -> list[Agreement]:
    """Hold Google Benchmark's times against the contest's, for each row that both have."""
    names = dict.fromkeys(row.name.removesuffix(_SUFFIX) for row in record.imported)
    found = []
    for name in names:
        row = record.find(name) or record.find(f"best={name}")
        if row is not None:
            theirs = [r for r in record.imported if r.name.removesuffix(_SUFFIX) == name]
            found.append(_agreement(record, row, theirs, limit))
    return found


def _agreement(record: Record, row: Variant, theirs: list[Imported], limit: float) -> Agreement:
    reason = _not_alike(record, row, theirs)
    if reason:
        return Agreement(row.id, None, f"cannot be compared: {reason}")
    ours = median(sample.wall_ns for sample in row.samples)
    off = median(each.real_time or 0 for each in theirs) / ours - 1
    if abs(off) <= limit:
        return Agreement(row.id, agrees=True, in_words=f"agrees ({off:+.1%})")
    words = f"differs by {off:+.1%}: Google Benchmark has the {'longer' if off > 0 else 'shorter'}"
    return Agreement(row.id, agrees=False, in_words=f"{words} time; allowed: {limit:.1%}")


def _not_alike(record: Record, row: Variant, theirs: list[Imported]) -> str:
    """Give the reason why the two times are not of the same thing."""
    if contended(record):
        return "the machine was too busy in the contest"
    if not row.timed:
        return f"in the contest it is {row.status if row.status != Status.OK else 'not timed'}"
    for each in theirs:
        if each.status != "ok":
            return f"Google Benchmark says {each.status}: {each.reason}"
        if each.threads != row.threads:
            return f"{row.threads} threads in the contest, {each.threads} in Google Benchmark"
        expected = record.steps
        if each.ns_per_iteration and each.real_time and expected:
            counted = each.real_time / each.ns_per_iteration
            if abs(counted / expected - 1) > _SAME_PICTURE:
                return (
                    f"the contest's picture takes {expected:,} iterations, "
                    f"Google Benchmark's about {counted:,.0f}"
                )
    return ""
