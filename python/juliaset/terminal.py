"""Console, tables and durations: what all output on a terminal shares."""

import os
import sys
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

# A log has no width of its own, and people read it in mails, editors and on the pages of a CI.
LOG = 100
# Lists that are searched line by line are not broken in a pipe.
UNBROKEN = 190
_NARROWEST, _WIDEST = 20, 1000
_MOST_DIGITS = 1000  # of COLUMNS; int() refuses a few thousand
_SHORTEST_LINE = 10  # of a column of sentences
_LARGE = 1e9  # from here on digits are hard to count


def console(log: int = LOG) -> Console:
    """Return a console for standard output.

    It is as wide as the terminal, as COLUMNS says, or as `log` says in a pipe or a file.
    """
    return Console(highlight=False, width=width_of_output(log), height=_lines())


def say(text: str, screen: Console | None = None) -> None:
    """Print a sentence: broken between words on a terminal, and one line in a pipe or a file.

    screen: the terminal or file; standard output if left out.
    """
    screen = screen or console()
    screen.print(text, markup=False, emoji=False, soft_wrap=not screen.is_terminal)


def width_of_output(log: int = LOG) -> int:
    """Return the columns of standard output: COLUMNS, the terminal's, or those of a log."""
    word = os.environ.get("COLUMNS", "")
    asked = int(word[:_MOST_DIGITS]) if word.isdecimal() else 0
    return min(max(asked or _terminal()[0] or log, _NARROWEST), _WIDEST)


def width_of_terminal() -> int | None:
    """Return the columns of standard output if it is a terminal; None for a pipe or a file."""
    return width_of_output() if console().is_terminal else None


def _lines() -> int:
    return _terminal()[1] or 25


def _terminal() -> tuple[int, int]:
    try:
        return os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # no terminal, or no file at all
        return 0, 0


def plain_table(*columns: str, title: str | None = None, words: bool = False) -> Table:
    """Return an empty table without lines, whose first column is never broken, and nothing cut off.

    title: above the table, on the left.
    words: whether the other columns hold words; otherwise numbers, on the right.
    """
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for place, heading in enumerate(columns):
        right = place > 0 and not words
        table.add_column(
            heading,
            justify="right" if right else "left",
            no_wrap=place == 0,
            overflow="fold",
        )
    return table


@dataclass(frozen=True)
class Column:
    """A column of a table that fits its room.

    Attributes:
        heading: The text above it.
        cells: One for each row.
        leaves: Columns leave a narrow table from the largest of these numbers on; 0 never leaves.
        left: Whether it holds words, on the left, and not numbers.
        wraps: Whether it holds sentences, which are broken into lines.
        grown: Makes the cells for the room that is left over, if it is at least the heading's.
    """

    heading: str
    cells: Sequence[Text] = ()
    leaves: int = 0
    left: bool = False
    wraps: bool = False
    grown: Callable[[int], Sequence[Text]] | None = None

    @property
    def width(self) -> int:
        """The room that it takes, or needs at least."""
        cells = [] if self.wraps else [cell.cell_len for cell in self.cells]
        least = _SHORTEST_LINE if self.wraps else 0
        return max([Text(self.heading).cell_len, least, *cells])


def fitted(columns: Sequence[Column], width: int, title: str | None = None) -> Table:
    """Return a table that is no wider than `width`, and shortens nothing.

    Columns leave in their order. Then the first one is folded into several lines, if it must be.
    """
    first, *others = columns
    # Longer names than that are folded before another column leaves.
    name_width = min(first.width, width * 3 // 5)
    leaving = sorted((each for each in others if each.leaves), key=lambda each: each.leaves)
    while leaving and name_width + _room_of(others) > width:
        others.remove(leaving.pop())
    gap = 2 if name_width + _room_of(others, 2) <= width else 1
    room = max(width - _room_of(others, gap), 1)
    name_width = min(first.width, room)
    left_over = room - name_width
    table = Table(box=None, padding=(0, gap, 0, 0), pad_edge=False)
    if title is not None:
        # Broken at the width of the room, and not at that of the table.
        lines = textwrap.fill(title, width)
        table.title = Text(lines, no_wrap=True, overflow="ignore")
        table.title_justify, table.title_style = "left", ""
    table.add_column(Text(first.heading), overflow="fold", width=name_width)
    cells = [first.cells]
    for column in others:
        takes_it = column.wraps or column.grown is not None
        room = column.width + (left_over if takes_it else 0)
        left_over = 0 if takes_it else left_over
        table.add_column(
            Text(column.heading),
            justify="left" if column.left or takes_it else "right",
            no_wrap=not column.wraps,
            width=None if column.wraps else room,
            max_width=room,
            overflow="fold",
        )
        cells.append(column.grown(room) if column.grown else column.cells)
    for row in zip(*cells, strict=True):
        table.add_row(*row)
    return table


def first_fitting(forms: Sequence[Sequence[Column]], width: int) -> Table:
    """Return the table of the first form whose columns all fit, or of the last one."""
    fits = (form for form in forms if _room_of(form[1:]) + form[0].width <= width)
    return fitted(next(fits, forms[-1]), width)


def plain(heading: str, cells: Sequence[str], leaves: int = 0, *, left: bool = False) -> Column:
    """Return a column of words or numbers without a style."""
    return Column(heading, [Text(cell) for cell in cells], leaves, left=left)


def _room_of(columns: Sequence[Column], gap: int = 1) -> int:
    return sum(column.width + gap for column in columns)


def duration(seconds: float) -> str:
    """Return a time with three digits and the unit that fits."""
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns")):
        # Rounded first: 0.9999 s is 1 s, and not 1e+03 ms.
        number = float(f"{seconds / size:.3g}")
        if number >= 1 or unit == "ns":
            return f"{number:.0f} {unit}" if number >= 1000 else f"{number:g} {unit}"  # noqa: PLR2004
    raise AssertionError  # "ns" is the last


def figure(number: float, digits: int) -> str:
    """Return a number with that many digits behind the point; a very large one with an exponent."""
    return f"{number:,.{digits}f}" if abs(number) < _LARGE else f"{number:.3g}"


def percent(part: float, digits: int = 1, sign: str = "") -> str:
    """Return a part in percent; sign: "+" to write the sign of all."""
    if abs(part) < _LARGE / 100:
        return f"{part:{sign}.{digits}%}"
    return f"{100 * part:{sign}.3g}%"
