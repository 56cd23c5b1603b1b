"""Which line makes the process grow?"""  # noqa: D400 - a question

import re
from typing import NamedTuple

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Check, Commands, Finding, Tool, at_least
from juliaset.profilers.recipes.line_profiler import check_lines
from juliaset.profilers.requirements import only_python

SCRIPT = "julia1_memoryprofiler.py"
BYTES_APPENDED = 2 * (32 + 8)  # a complex object and a pointer to it, in zs and in cs
SURELY_NEW = 0.6  # the rest may fit into memory that the process has already
ROW = re.compile(r"^ *(\d+) +([\d.]+) MiB +(-?[\d.]+) MiB +(\d+) {0,11}(.*)$", re.MULTILINE)


class Line(NamedTuple):
    """One line of its table."""

    mib: float
    increment: float
    occurrences: int
    text: str


def commands(job: Job) -> Commands:
    """Keep the printed table: there is no file that programs could read."""
    table = yield ["python", "-m", "memory_profiler", *job.target(SCRIPT)]
    job.keep("memory.txt", table.out)


def lines_of(text: str) -> list[Line]:
    """Read the table."""
    rows = [
        Line(float(mib), float(more), int(times), source.strip())
        for _, mib, more, times, source in ROW.findall(text)
    ]
    if not rows:
        raise NothingMeasuredError("it printed no table: was a function decorated with @profile?")
    return rows


def read(job: Job) -> Finding:
    """Check occurrences, which are exact, and growth, which is a number of whole pages."""
    rows = lines_of(job.text("memory.txt"))
    # The decorated function's own line carries all that the process had before.
    inside = [row for row in rows if not row.text.startswith(("@", "def "))]
    grown = max(inside, key=lambda row: row.increment)
    most = max(inside, key=lambda row: row.occurrences)
    first, last = rows[0].mib, rows[-1].mib
    appended = sum(row.increment for row in inside if row.text.startswith(("zs.app", "cs.app")))
    certain = job.known.pixels * BYTES_APPENDED / 2**20 * SURELY_NEW
    grew: tuple[Check, ...] = ()
    if job.is_book and certain > 1:
        grew = (at_least("growth by the lines that append", certain, appended, " MiB"),)
    return Finding(
        lines=(
            f"from {first:.1f} to {last:.1f} MiB within the decorated function",
            f"`{grown.text}` grew it most: {grown.increment:.1f} MiB",
            f"`{most.text}` occurred most: {most.occurrences:,} times",
        ),
        checks=(*exact(job, inside), *grew, at_least("the process's size", 1, first, " MiB")),
        shown=("memory.txt",),
    )


def exact(job: Job, rows: list[Line]) -> list[Check]:
    """Compare occurrences with the answer, for the lines that the decorated function has."""
    if not job.is_book:
        return [at_least("lines that occurred", 1, sum(row.occurrences > 0 for row in rows))]
    found = [(row.text, row.occurrences) for row in rows]
    wanted = {
        start: number
        for start, number in job.known.line_hits.items()
        if any(text.startswith(start) for text, _ in found)
    }
    if not wanted:
        raise NothingMeasuredError("none of the program's lines is in its table")
    return check_lines("occurrences of", wanted, found)


TOOL = Tool(
    way="deterministic",
    package="memory_profiler",
    newest_python=(3, 15),  # it imports a function of asyncio that 3.16 removes
    blind="growth below a page; memory that is reused; the caller where two decorated ones nest",
    width=200,
    refuses=only_python,
    bare=lambda job: job.python(SCRIPT),
    widths=(50, 200),
)
