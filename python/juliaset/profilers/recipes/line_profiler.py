"""Which line of this function takes the time, and how often does it run?"""  # noqa: D400 - a question

from collections.abc import Iterable
from importlib.metadata import version
from typing import NamedTuple

from juliaset.profilers.book import SCRIPTS
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Check, Commands, Finding, Tool, at_least, equal
from juliaset.profilers.requirements import only_python

HOW_IT_COUNTS = "a test on one line counts alike in all versions, one split over two does not"
SCRIPT = "julia1_lineprofiler.py"
IN_THE_LOOP = ("while abs(z) < 2", "z = z * z + c", "n += 1", "output[i] = n")


class Line(NamedTuple):
    """One line of the table, next to its text."""

    text: str
    hits: int
    time: int


def commands(job: Job) -> Commands:
    """Profile lines, and print the table; without -l kernprof profiles functions."""
    yield ["kernprof", "-l", "-o", job.path("lines.lprof"), *job.target(SCRIPT)]
    table = yield ["python", "-m", "line_profiler", "-z", job.path("lines.lprof")]
    job.keep("lines.txt", table.out)


def lines_of(job: Job) -> list[Line]:
    """Read the table, each line with its text, in the order of the file."""
    from line_profiler import load_stats  # noqa: PLC0415 - it may be missing

    path = job.file("lines.lprof")
    if not path.is_file():
        raise NothingMeasuredError("it left no lines.lprof")
    try:
        timings = load_stats(str(path)).timings
    except Exception as error:  # a file of cProfile, which kernprof writes without -l
        raise NothingMeasuredError(f"lines.lprof is not a table of lines: {error!r}") from error
    found = []
    for (file, _, _), entries in timings.items():
        texts = (SCRIPTS / file).read_text().splitlines()
        found += [Line(texts[at - 1].strip(), hits, time) for at, hits, time in entries]
    if not found:
        raise NothingMeasuredError("no line was hit: was a function decorated with @profile?")
    return found


def check_lines(what: str, wanted: dict[str, int], found: Iterable[tuple[str, int]]) -> list[Check]:
    """Compare how often lines ran with what is known; a line that is not found ran 0 times."""
    lines = list(found)
    return [
        equal(f"{what} {start}", number, sum(n for text, n in lines if text.startswith(start)))
        for start, number in wanted.items()
    ]


def read(job: Job) -> Finding:
    """Check the hits, which are exact; times include the profiler's own cost on every line."""
    lines = lines_of(job)
    whole = sum(line.time for line in lines)
    slowest = max(lines, key=lambda line: line.time)
    most = max(line.hits for line in lines)
    wanted = {start: job.known.line_hits[start] for start in IN_THE_LOOP}
    return Finding(
        lines=(
            f"`{slowest.text}` takes most: {slowest.time / max(whole, 1):.0%} of the time",
            f"the inner loop's test was hit {most:,} times"
            if job.is_book
            else f"the line hit most: {most:,} times",
            f"line_profiler {version('line_profiler')}: {HOW_IT_COUNTS}",
        ),
        checks=tuple(check_lines("hits of", wanted, [(line.text, line.hits) for line in lines]))
        if job.is_book
        else (at_least("hits of the line that was hit most", 1, most),),
        shown=("lines.txt", "lines.lprof"),
    )


TOOL = Tool(
    way="deterministic",
    package="line_profiler",
    program="kernprof",
    blind="functions that are not decorated; halves of a line; what C++ does inside a line",
    width=500,
    refuses=only_python,
    bare=lambda job: job.python(SCRIPT),
    widths=(50, 300),
)
