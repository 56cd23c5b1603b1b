"""A contest for other programs: CSV, Markdown and pyperf's JSON.

Exports hold what was measured and nothing computed from it; only Markdown, which people read, has
ratios.
"""

import csv
import io
import json
from typing import Any

from juliaset.bench.columns import INTERVAL, VERDICT, columns, why_untimed
from juliaset.bench.record import Record, State, Variant
from juliaset.bench.summary import summaries
from juliaset.system.processes import printable

COLUMNS = ("id", "kernel", "flavour", "compiler", "threads", "pictures", "gil", "status")
MEASURED = ("round", "position", "wall_ns", "cpu_ns", "waited_ns")
IN_A_CELL = str.maketrans({"|": "\\|", "\n": " "})  # of Markdown
_LEFT_OUT = ("spread", "of the roof", "memory", "GIL", "processes")


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
    return printable(text.getvalue())


def to_markdown(record: Record) -> str:
    """Return the table that a README shows, under a line that says where it comes from."""
    contest, machine = record.contest, record.contest.machine
    provenance = (
        f"Measured on {machine.cpu}, {machine.cores} cores, {machine.compiler}, "
        f"Python {machine.python}, on {contest.when[:10]}."
    )
    if contest.reference not in {None, contest.baseline}:
        provenance += f" Speed-up: times as fast as `{contest.reference}`."
    provenance += f" Ratio: times as fast as `{contest.baseline}`."
    if contest.state != State.COMPLETE:
        provenance += f" The contest is {contest.state}."
    cells = {name: cell for name, cell in columns(record).items() if name not in _LEFT_OUT}
    left = [name in {INTERVAL, VERDICT, "counts"} for name in cells]
    rows = [["kernel", *cells], ["---", *("---" if each else "---:" for each in left)]]
    for summary in summaries(record):
        row = summary.variant
        words = [cell(summary) if row.timed else "" for cell in cells.values()]
        rows.append([f"`{row.id}`", *words[:-1], words[-1] if row.timed else why_untimed(row)])
    lines = [
        provenance,
        "",
        *(f"| {' | '.join(cell.translate(IN_A_CELL) for cell in row)} |" for row in rows),
    ]
    return printable("\n".join(lines) + "\n")


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
    # What pyperf calls an inner loop is part of a call, and its values are of one such part.
    about = {"name": row.id, "loops": row.calls, "inner_loops": row.pictures}
    # The compiler of the suite is that of most rows; another one made this row, if it has a name.
    about |= {"threads": row.threads, "flags": row.flags, "compiler": row.compiler}
    metadata = {key: value for key, value in about.items() if value}  # pyperf wants no empty words
    # A run of pyperf is a process.
    runs = [
        {"values": [sample.wall_ns / row.pictures / 1e9 for sample in process.samples]}
        for process in row.processes
    ]
    return {"metadata": metadata, "runs": runs}
