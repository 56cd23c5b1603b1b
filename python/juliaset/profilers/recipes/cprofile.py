"""cProfile: which functions are called how often, and where is the time?"""  # noqa: D400 - a question

import io
import pstats
from typing import Any

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import (
    Check,
    Finding,
    Overhead,
    Recipe,
    at_least,
    at_most,
    contains,
    equal,
)
from juliaset.profilers.requirements import language, nothing

MOST_OF_ITS_OWN = 100  # calls that the script itself makes, imports and all
Rows = dict[tuple[str, int, str], tuple[Any, ...]]


def words(job: Job) -> list[str]:
    """Leave a file that programs can read."""
    target = job.target()
    return ["python", "-m", "cProfile", "-o", job.path("profile.stats"), *target]


def record(job: Job) -> None:
    """Profile, and let pstats write the tables that a learner would ask it for."""
    job.run(words(job)).succeeded()
    stats = load(job)
    text = io.StringIO()
    stats.stream = text  # type: ignore[attr-defined]
    stats.strip_dirs().sort_stats("cumulative").print_stats(12)
    hot = "abs" if job.is_book else "run"
    stats.print_callers(hot)
    stats.print_callees("calculate_z" if job.is_book else "run_kernel")
    job.keep("profile.txt", text.getvalue())


def load(job: Job) -> pstats.Stats:
    """Open it; an empty file or one of another tool is nothing."""
    path = job.file("profile.stats")
    if not path.is_file() or not path.stat().st_size:
        raise NothingMeasuredError("it left no profile.stats")
    try:
        return pstats.Stats(str(path), stream=io.StringIO())
    except (TypeError, ValueError, EOFError) as error:
        raise NothingMeasuredError(f"profile.stats is no profile: {error}") from None


def rows_of(stats: pstats.Stats) -> Rows:
    """Give the table itself: get_stats_profile() writes call counts as text."""
    return stats.stats  # type: ignore[attr-defined, no-any-return]


def calls(rows: Rows, name: str) -> int:
    """Count the calls of a built-in by its name."""
    return sum(row[1] for (_, _, function), row in rows.items() if name in function)


def read(job: Job) -> Finding:
    """Hold the counts against those that the answer implies: they are exact on any machine."""
    stats = load(job)
    rows = rows_of(stats)
    total = int(stats.total_calls)  # type: ignore[attr-defined]
    seconds = float(stats.total_tt)  # type: ignore[attr-defined]
    checks, lines = book(job, rows, total) if job.is_book else other(job, rows)
    return Finding(
        lines=(f"{total:,} function calls in {seconds:.3g} s", *lines),
        checks=checks,
        shown=("profile.txt", "profile.stats"),
    )


def book(job: Job, rows: Rows, total: int) -> tuple[tuple[Check, ...], tuple[str, str]]:
    """Count abs and append, and everything else."""
    asked, appended = calls(rows, "built-in method builtins.abs"), calls(rows, "'append' of 'list'")
    rest = total - asked - appended
    name = "calculate_z_serial_purepython"
    inside = next((row for (_, _, f), row in rows.items() if f == name), None)
    if inside is None:
        raise NothingMeasuredError(f"{name} is not in the profile")
    callers = {
        caller[2]
        for (_, _, function), row in rows.items()
        if "builtins.abs" in function
        for caller in row[4]
    }
    return (
        equal("calls of abs: iterations + pixels", job.known.abs_calls, asked),
        equal("calls of append", job.known.append_calls, appended),
        at_most("all other calls", MOST_OF_ITS_OWN, rest),
        contains("the caller of abs", name, callers == {name}),
    ), (
        f"{asked:,} calls of abs, all from {name}; {appended:,} of list.append; {rest} others",
        f"{name}: {inside[2]:.3g} s of its own, {inside[3]:.3g} s with what it calls",
    )


def other(job: Job, rows: Rows) -> tuple[tuple[Check, ...], tuple[str, str]]:
    """Find the call that entered the kernel; what is compiled shows as one call."""
    kind = language(job.row)
    # What is compiled shows at best as the Python that enters it.
    entrance = "native.py" if kind == "C++" else job.source if kind == "Python" else "run_kernel.py"
    found = [
        row
        for (file, _, name), row in rows.items()
        if file.endswith(f"/{entrance}") and name not in {"<module>", "main"}
    ]
    if not found:
        raise NothingMeasuredError(f"nothing of {job.kernel} is in the profile")
    entered, _, _, seconds, _ = max(found, key=lambda row: row[3])
    return (at_least(f"calls into {job.kernel}", 1, entered),), (
        f"{job.kernel} ({kind}): {entered:,} calls, {seconds:.3g} s with what they call",
        "what is compiled is one call to it: its loop makes none"
        if kind != "Python"
        else "NumPy's own loops are one call each",
    )


RECIPE = Recipe(
    name="cprofile",
    question="Which functions are called how often, by whom, and where is the time?",
    way="deterministic",
    needs=nothing,
    record=record,
    read=read,
    blind="lines within a function; inside C++ and NumPy; other threads; it makes calls look dear",
    overhead=Overhead(100, 500, words),
)
