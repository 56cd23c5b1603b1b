"""Kernels x flavours: what the compiler's flags do to one and the same source."""

from dataclasses import replace

from rich.markup import escape
from rich.table import Table

from juliaset import _native
from juliaset.bench.live import Setting, exit_code
from juliaset.bench.record import Record
from juliaset.bench.selection import Choice, chosen
from juliaset.bench.summary import summaries
from juliaset.bench.table import WIDE
from juliaset.terminal import console, duration


def measure_and_show(choice: Choice, setting: Setting) -> int:
    """Hold a contest over all flavours, and lay it out as a matrix; give the exit code."""
    choice = replace(choice, flavours=choice.flavours or _native.flavours())
    rows = [row for row in chosen(choice) if row.flavour]
    if not rows:
        raise ValueError(f"{', '.join(choice.patterns)} has no flavours; allowed: cpp.*, mine.cpp")
    screen = console(WIDE)
    record = setting.hold(rows, screen)
    screen.print(matrix_table(record))
    return exit_code(record)


def matrix_table(record: Record) -> Table:
    """Show times, and how much faster than O0 each is."""
    cells: dict[str, dict[str, float]] = {}
    for summary in summaries(record):
        row = summary.variant
        if row.flavour and summary.median_ns is not None and row.threads >= 1:
            kernel = row.id.replace(f"@{row.flavour}", "")
            cells.setdefault(kernel, {})[row.flavour] = summary.median_ns
    flavours = [name for name in _native.flavours() if any(name in row for row in cells.values())]
    table = Table(title="Flags", title_justify="left", box=None, pad_edge=False)
    table.add_column("kernel", no_wrap=True)
    for flavour in flavours:
        table.add_column(flavour, justify="right")
    for kernel, taken in cells.items():
        first = taken.get(flavours[0])
        table.add_row(escape(kernel), *(_cell(taken.get(flavour), first) for flavour in flavours))
    return table


def _cell(nanoseconds: float | None, first: float | None) -> str:
    if nanoseconds is None:
        return ""
    time = duration(nanoseconds / 1e9)
    return f"{time} ({first / nanoseconds:.1f} x)" if first else time
