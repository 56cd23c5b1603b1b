"""Contests of kernels, functions and programs: all have the same rounds, record and header."""

import shlex
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from juliaset.bench.contestants import kernel as kernel_contestants
from juliaset.bench.contestants.function import Function, FunctionContestant
from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.contestants.program import ProgramContestant
from juliaset.bench.contestants.worker import save_problem
from juliaset.bench.record import BROKEN, LONGEST, Contest, JuliaSet, Record, State, Status, Variant
from juliaset.bench.record_file import save
from juliaset.bench.roof import BusyError, bound, clock_ghz
from juliaset.bench.rounds import Contestant, Entry, Rules, run_rounds
from juliaset.bench.selection import BASELINE, REFERENCE, one
from juliaset.bench.stats import Comparison, half_width
from juliaset.bench.summary import Summary, summaries, too_busy, verdict_of
from juliaset.escape import escape_counts
from juliaset.machine import this_machine
from juliaset.oracle import golden_of
from juliaset.problem import Counts, Problem
from juliaset.registry import UnavailableError
from juliaset.system.contest_lock import contest_lock
from juliaset.system.cores import timing_core
from juliaset.system.load import pressure
from juliaset.system.signals import sigterm_as_ctrl_c

NARROW = 0.005  # an interval of +-0.5 % is narrow enough
# With more steps the reference takes part only if it is asked for.
_MOST_OF_REFERENCE = 2e8
_BOOK_STEPS = 3.3e7

Progress = Callable[[Record, str], None]
Say = Callable[[str], None]


class Answer(StrEnum):
    """What a contest says as a whole; the command line makes an exit code of it."""

    DONE = "done"
    BROKEN = "broken"  # a row is wrong, failed, crashed or timed out
    NOTHING = "nothing"  # no row that was asked for has a time
    CONTENDED = "contended"
    INTERRUPTED = "interrupted"


def answer(record: Record) -> Answer:
    """Return what a contest says as a whole: the most serious of its rows and its state."""
    contest = record.contest
    if contest.state == State.INTERRUPTED:
        return Answer.INTERRUPTED
    if any(row.status in BROKEN for row in record.variants):
        return Answer.BROKEN
    asked = [row for row in record.rows if row.id not in {contest.baseline, contest.reference}]
    if not any(row.timed for row in asked or record.rows):
        return Answer.NOTHING
    return Answer.CONTENDED if contest.state == State.CONTENDED else Answer.DONE


@dataclass(frozen=True)
class Outcome:
    """The outcome of a contest.

    Printing it shows the table; its properties answer by the names of the rows.

    Attributes:
        record: All samples and circumstances, as `save()` writes them.
    """

    record: Record

    @property
    def summaries(self) -> list[Summary]:
        """What the samples of each row come to, in the order of the contest."""
        return summaries(self.record)

    @property
    def verdicts(self) -> dict[str, str]:
        """What is known of each row.

        "baseline", "faster", "slower", "same" or "unresolved", the last one with the number of
        rounds if they were too few; or the status of a row without a time, like "wrong".
        """
        rows = self.record.rows
        return {row.id: row.verdict if row.status == Status.OK else row.status for row in rows}

    @property
    def comparisons(self) -> dict[str, Comparison]:
        """Ratio, interval and verdict of each timed row against the baseline."""
        compared = ((s.variant.id, s.against_baseline) for s in self.summaries)
        return {name: comparison for name, comparison in compared if comparison is not None}

    def save(self, path: str | Path) -> None:
        """Write the JSON file that `juliaset report` and `juliaset compare` read.

        Args:
            path: The file; one that exists is replaced.

        Raises:
            OSError: The file cannot be written.
        """
        save(self.record, Path(path))

    def __str__(self) -> str:
        """Return the table."""
        from juliaset.bench.table import as_text  # noqa: PLC0415 - rich is slow to import

        return as_text(self.record)


def contest(
    functions: Mapping[str, Function],
    check: Callable[[Any], object] | None = None,
    *,
    baseline: str | None = None,
    rules: Rules | None = None,
) -> Outcome:
    """Compare functions: `print(contest({"old": old, "new": new}, check=is_right))`.

    Each function runs once in every round, in a random order, next to the baseline and its twin:
    the baseline a second time, which shows what the machine does to equal functions.

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
    return _contest_by_name(contestants, baseline, rules or Rules(budget_s=10), "function")


def contest_of_programs(
    commands: Sequence[str], *, same_output: bool, timeout: float, rules: Rules
) -> Outcome:
    """Compare programs, each given as a command line; the first is the baseline.

    same_output: whether all must print what the first one prints. timeout: seconds of one run.
    """
    agreed: dict[str, str] | None = {} if same_output else None
    contestants: dict[str, ProgramContestant] = {}
    for command in commands:
        try:
            words = shlex.split(command)
        except ValueError as error:
            raise ValueError(f"--command is {command!r}; {str(error).lower()}") from None
        if not words:
            raise ValueError(f"--command is {command!r}; allowed: a program and its arguments")
        if command in contestants:
            raise ValueError(f"--command {command!r} is given twice; allowed: commands that differ")
        contestants[command] = ProgramContestant(words, timeout, agreed)
    return _contest_by_name(contestants, None, rules, "command")


def _contest_by_name(
    contestants: Mapping[str, Contestant], baseline: str | None, rules: Rules, toolchain: str
) -> Outcome:
    first = next(iter(contestants)) if baseline is None else baseline
    if first not in contestants:
        raise ValueError(f"baseline is {first!r}; allowed: {', '.join(map(str, contestants))}")
    twin = f"twin of {first}"
    if twin in contestants:
        raise ValueError(f"{twin!r} is the name of the A/A control; allowed: another one")
    entries = [
        Entry(Variant(id=name, kernel=name, toolchain=toolchain), contestant)
        for name, contestant in [*contestants.items(), (twin, contestants[first])]
    ]
    return Outcome(run(entries, rules, baseline=first, twin=twin, reference=first))


def contest_of_kernels(  # noqa: PLR0913
    kernels: Sequence[SelectedKernel],
    problem: Problem,
    rules: Rules,
    *,
    baseline: str = BASELINE,
    timeout: float = 60.0,
    progress: Progress = lambda _record, _what: None,
    say: Say = lambda _: None,
    reference: bool = True,
) -> Outcome:
    """Compare kernels, each in a process of its own, next to the baseline and its twin.

    Args:
        kernels: What `juliaset.bench.selection.select()` returns.
        problem: What they compute.
        rules: When the contest ends.
        baseline: The id of the row that the others are compared with; it takes part in any case.
        timeout: How many seconds a sample of the book's problem may take; larger ones get more.
        progress: Called with the record and with what happens, before each sample.
        say: Called with a sentence if another contest must end first.
        reference: Whether `python.loops` takes part too, unless the problem is too large for it.

    Returns:
        The outcome. Ctrl-C ends the contest early, and the outcome holds what was measured.

    Raises:
        ValueError: `baseline` is not the id of one row.
    """
    compared_with = one(baseline)
    core = timing_core().number
    with shared_problem(problem) as (folder, about):
        wanted = reference and about.steps <= _MOST_OF_REFERENCE
        kernels = with_companions(kernels, compared_with, reference=wanted)
        timeout *= max(about.steps / _BOOK_STEPS, 1)
        record = run(
            [kernel_contestants.entry(each, folder, timeout, core) for each in kernels],
            rules,
            baseline=compared_with.id,
            twin=kernels[-1].id,
            reference=REFERENCE if any(each.id == REFERENCE for each in kernels) else None,
            problem=about,
            progress=progress,
            say=say,
        )
    return Outcome(record)


@contextmanager
def shared_problem(problem: Problem) -> Iterator[tuple[Path, JuliaSet]]:
    """Yield a folder with what workers read of the problem, and what a record says of it."""
    expected = expected_counts(problem)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        save_problem(folder, problem, expected)
        yield folder, julia_set(problem, int(expected.sum(dtype=np.int64)))


def expected_counts(problem: Problem) -> Counts:
    """Return what every exact kernel must return."""
    # The textbook's formula, and not the kernel that is the fastest today.
    counts = escape_counts(problem, "cpp.complex")
    golden = golden_of(problem)
    if golden is not None and (complaint := golden.check(counts)):
        raise RuntimeError(f"cpp.complex is wrong: {complaint}")
    return counts


def with_companions(
    kernels: Sequence[SelectedKernel], baseline: SelectedKernel, *, reference: bool
) -> list[SelectedKernel]:
    """Return the kernels with reference, baseline and twin; the twin is the last."""
    named = {each.id for each in kernels}
    companions = ([one(REFERENCE)] if reference else []) + [baseline]
    first = {each.id: each for each in companions if each.id not in named}
    twin = changed(baseline, shown=f"twin of {baseline.shown or baseline.kernel}")
    return [*first.values(), *kernels, twin]


def julia_set(problem: Problem, steps: int) -> JuliaSet:
    """Return the problem as a record has it."""
    xs, ys = problem.xs, problem.ys
    # Some of the book's axes have one point more than was asked for.
    books = (Problem.book(n) for n in (problem.width, problem.width - 1) if n > 0)
    book = any(np.array_equal(xs, b.xs) and np.array_equal(ys, b.ys) for b in books)
    return JuliaSet(
        axes="book" if book else "view",
        width=problem.width,
        height=problem.height,
        c=(problem.c.real, problem.c.imag),
        max_iterations=problem.max_iterations,
        steps=steps,
        window=None if book else (float(xs[0]), float(xs[-1]), float(ys[-1]), float(ys[0])),
    )


@sigterm_as_ctrl_c()
def run(  # noqa: PLR0913
    entries: list[Entry],
    rules: Rules,
    *,
    baseline: str,
    twin: str,
    reference: str | None = None,
    problem: JuliaSet | None = None,
    progress: Progress = lambda _record, _what: None,
    say: Say = lambda text: print(text, file=sys.stderr, flush=True),  # noqa: T201
) -> Record:
    """Run a contest of any contestants; return its record, even if Ctrl-C ends it early."""
    if not 0 <= rules.budget_s <= LONGEST:
        raise ValueError(f"budget_s is {rules.budget_s}; allowed: 0 to {LONGEST:g} seconds")
    for name in (entry.variant.id for entry in entries):
        if not name or name != str(name).encode(errors="replace").decode():
            raise ValueError(f"{name!r} is the name of a row; allowed: UTF-8 text, not empty")
    with contest_lock(say):
        header = Contest(
            when=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=this_machine(),
            baseline=baseline,
            twins=[twin],
            reference=reference,
            budget_s=rules.budget_s,
        )
        if problem:
            _measure_bound(header)
        record = Record(header, problem, [entry.variant for entry in entries])
        _measure(record, entries, rules, progress)
    return record


def _measure_bound(header: Contest) -> None:
    try:
        header.bound = bound()
    except (BusyError, UnavailableError) as error:
        header.no_bound = str(error)


def _measure(record: Record, entries: list[Entry], rules: Rules, progress: Progress) -> None:
    contest = record.contest
    waited, start = pressure(), time.monotonic()
    try:
        enough, listen = partial(narrow_enough, record), partial(progress, record)
        contest.rounds = run_rounds(entries, rules, enough, listen)
        contest.state = State.COMPLETE
        if too_busy(*(record.find(name) for name in (contest.baseline, *contest.twins))):
            contest.state = State.CONTENDED
    except KeyboardInterrupt:
        contest.rounds = max((len(row.samples) for row in record.variants), default=0)
    contest.seconds = round(time.monotonic() - start, 1)
    now = pressure()
    if waited is not None and now is not None:
        contest.pressure = round((now - waited) / max(contest.seconds, 1e-3), 4)
    if contest.bound:
        contest.bound.clock_after_ghz = clock_ghz()
    for summary in summaries(record):
        summary.variant.verdict = verdict_of(summary, contest.baseline)


def narrow_enough(record: Record) -> bool:
    """Return whether more rounds would teach nothing."""
    compared = [s.against_baseline for s in summaries(record) if s.against_baseline is not None]
    # Rows with few rounds are slow ones: the contest does not wait for them.
    known = [each.interval for each in compared if each.interval is not None]
    return bool(known) and all(half_width(interval) < NARROW for interval in known)
