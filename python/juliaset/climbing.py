"""Climbs the ladder under a progress bar, and shows it."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from juliaset.ladder import ROUNDS, Ladder, Row, climb, rows_of, save
from juliaset.problem import Problem
from juliaset.system.files import check_writable
from juliaset.terminal import console, duration


def climb_and_show(patterns: list[str], width: int, max_iterations: int, json: Path | None) -> bool:
    """Measure, print the table, write the JSON; tell whether no row is bad."""
    if json is not None:
        check_writable("--json", json)
    problem = Problem.book(width, max_iterations)
    screen = console()
    ladder = _measure(problem, rows_of(patterns), screen)
    screen.print(headline(ladder), style="bold")
    screen.print(ladder_table(ladder))
    for row in ladder.bad:
        screen.print(f"\n[red]{row.name} is {row.status.upper()}:[/red] {escape(row.reason)}")
    if json is not None:
        save(ladder, json)
        screen.print(f"All that was measured is in {json}")
    return not ladder.bad


def _measure(problem: Problem, rows: list[Row], screen: Console) -> Ladder:
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    # Drawn between the rows, for a thread that draws would take its time from the row that runs.
    with Progress(*columns, console=screen, transient=True, auto_refresh=False) as progress:
        bar = progress.add_task("", total=len(rows) * (ROUNDS + 1))
        for step in climb(problem, rows):
            if isinstance(step, Ladder):
                return step
            progress.update(bar, advance=1, description=step.name, refresh=True)
    raise AssertionError("the ladder did not end")


def headline(ladder: Ladder) -> str:
    """Say which picture was computed."""
    problem = ladder.problem
    return (
        f"The Julia set of c = {problem.c:.6g}, {problem.width} x {problem.height} pixels, "
        f"limit {problem.max_iterations}: {ladder.iterations:,} iterations"
    )


def ladder_table(ladder: Ladder) -> Table:
    """Show the ladder, slowest rung first, as the course climbs it."""
    table = Table(box=None, pad_edge=False)
    table.add_column("kernel", no_wrap=True)
    for heading in ("time", "speed-up", "ns/iteration", "cores", "runs"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("counts")
    for row in ladder.rows:
        table.add_row(row.name, *_cells(row, ladder))
    return table


def _cells(row: Row, ladder: Ladder) -> tuple[str, ...]:
    if row.status == "unavailable":
        return ("", "", "", "", "", f"[yellow]skipped: {escape(row.reason)}[/yellow]")
    if row.status != "ok":
        # A kernel that is not exact has no time.
        reason = escape(row.reason.splitlines()[0])
        return ("", "", "", "", "", f"[red]{row.status.upper()}: {reason}[/red]")
    return (
        duration(row.seconds),
        f"{ladder.baseline.seconds / row.seconds:,.1f} x" if ladder.baseline.wall else "",
        f"{row.seconds * 1e9 / ladder.iterations:.3g}" if ladder.iterations else "",
        f"{row.cores:.1f}",
        str(len(row.wall)),
        verdict(row),
    )


def verdict(row: Row) -> str:
    """Say how the counts compare with Python's."""
    if row.kernel.exact:
        return "exact"
    if row.differing:
        return f"[yellow]{row.differing:,} pixels differ[/yellow]"
    return "[yellow]no pixel differs here; not exact everywhere[/yellow]"
