"""How far each C++ kernel is from what this core can do, and why."""

import textwrap
import time
from dataclasses import astuple, dataclass, replace

import numpy as np
from rich import markup
from rich.console import Console
from rich.table import Table
from rich.text import Text

from juliaset.bench.core_limit import Bound
from juliaset.bench.fresh_memory import NEW, NUMPY, REUSED, costs
from juliaset.bench.gap_model import MEANINGS, gaps, group_of, lanes_at_work, write_ns
from juliaset.bench.record import Record
from juliaset.bench.screen import Setting, run_and_show
from juliaset.bench.selection import Choice, select
from juliaset.bench.summary import Summary, summaries
from juliaset.bench.views.explain import Pace, pace_of
from juliaset.problem import Counts, Problem
from juliaset.registry import get_kernel, kernels
from juliaset.system import here
from juliaset.system.cores import usable_cores
from juliaset.system.memory import growth, in_words
from juliaset.terminal import LOG, Column, console, duration, fitted, plain_table

_GAPS = ("ports", "+waits", "+test", "+idle", "+writes")
_COLUMNS = ("kernel", *_GAPS, "takes", "at work", "gap")
# What a narrow terminal can do without, the least important last.
_LEAVE = ("gap", "ports", "+waits", "+test", "+idle", "+writes", "at work")
# What the headings of the two tables mean.
_OF_ROOF = {
    "lanes": "the pixels in a vector",
    "one": "one vector in flight: each step waits for the step before (latency)",
    "many": "several vectors in flight: nothing waits, and this is the roof (ports)",
    "tested": "the same with a test at each step, as kernels have it",
}
_OF_GAPS = {
    "ports": "the bare arithmetic, if nothing waits: the roof",
    "+waits": "waiting for the step before is added, with the kernel's own vectors in flight",
    "+test": "the test at each step is added",
    "+idle": "lanes are added that have stopped, and wait for the others of their group",
    "+writes": "writing the result is added",
    "takes": "what the kernel takes",
    "at work": "the part of the lanes that have not stopped",
    "gap": f"the largest: {', '.join(f'{word} ({of})' for word, of in MEANINGS.items())}",
}
_SAME_CLOCK = 0.05
_SKIP = (
    "These kernels do not take every step with a test: a sieve tests some steps and packs the "
    "pixels that go on, a trap ends the count of pixels that cannot escape, balls prove whole "
    "tiles, and with a mirror one orbit stands for two pixels. So they can be faster than the "
    "roof, which counts all steps. Their time goes into following balls, writing the counts that "
    "these decide, packing, replaying pixels that escaped, and the steps that are left. "
    "docs/limit.md has the profile."
)


@dataclass(frozen=True)
class Solved:
    """The answer of the problem, and the nanoseconds that writing it takes."""

    counts: Counts
    limit: int
    writes_ns: float


def measure_and_show(patterns: list[str], problem: Problem, setting: Setting) -> Record:
    """Measure the roofs, run a contest on one core, and show how far below them the kernels are."""
    screen = console()
    start = time.monotonic()
    wanted = patterns or [
        k.name for k in kernels() if k.toolchain == "cpp" and k.exact and k.available
    ]
    chosen = select(Choice(wanted, threads=[1]))
    screen.print("Measuring memory first, for about a second.", style="dim")
    lines = memory_lines(problem)  # before anything else has made this process grow
    solved = solve(problem)
    left_s = max(setting.rules.budget_s - (time.monotonic() - start), 0)
    setting = replace(setting, rules=replace(setting.rules, budget_s=left_s))
    record = run_and_show(chosen, setting, screen)
    screen.print()
    if record.contest.bound is not None:  # the notes below the table say why there is none
        show_gaps(record, record.contest.bound, solved, screen)
        screen.print()
    for line in lines:
        screen.print(line)
    return record


def solve(problem: Problem) -> Solved:
    """Compute the answer, and measure what it costs to write it."""
    counts = np.empty(problem.shape, np.int32)
    get_kernel("best").bind(problem, counts)()
    return Solved(counts, problem.max_iterations, write_ns(problem.shape, fresh=False))


def show_gaps(record: Record, bound: Bound, solved: Solved, screen: Console) -> None:
    """Print the roofs, and how far below them the kernels are."""
    screen.print(f"The roof at {bound.clock_ghz:.2f} GHz: cycles of one vector's step")
    screen.print(roof_table(bound))
    screen.print()
    _print_legend(_OF_ROOF, screen)
    if changed := clock_line(bound):
        screen.print(changed)
    rows = gap_rows(record, bound, solved)
    if rows:
        screen.print()
        screen.print("Kernels that take every step: cycles of one vector's step")
        table = gap_table(rows, screen.width)
        screen.print(table)
        screen.print()
        shown = {str(column.header) for column in table.columns}
        _print_legend({name: of for name, of in _OF_GAPS.items() if name in shown}, screen)
    explain_the_others(record, screen)


def roof_table(bound: Bound) -> Table:
    """Return the measured roofs: the step alone, and what testing it each time costs."""
    table = plain_table("set", *_OF_ROOF, "the test adds")
    for roof in bound.roofs:
        if roof.ports is None:
            continue
        best = min(roof.in_flight, key=lambda flight: flight.bare_cycles)
        cycles = (roof.in_flight[0].bare_cycles, best.bare_cycles, best.tested_cycles)
        numbers = (f"{number:.2f}" for number in cycles)
        costs_more = best.tested_cycles / best.bare_cycles - 1
        table.add_row(roof.isa, str(roof.lanes), *numbers, f"{costs_more:+.0%}")
    return table


def _print_legend(meanings: dict[str, str], screen: Console) -> None:
    """Print what each heading of a table means, a line for each."""
    width = max(map(len, meanings)) + 2
    for name, meaning in meanings.items():
        first, *others = textwrap.wrap(meaning, max(min(screen.width, LOG) - width, 20))
        lines = [f"{name:{width}}{first}", *(" " * width + line for line in others)]
        screen.print(Text("\n".join(lines), "dim"))


def clock_line(bound: Bound) -> str:
    """Return how far off the cycles of the kernels may be; empty if the clock stayed the same."""
    after = bound.clock_after_ghz
    if after is None or abs(after / bound.clock_ghz - 1) <= _SAME_CLOCK:
        return ""
    return (
        f"The clock was {bound.clock_ghz:.2f} GHz before the contest and {after:.2f} after it: the "
        f"cycles of the kernels are times at {bound.ghz:.2f} GHz, and may be wrong by "
        f"{abs(after / bound.clock_ghz - 1) / 2:.0%}. Those of the roof are not."
    )


def gap_rows(record: Record, bound: Bound, solved: Solved) -> list[dict[str, str]]:
    """Return the cells of each kernel that takes every step, by the names of the columns."""
    iterations = int(solved.counts.sum(dtype=np.int64))
    found = []
    for summary in summaries(record):
        pace, group = pace_of(summary, record), group_of(summary.variant)
        if pace is None or group is None or not summary.variant.flavour or not iterations:
            continue
        at_work = lanes_at_work(solved.counts, solved.limit, group)
        writes = solved.writes_ns * bound.ghz * pace.lanes / iterations
        gap = gaps(pace.roof, group, at_work, writes)
        if gap is None:
            continue
        cycles = [f"{number:.2f}" for number in (*astuple(gap), pace.taken)]
        cells = (summary.variant.id, *cycles, f"{at_work:.0%}", gap.largest(pace.taken))
        found.append(dict(zip(_COLUMNS, cells, strict=True)))
    return found


def gap_table(rows: list[dict[str, str]], width: int) -> Table:
    """Return what each gap adds, in as many columns as fit."""
    columns = [
        Column(
            name,
            [Text(row[name]) for row in rows],
            leaves=_LEAVE.index(name) + 1 if name in _LEAVE else 0,
            left=name == "gap",
        )
        for name in _COLUMNS
    ]
    return fitted(columns, width)


def memory_lines(problem: Problem) -> list[str]:
    """Return what the first touch of a result costs, and the memory that `best` takes besides."""
    size = in_words(4 * problem.pixels)
    found = costs(problem.width)
    reused, new, plain = (found[name].cpu_ns / 1e9 for name in (REUSED, NEW, NUMPY))
    lines = [
        (
            f"Writing a result of {size} takes {duration(reused)} if its memory was used before "
            f"(out=). {here.in_words()} clears pages at their first touch: a new array takes "
            f"{duration(new)} from escape_counts() ({found[NEW].faults:.0f} page faults) and "
            f"{duration(plain)} from numpy.empty() ({found[NUMPY].faults:.0f} page faults)."
        )
    ]
    kernel = get_kernel("best")
    out = np.ones(problem.shape, np.int32)
    for threads in sorted({1, usable_cores() if kernel.supports_threads else 1}):
        call = kernel.bind(problem, out, threads=threads)
        grown = growth(call.run)
        if grown is not None:
            lines.append(
                f"{kernel.name} on {threads} thread{'s' * (threads > 1)} takes {in_words(grown)} "
                f"of memory besides the result."
            )
    return lines


def explain_the_others(record: Record, screen: Console) -> None:
    """Print how far the kernels that skip steps are from the roof, the fastest first."""
    skipping = [(s, pace) for s in summaries(record) if (pace := _skips(s, record)) is not None]
    if not skipping:
        return
    screen.print()
    for summary, pace in sorted(skipping, key=lambda each: each[0].median_ns or 0):
        screen.print(
            f"{markup.escape(summary.variant.id)}: {pace.taken:.2f} cycles, "
            f"{pace.throughput / pace.taken:.0%} of the roof of {pace.roof.isa}."
        )
    screen.print(_SKIP)


def _skips(summary: Summary, record: Record) -> Pace | None:
    return pace_of(summary, record) if summary.variant.steps == "some" else None
