"""One kernel in several rows, next to each other: by threads, by flags, and by compilers."""

from collections.abc import Callable
from dataclasses import replace

from rich.table import Table

from juliaset import _native
from juliaset.bench.contention import has_cpu_times
from juliaset.bench.record import Record, Variant
from juliaset.bench.screen import Setting, run_and_show
from juliaset.bench.selection import Choice, select
from juliaset.bench.summary import Summary, against, contended, summaries
from juliaset.compiler_names import label_of, shown
from juliaset.system.cores import usable_cores
from juliaset.terminal import console, duration, first_fitting, plain

# The cells of a kernel in a table, by heading: a short form, and what may be left out.
Cells = dict[str, tuple[str, str]]


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
        screen.print("Scaling is not shown: the machine was busy, so it would show the load.")
    else:
        screen.print("Scaling: how many times as fast each kernel is as on its fewest threads")
        screen.print(scaling_table(record, screen.width))
    return record


def show_flags(choice: Choice, setting: Setting) -> Record:
    """Run a contest over all flavours, and show kernels x flavours, and x compilers if several."""
    # Compilers are compared by what they optimise; rows at O0 would take most of the time.
    left_out = {"O0"} if choice.compilers else set()
    every = [each for each in _native.known_flavours() if each not in left_out]
    choice = replace(choice, flavours=choice.flavours or every)
    found = [each for each in select(choice) if each.flavour]
    # Most kernels exist at O3 alone: they have nothing to compare.
    flavours = {(each.kernel, each.flavour) for each in found}
    names = [kernel for kernel, _ in flavours]
    kernels = [each for each in found if names.count(each.kernel) > 1] or found
    if not kernels:
        raise ValueError(f"{', '.join(choice.patterns)} has no flavours; allowed: cpp.*, mine.cpp")
    screen = console()
    record = run_and_show(kernels, setting, screen)
    screen.print()
    screen.print("Flags: the time with each set; in brackets, times as fast as with the first set")
    screen.print(flags_table(record, screen.width))
    if families := _by_compiler(record):
        screen.print()
        first = next(iter(next(iter(families.values()))))
        screen.print(f"Compilers: the time with {first}, and times as fast as that")
        screen.print(compilers_table(record, screen.width))
    return record


def scaling_table(record: Record, width: int) -> Table:
    """Return, for each kernel, how many times as fast T threads are as the fewest."""
    families = _families(record, lambda row: f"/t{row.threads}")
    cells: dict[str, Cells] = {}
    for kernel, rows in families.items():
        in_order = sorted(rows.values(), key=lambda row: row.variant.threads)
        cells[kernel] = {
            _threads(row.variant.threads): _speed_up(record, in_order[0], row) for row in in_order
        }
    numbers = sorted({each.variant.threads for rows in families.values() for each in rows.values()})
    return _table_of(cells, [_threads(number) for number in numbers], width)


def flags_table(record: Record, width: int) -> Table:
    """Return times, and how many times as fast as the first flavour each is."""
    families = _families(record, lambda row: f"@{row.flavour}")
    known = _native.known_flavours()
    flavours = [each for each in known if any(f"@{each}" in row for row in families.values())]
    cells: dict[str, Cells] = {}
    for kernel, rows in families.items():
        first = rows.get(f"@{flavours[0]}")
        cells[kernel] = {
            name: _time(rows[f"@{name}"], first) for name in flavours if f"@{name}" in rows
        }
    return _table_of(cells, flavours, width)


def compilers_table(record: Record, width: int) -> Table:
    """Return the time with the first compiler, and how many times as fast the others are."""
    families = _by_compiler(record)
    names = list(dict.fromkeys(name for rows in families.values() for name in rows))
    cells: dict[str, Cells] = {}
    for kernel, rows in families.items():
        first = rows.get(names[0])
        cells[kernel] = {
            name: _time(row, None) if row is first else _speed_up(record, first, row)
            for name, row in rows.items()
        }
    return _table_of(cells, names, width)


def _table_of(cells: dict[str, Cells], headings: list[str], width: int) -> Table:
    """Return a table with a column for each heading if that fits, or with a row for each."""
    kernel = plain("kernel", list(cells), left=True)
    wide = [
        [
            kernel,
            *(
                plain(name, [" ".join(cells[row].get(name, ())[:parts]) for row in cells])
                for name in headings
            ),
        ]
        for parts in (2, 1)
    ]
    rows = [(row, name) for row in cells for name in headings if name in cells[row]]
    long = [
        plain("kernel", [row for row, _ in rows], left=True),
        plain("", [name for _, name in rows], left=True),
        plain("", [cells[row][name][0] for row, name in rows]),
        plain("", [cells[row][name][1] for row, name in rows], 2, left=True),
    ]
    return first_fitting([*wide, long], width)


def _threads(number: int) -> str:
    return f"{number} thread{'s' if number > 1 else ''}"


def _speed_up(record: Record, first: Summary | None, row: Summary) -> tuple[str, str]:
    """Return a ratio and its interval."""
    found = against(record, first.variant if first else None, row.variant)
    ratio, _, interval = (found.text if found else "1" if row is first else "").partition(" ")
    return ratio, interval


def _time(row: Summary, first: Summary | None) -> tuple[str, str]:
    """Return a time, and how many times as fast that is as the first flavour."""
    taken = row.median_ns or 0.0
    ratio = f"({first.median_ns / taken:.1f} x)" if first and first.median_ns and taken else ""
    return duration(taken / 1e9), ratio


def _families(record: Record, part: Callable[[Variant], str]) -> dict[str, dict[str, Summary]]:
    """Return the timed rows by their ids without that part, and then by the part."""
    families: dict[str, dict[str, Summary]] = {}
    for summary in summaries(record):
        row, word = summary.variant, part(summary.variant)
        if row.timed and word in row.id:
            families.setdefault(row.id.replace(word, "", 1), {})[word] = summary
    return families


def _by_compiler(record: Record) -> dict[str, dict[str, Summary]]:
    """Return the timed rows that several compilers made, by their ids without one, then by it.

    Without those that need the wall clock, if the machine was busy.
    """
    families: dict[str, dict[str, Summary]] = {}
    for summary in summaries(record):
        row = summary.variant
        if row.timed and row.compiler and (has_cpu_times(row) or not contended(record)):
            name = row.id.replace(f"/{label_of(row.compiler)}", "", 1)
            families.setdefault(name, {})[shown(row.compiler)] = summary
    return {name: rows for name, rows in families.items() if len(rows) > 1}
