"""A contest for other programs: CSV, Markdown and pyperf's JSON.

Exports hold what was measured and nothing computed from it; only Markdown, which people read, has
ratios.
"""

import csv
import io
import json
from typing import Any

from juliaset.bench.record import Record, State, Status, Variant
from juliaset.bench.stats import Comparison
from juliaset.bench.summary import Summary, summaries, verdict_of
from juliaset.terminal import duration

COLUMNS = ("id", "kernel", "flavour", "threads", "gil", "status")
MEASURED = ("round", "position", "wall_ns", "cpu_ns")
BAR = "\\|"  # in a cell of Markdown


def to_csv(record: Record) -> str:
    """Return one line per sample, and one line with empty times for a row without a time."""
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
    """Return the table that a README shows, under a line that says where it comes from."""
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
    """Return what `python -m pyperf show` and `compare_to` read: a benchmark for each timed row."""
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
