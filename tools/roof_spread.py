"""Print how far measurements of the roof are apart, each in a process of its own.

python tools/roof_spread.py [--runs 20] takes a second for each run. Busy moments are listed, and
their numbers are not part of any spread.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator

import msgspec
from rich import print as show

from juliaset.bench.core_limit import Bound
from juliaset.bench.roof import measure
from juliaset.terminal import plain_table


class Run(msgspec.Struct):
    """One measurement, as its process prints it."""

    bound: Bound
    busy: str


def once() -> Run:
    """Measure in this process."""
    found = measure()
    return Run(found.bound, found.busy)


def numbers(bound: Bound) -> Iterator[tuple[str, float]]:
    """Yield every number of a measurement with its name."""
    yield "clock, GHz", bound.clock_ghz
    for roof in bound.roofs:
        for flight in roof.in_flight:
            yield f"{roof.isa}, {flight.vectors} in flight", flight.bare_cycles
            yield f"{roof.isa}, {flight.vectors} in flight, tested", flight.tested_cycles


def main() -> None:
    """Measure, and print the smallest and the largest of each number."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--once", action="store_true", help="one run, as JSON")
    options = parser.parse_args()
    if options.once:
        sys.stdout.buffer.write(msgspec.json.encode(once()))
        return
    found: dict[str, list[float]] = {}
    for number in range(1, options.runs + 1):
        command = [sys.executable, __file__, "--once"]
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
        run = msgspec.json.decode(done.stdout, type=Run)
        if run.busy:
            show(f"run {number} was busy: {run.busy}")
            continue
        for name, value in numbers(run.bound):
            found.setdefault(name, []).append(value)
    table = plain_table("cycles of one vector's step", "runs", "least", "most", "spread")
    for name, values in found.items():
        least, most = min(values), max(values)
        row = (f"{least:.3f}", f"{most:.3f}", f"{most / least - 1:.1%}")
        table.add_row(name, str(len(values)), *row)
    show(table)


if __name__ == "__main__":
    main()
