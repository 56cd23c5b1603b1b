"""Which functions are called how often, by whom, and where is the time?"""  # noqa: D400 - a question

import io
import pstats
from typing import Any

from juliaset.profilers.book import BOOK_FUNCTION
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import (
    Check,
    Commands,
    Finding,
    Tool,
    at_least,
    at_most,
    contains,
    equal,
)
from juliaset.profilers.requirements import language

MOST_OF_ITS_OWN = 100  # calls that the script itself makes, including imports
Functions = dict[tuple[str, int, str], tuple[Any, ...]]


def commands(job: Job) -> Commands:
    """Profile, and let pstats write the tables that a learner would ask it for."""
    yield ["python", "-m", "cProfile", "-o", job.path("profile.stats"), *job.target()]
    stats, text = load(job), io.StringIO()
    stats.stream = text  # type: ignore[attr-defined]
    stats.strip_dirs().sort_stats("cumulative").print_stats(12)
    stats.print_callers("abs" if job.is_book else "run")
    stats.print_callees("calculate_z" if job.is_book else "run_kernel")
    job.keep("profile.txt", text.getvalue())


def load(job: Job) -> pstats.Stats:
    """Read the profile; raise NothingMeasuredError if it is missing or of another tool."""
    path = job.file("profile.stats")
    if not path.is_file() or not path.stat().st_size:
        raise NothingMeasuredError("it left no profile.stats")
    try:
        return pstats.Stats(str(path), stream=io.StringIO())
    except (TypeError, ValueError, EOFError) as error:
        raise NothingMeasuredError(f"profile.stats is not a profile: {error}") from None


def read(job: Job) -> Finding:
    """Compare the counts with those that the answer implies: they are exact on any machine."""
    stats = load(job)
    # Not get_stats_profile(): it writes call counts as text.
    functions: Functions = stats.stats  # type: ignore[attr-defined]
    total = int(stats.total_calls)  # type: ignore[attr-defined]
    seconds = float(stats.total_tt)  # type: ignore[attr-defined]
    checks, lines = _book(job, functions, total) if job.is_book else _kernel(job, functions)
    return Finding(
        lines=(f"{total:,} function calls in {seconds:.3g} s", *lines),
        checks=checks,
        shown=("profile.txt", "profile.stats"),
    )


def _book(job: Job, functions: Functions, total: int) -> tuple[tuple[Check, ...], tuple[str, str]]:
    """Count the calls of abs, of append, and of everything else."""
    calls = {
        name: sum(row[1] for (_, _, function), row in functions.items() if name in function)
        for name in ("builtins.abs", "'append' of 'list'")
    }
    abs_calls, appended = calls.values()
    rest = total - abs_calls - appended
    inside = next((row for (_, _, f), row in functions.items() if f == BOOK_FUNCTION), None)
    if inside is None:
        raise NothingMeasuredError(f"{BOOK_FUNCTION} is not in the profile")
    callers = {
        caller[2]
        for (_, _, function), row in functions.items()
        if "builtins.abs" in function
        for caller in row[4]
    }
    others = f"{appended:,} of list.append; {rest} others"
    return (
        equal("calls of abs: iterations + pixels", job.known.abs_calls, abs_calls),
        equal("calls of append", job.known.append_calls, appended),
        at_most("all other calls", MOST_OF_ITS_OWN, rest),
        contains("the caller of abs", BOOK_FUNCTION, callers == {BOOK_FUNCTION}),
    ), (
        f"{abs_calls:,} calls of abs, all from {BOOK_FUNCTION}; {others}",
        f"{BOOK_FUNCTION}: {inside[2]:.3g} s of its own, {inside[3]:.3g} s with what it calls",
    )


def _kernel(job: Job, functions: Functions) -> tuple[tuple[Check, ...], tuple[str, str]]:
    """Find the Python call that entered the kernel; a compiled loop makes no calls."""
    kind, name = language(job.kernel), job.kernel.name
    entrance = {"C++": "native.py", "Python": job.source}.get(kind, "run_kernel.py")
    found = [
        row
        for (file, _, function), row in functions.items()
        if file.endswith(f"/{entrance}") and function not in {"<module>", "main"}
    ]
    if not found:
        raise NothingMeasuredError(f"nothing of {name} is in the profile")
    entered, _, _, seconds, _ = max(found, key=lambda row: row[3])
    return (at_least(f"calls into {name}", 1, entered),), (
        f"{name} ({kind}): {entered:,} calls, {seconds:.3g} s with what they call",
        "what is compiled is one call to it: its loop makes none"
        if kind != "Python"
        else "NumPy's own loops are one call each",
    )


TOOL = Tool(
    way="deterministic",
    blind="lines within a function; inside C++ and NumPy; other threads; calls look expensive",
)
