"""All six pairs: `python checklist` prints the table; tools/checklist_page.py publishes it."""

import sys
from argparse import ArgumentParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for `python -m checklist`, too

from allocations import PAIR as ALLOCATIONS
from copies import PAIR as COPIES
from gil import PAIR as GIL
from loop_over_cpp import PAIR as LOOP_OVER_CPP
from optimisation import PAIR as OPTIMISATION
from pair import SIDES, look, measure, verify
from threads import PAIR as THREADS

from juliaset.profilers.errors import CannotError
from juliaset.terminal import duration

PAIRS = {
    "copies": COPIES,
    "allocations": ALLOCATIONS,
    "loop_over_cpp": LOOP_OVER_CPP,
    "gil": GIL,
    "threads": THREADS,
    "optimisation": OPTIMISATION,
}


def run(pair, budget):
    """Verify and measure a pair; return the measurement, and what the tool shows of each side."""
    data = pair.prepare(pair.size)
    verify(pair, data)
    measured = measure(pair, data, budget)
    try:
        seen = {side: pair.tool.form.format(n) for side, n in look(pair, pair.size).items()}
    except CannotError as error:
        seen = dict.fromkeys(SIDES, f"cannot work here: {error}")
    return measured, seen


def row(name, measured, seen):
    """Return the cells of one line of the table."""
    tool = PAIRS[name].tool
    return [
        name,
        duration(measured.before),
        duration(measured.after),
        measured.ratio,
        measured.comparison.in_words,
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
        if measured.contention:
            print(f"{name}: {measured.contention}")
    return results


if __name__ == "__main__":
    run_all()
