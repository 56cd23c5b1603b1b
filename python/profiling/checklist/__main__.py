"""All six pairs: `python checklist` prints the table, `--write` puts it into docs/checklist.md."""

import inspect
import sys
import textwrap
from argparse import ArgumentParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for `python -m checklist`, too
sys.path.insert(1, str(Path(__file__).parents[3] / "tools"))

from allocations import PAIR as ALLOCATIONS
from copies import PAIR as COPIES
from gil import PAIR as GIL
from loop_over_cpp import PAIR as LOOP_OVER_CPP
from optimisation import PAIR as OPTIMISATION
from pair import SIDES, look, measure, verify
from threads import PAIR as THREADS

from juliaset.profilers.errors import CannotError
from juliaset.terminal import duration
from markers import replace_between

PAIRS = {
    "copies": COPIES,
    "allocations": ALLOCATIONS,
    "loop_over_cpp": LOOP_OVER_CPP,
    "gil": GIL,
    "threads": THREADS,
    "optimisation": OPTIMISATION,
}
PAGE = Path(__file__).parents[3] / "docs" / "checklist.md"


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


def page(results):
    """Return what stands between the markers of the page."""
    about = next(iter(results.values()))[0].contest
    busy = next(
        (measured.contention for measured, _ in results.values() if measured.contention), ""
    )
    machine = about.machine
    where = f"{machine.cpu}, {machine.cores} cores, Python {machine.python}"
    lines = [
        f"Measured on {where}, at {about.when[:10]}{busy and f'; {busy}'}.",
        "",
        f"| {' | '.join(HEAD)} |",
        "| --- | ---: | ---: | --- | --- | --- | ---: | ---: |",
    ]
    for name, (measured, seen) in results.items():
        lines.append(f"| {' | '.join(row(name, measured, seen))} |")
    for name, (_, seen) in results.items():
        lines += section(name, seen)
    return "\n".join(lines) + "\n"


def section(name, seen):
    """Return a pair's part of the page."""
    pair = PAIRS[name]
    tool = pair.tool
    numbers = f"{tool.counts}: {seen['before']} before, {seen['after']} after"
    return [
        f"\n## {pair.issue}",
        f"\n{pair.fix}. `python checklist/{name}.py`; {pair.size:,} {pair.unit}.",
        "\n```python",
        "\n\n\n".join(text(pair.side(side)) for side in SIDES),
        "```",
        f"\n**{tool.name}** shows it ({numbers}). By hand:",
        f"\n```console\n$ {tool.command}\n```",
        f"\nLook at {tool.look_at}.",
    ]


def text(function):
    """Return a function's own text."""
    return textwrap.dedent(inspect.getsource(function)).rstrip()


def main():
    """Run all six."""
    parser = ArgumentParser(description="Run the six pairs of the optimisation checklist.")
    parser.add_argument("--budget", type=float, default=5.0, help="seconds for each measurement")
    parser.add_argument("--write", action="store_true", help="write docs/checklist.md too")
    asked = parser.parse_args()
    results = {}
    for name, pair in PAIRS.items():
        print(f"{name}: {pair.issue}", flush=True)
        results[name] = run(pair, asked.budget)
    print()
    table([row(name, *result) for name, result in results.items()])
    for name, (measured, _) in results.items():
        if measured.contention:
            print(f"{name}: {measured.contention}")
    if asked.write:
        PAGE.write_text(replace_between(PAGE.read_text(), "pairs", page(results)))


if __name__ == "__main__":
    main()
