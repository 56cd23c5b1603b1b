"""Kernels x flavours: what the compiler's flags do to one and the same source."""

from dataclasses import replace

from rich.markup import escape
from rich.table import Table

from juliaset import _native
from juliaset.bench.record import Record
from juliaset.bench.screen import Setting, run_and_show
from juliaset.bench.selection import Choice, select
from juliaset.bench.summary import summaries
from juliaset.bench.table import WIDE
from juliaset.terminal import console, duration, plain_table


def measure_and_show(choice: Choice, setting: Setting) -> Record:
    """Run a contest over all flavours, and show it as a matrix."""
    choice = replace(choice, flavours=choice.flavours or _native.flavours())
    kernels = [each for each in select(choice) if each.flavour]
    if not kernels:
        raise ValueError(f"{', '.join(choice.patterns)} has no flavours; allowed: cpp.*, mine.cpp")
    screen = console(WIDE)
    record = run_and_show(kernels, setting, screen)
    screen.print()
    screen.print(matrix_table(record))
    return record


def matrix_table(record: Record) -> Table:
    """Return times, and how many times as fast as the first flavour each is."""
    cells: dict[str, dict[str, float]] = {}
    for summary in summaries(record):
        row = summary.variant
        if row.flavour and summary.median_ns is not None:
            kernel = row.id.replace(f"@{row.flavour}", "")
            cells.setdefault(kernel, {})[row.flavour] = summary.median_ns
    flavours = [name for name in _native.flavours() if any(name in row for row in cells.values())]
    table = plain_table("kernel", *flavours, title="Flags")
    for kernel, taken in cells.items():
        first = taken.get(flavours[0])
        table.add_row(escape(kernel), *(_cell(taken.get(flavour), first) for flavour in flavours))
    return table


def _cell(nanoseconds: float | None, first: float | None) -> str:
    if nanoseconds is None:
        return ""
    time = duration(nanoseconds / 1e9)
    return f"{time} ({first / nanoseconds:.1f} x)" if first else time
