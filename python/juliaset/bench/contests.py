"""Contests of kernels and functions; like those of programs, they differ only in their rows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from juliaset.bench.any_problem import AnyProblem
from juliaset.bench.contestants.function import Function, FunctionContestant
from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.controls import twins_of
from juliaset.bench.outcome import Outcome
from juliaset.bench.picture import as_problem
from juliaset.bench.problem_contest import contest_of_problem
from juliaset.bench.record import Variant
from juliaset.bench.rounds import Contestant, Entry
from juliaset.bench.rules import Rules
from juliaset.bench.running import Progress, Say, run
from juliaset.problem import Problem
from juliaset.ranges import LONGEST_ROW
from juliaset.system.processes import in_brief


def contest(
    functions: Mapping[str, Function],
    check: Callable[[Any], object] | None = None,
    *,
    baseline: str | None = None,
    rules: Rules | None = None,
) -> Outcome:
    """Compare functions: `print(contest({"old": old, "new": new}, check=is_right))`.

    Each function runs once in every round, in a random order. The first one is the baseline; its
    controls are the baseline once more, and show what the machine does to equal functions. All run
    in this process, whose own properties are not part of any interval.

    A function that returns a generator, a coroutine, a zip or another promise has done nothing yet,
    and is refused. A row whose function keeps its answers, with functools.cache for example, has a
    note.

    Args:
        functions: The functions by the names of their rows. They are called without arguments.
        check: Called with the answer of every timed sample. If it returns False (or another false
            value except None) or raises AssertionError, the function is out of the contest.
        baseline: The name of the function that the others are compared with; by default the first.
        rules: When the contest ends; by default after 10 seconds at the latest.

    Returns:
        The outcome. Ctrl-C ends the contest early, and the outcome holds what was measured.

    Raises:
        ValueError: `functions` is empty or has a bad name, `baseline` is not one of its names, or
            the budget is not a number of seconds from 0 on.
        TypeError: One of the functions cannot be called.
    """
    if not functions:
        raise ValueError("functions is empty; allowed: {name: callable, ...}")
    for name, function in functions.items():
        if not callable(function):
            raise TypeError(f"{name!r} is {function!r}; allowed: a callable")
    contestants = {name: FunctionContestant(each, check) for name, each in functions.items()}
    outcome = contest_by_name(contestants, baseline, rules or Rules(budget_s=10), "function")
    for row in outcome.record.rows:
        row.note = contestants[row.id].note
    return outcome


def contest_by_name(
    contestants: Mapping[str, Contestant],
    baseline: str | None,
    rules: Rules,
    toolchain: str,
    progress: Progress = lambda _record, _step: None,
) -> Outcome:
    """Run a contest of anything that has a name, with two controls; the first is the baseline."""
    first = next(iter(contestants)) if baseline is None else baseline
    if first not in contestants:
        raise ValueError(f"baseline is {first!r}; allowed: {', '.join(map(str, contestants))}")
    if long := [name for name in contestants if len(str(name)) > LONGEST_ROW]:
        words = f"the name {in_brief(long[0], 60)!r} has {len(long[0]):,} characters"
        raise ValueError(f"{words}; allowed: up to {LONGEST_ROW:,}")
    twins = twins_of(first)
    if taken := [twin for twin in twins if twin in contestants]:
        raise ValueError(f"{taken[0]!r} is the name of a control; allowed: another one")
    entries = [
        Entry(Variant(id=name, kernel=name, toolchain=toolchain), contestant)
        for name, contestant in [
            *contestants.items(),
            *((twin, contestants[first]) for twin in twins),
        ]
    ]
    record = run(entries, rules, baseline=first, twins=twins, reference=first, progress=progress)
    return Outcome(record)


def contest_of_kernels(  # noqa: PLR0913
    kernels: Sequence[SelectedKernel],
    problem: AnyProblem | Problem,
    rules: Rules,
    *,
    baseline: str = "",
    timeout: float = 60.0,
    progress: Progress = lambda _record, _what: None,
    say: Say = lambda _: None,
    reference: bool = True,
) -> Outcome:
    """Compare kernels, each in a process of its own, next to the baseline and its controls.

    Args:
        kernels: What `juliaset.bench.selection.select()` returns.
        problem: What they compute: a picture of the Julia set, or a problem of a user's file.
        rules: When the contest ends.
        baseline: The id of the row that the others are compared with; it takes part in any case.
            Left out, it is the usual one of the problem.
        timeout: How many seconds a sample may take; pictures larger than the book's get more.
        progress: Called with the record and with what happens, before each sample.
        say: Called with a sentence if another contest must end first.
        reference: Whether the problem's reference takes part too, unless it would take too long.

    Returns:
        The outcome. Ctrl-C ends the contest early, and the outcome holds what was measured.

    Raises:
        ValueError: `baseline` is not the id of one row.
    """
    record = contest_of_problem(
        kernels,
        as_problem(problem),
        rules,
        baseline=baseline,
        timeout=timeout,
        progress=progress,
        say=say,
        reference=reference,
    )
    return Outcome(record)
