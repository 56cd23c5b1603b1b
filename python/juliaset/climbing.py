"""Climbs the ladder under a progress bar, and shows it."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from juliaset.files import check_writable
from juliaset.ladder import ROUNDS, Ladder, Row, climb, rows_of, save
from juliaset.problem import Problem
from juliaset.tables import console, headline, ladder_table


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
