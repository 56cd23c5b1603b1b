"""Climbs the ladder under a progress bar, and shows it."""

from pathlib import Path

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from juliaset.ladder import ROUNDS, Ladder, Row, climb, rows_of, save
from juliaset.problem import Problem
from juliaset.tables import console, headline, ladder_table


def climb_and_show(patterns: list[str], width: int, max_iterations: int, json: Path | None) -> bool:
    """Measure, print the table, write the JSON; tell whether every exact kernel was right."""
    if json is not None and not json.absolute().parent.is_dir():
        raise ValueError(f"--json is {json}; its folder does not exist")
    problem = Problem.book(width, max_iterations)
    screen = console()
    ladder = _measure(problem, rows_of(patterns), screen)
    screen.print(headline(ladder), style="bold")
    screen.print(ladder_table(ladder))
    for row in ladder.wrong:
        screen.print(f"\n[red]{row.name} is WRONG:[/red] {row.reason}")
    if json is not None:
        save(ladder, json)
        screen.print(f"All that was measured is in {json}")
    return not ladder.wrong


def _measure(problem: Problem, rows: list[Row], screen: object) -> Ladder:
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as progress:  # type: ignore[arg-type]
        bar = progress.add_task("", total=len(rows) * (ROUNDS + 1))
        for step in climb(problem, rows):
            if isinstance(step, Ladder):
                return step
            progress.update(bar, advance=1, description=step.name)
    raise AssertionError("the ladder did not end")
