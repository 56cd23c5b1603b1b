"""Threads 1 to N for every kernel that has them, or the reason why there is no answer."""

from rich.markup import escape
from rich.table import Table

from juliaset.bench.record import Record
from juliaset.bench.screen import Setting, run_and_show
from juliaset.bench.selection import Choice, select
from juliaset.bench.stats import compare
from juliaset.bench.summary import contended, times
from juliaset.bench.table import WIDE
from juliaset.registry import usable_cores
from juliaset.terminal import console, plain_table


def measure_and_show(patterns: list[str], threads: list[int], setting: Setting) -> Record:
    """Run a contest over numbers of threads, and show S(T)."""
    numbers = threads or list(range(1, usable_cores() + 1))
    kernels = [each for each in select(Choice(patterns, threads=numbers)) if each.threads]
    if not kernels:
        raise ValueError(f"{', '.join(patterns)} runs on one thread; `juliaset list` shows others")
    screen = console(WIDE)
    record = run_and_show(kernels, setting, screen)
    screen.print()
    if contended(record):
        screen.print("Scaling is not shown: the machine was busy, and S(T) would be its load.")
    else:
        screen.print(scaling_table(record))
    return record


def scaling_table(record: Record) -> Table:
    """Return, for each kernel, how many times as fast T threads are as the fewest."""
    kernels: dict[str, dict[int, dict[int, float]]] = {}
    for row in record.variants:
        if row.timed and f"/t{row.threads}" in row.id:
            name = row.id.replace(f"/t{row.threads}", "")
            kernels.setdefault(name, {})[row.threads] = times(row)
    numbers = sorted({number for rows in kernels.values() for number in rows})
    headings = [f"{number} thread{'s' if number > 1 else ''}" for number in numbers]
    table = plain_table("kernel", *headings, title="S(T)")
    for name, rows in kernels.items():
        first = rows[min(rows)]
        cells = [_speed_up(first, rows.get(number), number, min(rows)) for number in numbers]
        table.add_row(escape(name), *cells)
    return table


def _speed_up(
    first: dict[int, float], own: dict[int, float] | None, number: int, fewest: int
) -> str:
    found = compare(first, own) if own and number != fewest else None
    if found is None:
        return "1" if own and number == fewest else ""
    few = "" if found.interval else f" ({found.rounds} rounds)"
    return escape(f"{found.text}{few}")
