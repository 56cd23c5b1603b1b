"""What `juliaset gil` has measured, as a table and a sentence."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from juliaset.bench.record import GilProbe, Together
from juliaset.bench.stats import with_interval
from juliaset.terminal import Column, first_fitting, plain

Gain = tuple[float | None, tuple[float, float] | None]


def gil_table(probe: GilProbe, width: int) -> Table:
    """Return speed-ups, with their intervals if they fit, and stalls with the GIL or without it."""
    found: dict[str, list[Gain]] = {
        "GIL held": [(row.held, row.held_interval) for row in probe.rows],
        "released": [(row.released, row.released_interval) for row in probe.rows],
        "absent": [(row.absent, row.absent_interval) for row in probe.rows],
        "processes": [(row.processes, row.processes_interval) for row in probe.rows],
    }
    if not is_measured(probe):
        del found["absent"]
    threads = plain("T", [str(row.threads) for row in probe.rows], left=True)
    stalls = plain("stalls (ms)", [_stalls(row) for row in probe.rows], leaves=1)
    not_measured = [Text(f"not measured: {probe.no_absent}") for _ in probe.rows]
    absent = [Column("absent", not_measured, wraps=True)] if probe.no_absent else []

    def columns(*, intervals: bool, reason: bool) -> list[Column]:
        texts = {name: [_text(each) for each in cells] for name, cells in found.items()}
        gains = [
            plain(name, cells if intervals else [cell.partition(" ")[0] for cell in cells])
            for name, cells in texts.items()
        ]
        return [threads, *gains, stalls, *(absent if reason else [])]

    choices = ((True, True), (True, False), (False, True), (False, False))
    forms = [columns(intervals=intervals, reason=reason) for intervals, reason in choices]
    return first_fitting(forms, width)


def is_measured(probe: GilProbe) -> bool:
    """Return whether there are times without a GIL."""
    return any(row.absent is not None for row in probe.rows)


def _text(gain: Gain) -> str:
    ratio, interval = gain
    return "" if ratio is None else with_interval(ratio, interval)


def _stalls(row: Together) -> str:
    stalls = (row.stall_held_ms, row.stall_released_ms, row.stall_absent_ms)
    return " / ".join(f"{stall:.1f}" for stall in stalls if stall is not None)


def legend(probe: GilProbe) -> str:
    """Return what the columns mean, as a line below the table."""
    if is_measured(probe):
        stalls = "with the GIL held / released / absent"
        absent = "the calls that hold it, in a process that has none"
    else:
        stalls = "with the GIL held / released"
        absent = f"not measured: {probe.no_absent}" if probe.no_absent else ""
    longest = f"stalls: the longest that another thread had to wait, {stalls}"
    return f"{longest}. absent: {absent}" if absent else longest


def meaning(rows: Sequence[Together]) -> str:
    """Return a sentence that says what the table means."""
    several = [row for row in rows if row.threads > 1]
    most = max(several, key=lambda row: row.released, default=None)
    if most is None:
        return "One thread alone shows no difference; ask for more, like --threads 1,2."
    without = ""
    if most.absent is not None and most.stall_absent_ms is not None:
        without = (
            f"Without a GIL the same calls do {most.absent:.2f} times the work, and another thread "
            f"waits up to {most.stall_absent_ms:.0f} ms. "
        )
    return (
        f"{most.threads} threads that hold the GIL do {most.held:.2f} times the work of one, and "
        f"another thread waits up to {most.stall_held_ms:.0f} ms. If they release it, they do "
        f"{most.released:.2f} times the work, and another thread waits up to "
        f"{most.stall_released_ms:.0f} ms. {without}{most.threads} processes do "
        f"{most.processes:.2f} times the work on this machine."
    )
