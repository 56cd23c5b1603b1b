"""line_profiler: how often does each line run, and which takes the time?"""  # noqa: D400 - a question

from dataclasses import dataclass
from importlib.metadata import version

from juliaset.profilers.book import SCRIPTS
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Check, Finding, Overhead, Recipe, at_least, equal
from juliaset.profilers.requirements import need_tool, only_python

HOW_IT_COUNTS = "a test on one line counts alike in all versions, one split over two does not"
SCRIPT = "julia1_lineprofiler.py"


@dataclass(frozen=True)
class Line:
    """One line of the table, beside its text."""

    text: str
    hits: int
    time: int


def words(job: Job) -> list[str]:
    """-l is the profiler of lines: without it kernprof writes a profile of functions."""
    return ["kernprof", "-l", "-o", job.path("lines.lprof"), *job.target(SCRIPT)]


def record(job: Job) -> None:
    """Profile, and print the table."""
    job.run(words(job)).succeeded()
    table = job.run(["python", "-m", "line_profiler", "-z", job.path("lines.lprof")]).succeeded()
    job.keep("lines.txt", table.out)


def load(job: Job):  # type: ignore[no-untyped-def]  # noqa: ANN201 - of a package that may be missing
    """Open the table; a file of cProfile, which kernprof writes without -l, is none."""
    from line_profiler import load_stats  # noqa: PLC0415

    path = job.file("lines.lprof")
    if not path.is_file():
        raise NothingMeasuredError("it left no lines.lprof")
    try:
        stats = load_stats(str(path))
        timed = [entry for entries in stats.timings.values() for entry in entries]
    except Exception as error:
        raise NothingMeasuredError(f"lines.lprof is no table of lines: {error!r}") from error
    if not timed:
        raise NothingMeasuredError("no line was hit: was a function decorated with @profile?")
    return stats


def lines_of(job: Job) -> list[Line]:
    """Put each line's text beside its hits, in the order of the file."""
    found = []
    for (file, _, _), entries in load(job).timings.items():
        texts = (SCRIPTS / file).read_text().splitlines()
        found += [Line(texts[at - 1].strip(), hits, time) for at, hits, time in entries]
    return found


def hits(lines: list[Line], start: str) -> int:
    """Count how often the line that begins so was hit."""
    return sum(line.hits for line in lines if line.text.startswith(start))


def read(job: Job) -> Finding:
    """Hits are exact; times carry the profiler's own price on every line."""
    lines = lines_of(job)
    whole = sum(line.time for line in lines)
    hottest = max(lines, key=lambda line: line.time)
    checks: tuple[Check, ...]
    if job.is_book:
        inner = hits(lines, "while")
        checks = (
            equal("hits of the while line: iterations + pixels", job.known.abs_calls, inner),
            equal("hits of z = z * z + c", job.known.iterations, hits(lines, "z = z * z + c")),
            equal("hits of n += 1", job.known.iterations, hits(lines, "n += 1")),
            equal("hits of output[i] = n", job.known.pixels, hits(lines, "output[i] = n")),
        )
    else:
        inner = max(line.hits for line in lines)
        checks = (at_least("hits of the line that was hit most", 1, inner),)
    return Finding(
        lines=(
            f"`{hottest.text}` takes most: {hottest.time / max(whole, 1):.0%} of the time",
            f"the inner loop's test was hit {inner:,} times"
            if job.is_book
            else f"the line hit most: {inner:,} times",
            f"line_profiler {version('line_profiler')}: {HOW_IT_COUNTS}",
        ),
        checks=checks,
        shown=("lines.txt", "lines.lprof"),
    )


RECIPE = Recipe(
    name="line_profiler",
    package="line_profiler",
    question="Which line of this function takes the time, and how often does it run?",
    way="deterministic",
    needs=lambda: need_tool("kernprof"),
    record=record,
    read=read,
    blind="functions that are not decorated; halves of a line; what C++ does inside a line",
    width=500,
    refuses=only_python,
    overhead=Overhead(50, 300, words, lambda job: job.python(SCRIPT)),
)
