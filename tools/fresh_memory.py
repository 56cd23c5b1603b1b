"""Print what a result costs by where it is written: page faults, and the CPU time of one call.

python tools/fresh_memory.py [--width 1000 ...] [--kernel best] takes some seconds. Page faults and
CPU time hardly depend on what else runs; the time does.
"""

import argparse

from rich import print as show

from juliaset.bench.fresh_memory import costs
from juliaset.problem import Problem
from juliaset.system.memory import in_words
from juliaset.terminal import duration, plain_table


def main() -> None:
    """Measure, and print a table for each width."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--width", type=int, nargs="+", default=[1000, 2000])
    parser.add_argument("--kernel", default="best")
    options = parser.parse_args()
    for width in options.width:
        size = in_words(4 * Problem.book(width).pixels)
        title = f"{options.kernel} on one thread, a result of {size}"
        table = plain_table("the result is", "page faults", "CPU time", "time", title=title)
        for name, found in costs(width, options.kernel).items():
            times = (duration(ns / 1e9) for ns in (found.cpu_ns, found.wall_ns))
            table.add_row(name, f"{found.faults:.0f}", *times)
        show(table)


if __name__ == "__main__":
    main()
