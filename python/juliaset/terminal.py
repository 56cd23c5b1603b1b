"""Console, tables and durations: what all output on a terminal shares."""

from rich.console import Console
from rich.table import Table

WIDE = 190  # a pipe or a log has no width: room for every column


def console() -> Console:
    """Return a console for standard output; in a pipe or a file it is wide."""
    screen = Console(highlight=False)
    return screen if screen.is_terminal else Console(highlight=False, width=WIDE)


def plain_table(*columns: str, title: str | None = None, words: bool = False) -> Table:
    """Return an empty table without lines, whose first column is never broken.

    title: stands above the table, on the left.
    words: whether the other columns hold words; otherwise numbers, on the right.
    """
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for place, heading in enumerate(columns):
        right = place > 0 and not words
        table.add_column(heading, justify="right" if right else "left", no_wrap=place == 0)
    return table


def duration(seconds: float) -> str:
    """Return a time with three digits and the unit that fits."""
    units = {1.0: "s", 1e-3: "ms", 1e-6: "us"}
    size, unit = next((each for each in units.items() if seconds >= each[0]), (1e-9, "ns"))
    return f"{seconds / size:.3g} {unit}"
