"""How far each C++ kernel is from what this core can do, and why."""

from dataclasses import astuple

import numpy as np
from rich import markup
from rich.console import Console
from rich.table import Table

from juliaset import _native
from juliaset.bench.record import Record
from juliaset.bench.roof import (
    LATENCY,
    THROUGHPUT,
    cycles,
    gaps,
    group_of,
    lanes_at_work,
    tested_cycles,
    write_ns,
)
from juliaset.bench.screen import Setting, run_and_show
from juliaset.bench.selection import Choice, select
from juliaset.bench.summary import summaries
from juliaset.bench.views.explain import pace_of
from juliaset.problem import Problem
from juliaset.registry import UnavailableError, get_kernel, kernels, usable_cores
from juliaset.system.memory import growth, in_words
from juliaset.terminal import console, duration, plain_table

_NAMES = ("ports", "+ waits", "+ test", "+ idle lanes", "+ writes", "takes")
_SKIP = (
    "These do not take every step with a test: a sieve tests some steps and packs the pixels that "
    "go on, a trap ends the count of pixels that cannot escape, balls prove whole tiles. So they "
    "may pass the roof, which is that of all steps; what they spend is following balls, writing "
    "what those decide, packing, replaying the pixels that escaped, and the steps that are left. "
    "docs/limit.md has the profile."
)


def measure_and_show(patterns: list[str], setting: Setting) -> Record:
    """Measure the roofs, run a contest on one core, and show how far below them the kernels are."""
    screen = console()
    wanted = patterns or [k.name for k in kernels() if k.flavours and k.exact and k.available]
    problem = setting.problem
    lines = memory_lines(problem)  # before anything else has made this process grow
    record = run_and_show(select(Choice(wanted, threads=[1])), setting, screen)
    screen.print()
    bound = record.contest.bound
    if bound is None:
        raise UnavailableError("no instruction set may run here, so there is no roof")
    ghz = bound.clock_ghz
    screen.print(roof_table(ghz))
    screen.print()
    screen.print(gap_table(record, problem, ghz))
    screen.print()
    explain_the_others(record, screen)
    screen.print()
    for line in lines:
        screen.print(line)
    return record


def roof_table(ghz: float) -> Table:
    """Return the measured roofs: the step alone, and what testing it each time costs."""
    title = f"The roof at {ghz:.2f} GHz: cycles of one vector's step"
    costs = ("lanes", "each waits", "in flight", "and tested", "the test costs")
    table = plain_table("set", *costs, title=title)
    for roof in _native.roofs():
        if roof.reason:
            continue
        waits, flows = cycles(roof, LATENCY, ghz), cycles(roof, THROUGHPUT, ghz)
        tested = tested_cycles(roof, THROUGHPUT, ghz)
        numbers = (f"{number:.2f}" for number in (waits, flows, tested))
        table.add_row(roof.isa, str(roof.lanes), *numbers, f"{tested / flows - 1:+.0%}")
    return table


def gap_table(record: Record, problem: Problem, ghz: float) -> Table:
    """Return what each gap adds for the kernels that take every step."""
    title = "Kernels that take every step: where their cycles go"
    table = plain_table("kernel", *_NAMES, "lanes at work", title=title)
    table.add_column("the largest gap")
    counts = np.empty(problem.shape, np.int32)
    get_kernel("best").bind(problem, counts)()
    iterations = int(counts.sum(dtype=np.int64))
    writes_ns = write_ns(problem.shape, fresh=False)
    for summary in summaries(record):
        pace, group = pace_of(summary, record), group_of(summary.variant)
        if pace is None or group is None or not summary.variant.flavour or not iterations:
            continue
        at_work = lanes_at_work(counts, problem.max_iterations, group)
        writes = writes_ns * ghz * pace.lanes / iterations
        found = gaps(pace.roof, group, at_work, ghz, writes)
        numbers = (*astuple(found), pace.taken)
        cells = [f"{number:.2f}" for number in numbers]
        table.add_row(
            markup.escape(summary.variant.id), *cells, f"{at_work:.0%}", found.largest(pace.taken)
        )
    return table


def memory_lines(problem: Problem) -> list[str]:
    """Return what the first touch of a result costs, and the memory that `best` takes besides."""
    size = in_words(4 * problem.pixels)
    reused = write_ns(problem.shape, fresh=False) / 1e9
    fresh = write_ns(problem.shape, fresh=True) / 1e9
    lines = [
        (
            f"Writing a result of {size} takes {duration(reused)} if it was written before "
            f"(out=), {duration(fresh)} if it was not: Linux clears pages at their first touch."
        )
    ]
    kernel = get_kernel("best")
    out = np.ones(problem.shape, np.int32)
    for threads in range(1, usable_cores() + 1 if kernel.supports_threads else 2):
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
    skipping = [s for s in summaries(record) if s.median_ns is not None]
    for summary in sorted(skipping, key=lambda s: s.median_ns or 0):
        pace = pace_of(summary, record)
        if pace is None or summary.variant.steps != "some":
            continue
        screen.print(
            f"{markup.escape(summary.variant.id)}: {pace.taken:.2f} cycles, "
            f"{pace.throughput / pace.taken:.0%} of the roof of {pace.roof.isa}."
        )
    screen.print(_SKIP)
