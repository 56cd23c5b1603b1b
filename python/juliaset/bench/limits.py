"""How far each C++ kernel is from what this core can do, and why."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from juliaset import _native
from juliaset.bench.bound import LATENCY, THROUGHPUT, cycles, tested_cycles
from juliaset.bench.explaining import limit, pace_of
from juliaset.bench.live import Setting, exit_code
from juliaset.bench.record import Record
from juliaset.bench.summary import summaries
from juliaset.bench.table import WIDE
from juliaset.bench.variants import Choice, chosen
from juliaset.registry import kernels
from juliaset.tables import console


def measure_and_show(patterns: list[str], setting: Setting) -> int:
    """Measure the roofs, hold a contest on one core, and put the kernels under them."""
    screen = console(WIDE)
    wanted = patterns or [k.name for k in kernels() if k.flavours and k.exact and k.available]
    record = setting.hold(chosen(Choice(wanted, threads=[1])), screen)
    ghz = record.contest["bound"]["clock_ghz"]
    screen.print(roof_table(ghz))
    screen.print()
    explain_gaps(record, screen)
    return exit_code(record)


def roof_table(ghz: float) -> Table:
    """Show the measured roofs: the step alone, and what testing it each time costs."""
    title = f"The roof of this core at {ghz:.2f} GHz: cycles for one step of one vector"
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for name in ("set", "lanes", "each waits", "in flight", "and tested", "the test costs"):
        table.add_column(name, justify="left" if name == "set" else "right")
    for roof in _native.roofs():
        if roof.reason:
            continue
        waits, flows = cycles(roof, LATENCY, ghz), cycles(roof, THROUGHPUT, ghz)
        tested = tested_cycles(roof, THROUGHPUT, ghz)
        numbers = (f"{number:.2f}" for number in (waits, flows, tested))
        table.add_row(roof.isa, str(roof.lanes), *numbers, f"{tested / flows - 1:+.0%}")
    return table


def explain_gaps(record: Record, screen: Console) -> None:
    """Say for each kernel, the fastest first, where its time goes."""
    timed = [s for s in summaries(record) if s.median_ns is not None]
    for summary in sorted(timed, key=lambda s: s.median_ns or 0):
        pace = pace_of(summary, record)
        if pace is None:
            continue
        screen.print(f"[bold]{escape(summary.variant.id)}[/bold]", end=": ")
        screen.print(escape(limit(summary, record)[-1]))
