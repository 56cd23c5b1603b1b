"""All six pairs: `python checklist` prints the table; tools/checklist_page.py publishes it."""

import sys
from argparse import ArgumentParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for `python -m checklist`, too

from pair import SIDES, STATED, look, measure, pair_of, verify

from juliaset.terminal import duration

PAIRS = {name: pair_of(name) for name in STATED}


def run(pair, budget):
    """Verify and measure a pair; return the measurement, and what the tool shows of each side."""
    data = pair.prepare(pair.size)
    verify(pair, data)
    return measure(pair, data, budget), look(pair, pair.size)


def row(name, measured, seen):
    """Return the cells of one line of the table."""
    tool = PAIRS[name].tool
    return [
        name,
        duration(measured.before),
        duration(measured.after),
        measured.ratio,
        measured.comparison.verdict,
        tool.name,
        *(seen[side] for side in SIDES),
    ]


HEAD = ["pair", "before", "after", "times as fast", "after is", "tool", "it shows before", "after"]


def table(rows):
    """Print cells in columns."""
    widths = [max(map(len, column)) for column in zip(HEAD, *rows, strict=True)]
    for cells in (HEAD, *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)))


def run_all():
    """Run all six, print the table, and return what each gave."""
    parser = ArgumentParser(description="Run the six pairs of the optimisation checklist.")
    parser.add_argument("--budget", type=float, default=5.0, help="seconds for each measurement")
    budget = parser.parse_args().budget
    results = {}
    for name, pair in PAIRS.items():
        print(f"{name}: {pair.issue}", flush=True)
        results[name] = run(pair, budget)
    print()
    table([row(name, *result) for name, result in results.items()])
    for name, (measured, _) in results.items():
        for remark in filter(None, (measured.doubt, measured.contention)):
            print(f"{name}: {remark}")
    return results


if __name__ == "__main__":
    run_all()
