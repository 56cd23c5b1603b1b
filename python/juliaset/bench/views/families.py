"""One kernel in several rows, next to each other: by its number of threads, and by its flags."""

from collections.abc import Callable
from dataclasses import replace

from rich.markup import escape
from rich.table import Table

from juliaset import _native
from juliaset.bench.record import Record, Variant
from juliaset.bench.screen import Setting, run_and_show
from juliaset.bench.selection import Choice, select
from juliaset.bench.summary import Summary, against, contended, summaries
from juliaset.registry import usable_cores
from juliaset.terminal import console, duration, plain_table


def show_threads(patterns: list[str], threads: list[int], setting: Setting) -> Record:
    """Run a contest over numbers of threads, and show S(T) unless the machine was busy."""
    numbers = threads or list(range(1, usable_cores() + 1))
    kernels = [each for each in select(Choice(patterns, threads=numbers)) if each.threads]
    if not kernels:
        raise ValueError(f"{', '.join(patterns)} runs on one thread; `juliaset list` shows others")
    screen = console()
    record = run_and_show(kernels, setting, screen)
    screen.print()
    if contended(record):
        screen.print("Scaling is not shown: the machine was busy, and S(T) would be its load.")
    else:
        screen.print(scaling_table(record))
    return record


def show_flags(choice: Choice, setting: Setting) -> Record:
    """Run a contest over all flavours, and show kernels x flavours."""
    choice = replace(choice, flavours=choice.flavours or _native.flavours())
    kernels = [each for each in select(choice) if each.flavour]
    if not kernels:
        raise ValueError(f"{', '.join(choice.patterns)} has no flavours; allowed: cpp.*, mine.cpp")
    screen = console()
    record = run_and_show(kernels, setting, screen)
    screen.print()
    screen.print(flags_table(record))
    return record


def scaling_table(record: Record) -> Table:
    """Return, for each kernel, how many times as fast T threads are as the fewest."""
    families = _families(record, lambda row: f"/t{row.threads}")
    numbers = sorted({each.variant.threads for rows in families.values() for each in rows.values()})
    headings = [f"{number} thread{'s' if number > 1 else ''}" for number in numbers]
    table = plain_table("kernel", *headings, title="S(T)")
    for kernel, rows in families.items():
        first = min(rows.values(), key=lambda row: row.variant.threads)
        cells = (_speed_up(record, first, rows.get(f"/t{number}")) for number in numbers)
        table.add_row(escape(kernel), *cells)
    return table


def _speed_up(record: Record, first: Summary, row: Summary | None) -> str:
    if row is first:
        return "1"
    found = against(record, first.variant, row.variant) if row else None
    if found is None:
        return ""
    return escape(found.text)


def flags_table(record: Record) -> Table:
    """Return times, and how many times as fast as the first flavour each is."""
    families = _families(record, lambda row: f"@{row.flavour}")
    flavours = [f for f in _native.flavours() if any(f"@{f}" in row for row in families.values())]
    table = plain_table("kernel", *flavours, title="Flags")
    for kernel, rows in families.items():
        taken = [rows[f"@{name}"].median_ns if f"@{name}" in rows else None for name in flavours]
        table.add_row(escape(kernel), *(_time(each, taken[0]) for each in taken))
    return table


def _time(nanoseconds: float | None, first: float | None) -> str:
    if nanoseconds is None:
        return ""
    time = duration(nanoseconds / 1e9)
    return f"{time} ({first / nanoseconds:.1f} x)" if first else time


def _families(record: Record, part: Callable[[Variant], str]) -> dict[str, dict[str, Summary]]:
    """Return the timed rows by their ids without that part, and then by the part."""
    families: dict[str, dict[str, Summary]] = {}
    for summary in summaries(record):
        row, word = summary.variant, part(summary.variant)
        if row.timed and word in row.id:
            families.setdefault(row.id.replace(word, "", 1), {})[word] = summary
    return families
