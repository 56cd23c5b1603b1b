"""The contest as a table, with its notes: while it runs, and at its end."""

import io

from rich.console import Console
from rich.table import Table
from rich.text import Text

from juliaset.bench.columns import columns_of
from juliaset.bench.notes import notes
from juliaset.bench.record import BROKEN, Record, Status
from juliaset.bench.summary import summaries
from juliaset.system.processes import printable
from juliaset.terminal import LOG, fitted, width_of_output

_UNICODE = "utf"


def contest_table(
    record: Record, width: int, *, blocks: bool | None = None, live: bool = False
) -> Table:
    """Return every row that could run, with its time and what is known about it.

    blocks: whether bars are of block characters; None for no bars. live: whether it still runs.
    """
    rows = [row for row in summaries(record) if row.variant.status != Status.UNAVAILABLE]
    return fitted(columns_of(record, rows, blocks=blocks, live=live), width)


def blocks_of(screen: Console) -> bool | None:
    """Return whether a console shows bars, and of block characters; None for no bars."""
    return screen.encoding.startswith(_UNICODE) if screen.is_terminal else None


def as_text(record: Record) -> str:
    """Return the table as plain text."""
    width = width_of_output()
    screen = Console(file=io.StringIO(), width=width, highlight=False, force_jupyter=False)
    show(record, screen)
    text: str = screen.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines())


def show(record: Record, screen: Console, hidden: int = 0) -> None:
    """Print table, notes, and what is wrong with rows that have no time.

    hidden: how many rows of the selection are not shown.
    """
    table = contest_table(record, screen.width, blocks=blocks_of(screen))
    screen.print(table)
    screen.print()
    headings = [str(column.header) for column in table.columns]
    for note in notes(record, headings, hidden):
        prose(screen, note, style="dim")
    broken: dict[tuple[str, str], list[str]] = {}
    for variant in record.variants:
        of = record.find(record.contest.twins.get(variant.id))
        if of is not None and of.reason == variant.reason:
            continue  # a control of a broken row is broken as well
        if variant.status in BROKEN:
            broken.setdefault((variant.status, variant.reason), []).append(variant.id)
    for (status, reason), names in broken.items():
        screen.print()
        prose(screen, f"{', '.join(names)}: {status}", style="red")
        prose(screen, reason)


def prose(screen: Console, text: str, style: str = "") -> None:
    """Print sentences, whose lines are no longer than a reader likes, without reading markup."""
    screen.print(Text(printable(text), style), width=min(screen.width, LOG))


def headline(record: Record) -> str:
    """Return which problem was solved, in how many rounds and how long, on a line each."""
    problem, contest = record.problem, record.contest
    lines = [f"{problem.title}.", problem.work] if problem else []
    rounds = f"{contest.rounds} round{'s' * (contest.rounds != 1)}"
    checked = f", and {problem.checked}" if problem and problem.checked else ""
    return "\n".join([*filter(None, lines), f"{rounds} in {contest.seconds:.0f} s{checked}."])
