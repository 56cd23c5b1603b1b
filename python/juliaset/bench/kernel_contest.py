"""A contest of kernels: `juliaset bench` without its tables."""

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from juliaset.bench.bound import bound
from juliaset.bench.contention import too_busy
from juliaset.bench.contestants.kernel import Isolated
from juliaset.bench.record import Bound, Contest, JuliaSet, Record, State
from juliaset.bench.rounds import Entry, Rules, hold
from juliaset.bench.rows import Row
from juliaset.bench.selection import REFERENCE, one
from juliaset.bench.specs import Picture, problem_of
from juliaset.bench.stats import half_width
from juliaset.bench.summary import summaries, verdict_of
from juliaset.escape import escape_counts
from juliaset.machine import this_machine
from juliaset.oracle import golden_of
from juliaset.problem import Counts, Problem
from juliaset.system.contest_lock import contest_lock
from juliaset.system.load import pressure
from juliaset.system.signals import sigterm_as_ctrl_c

NARROW = 0.005  # an interval of +-0.5 % is narrow enough
# More than this many iterations, and the reference is left out unless it is asked for.
_MOST_OF_REFERENCE = 2e8
_BOOK_ITERATIONS = 3.3e7

Progress = Callable[[Record, str], None]


@sigterm_as_ctrl_c()
def hold_contest(  # noqa: PLR0913
    rows: list[Row],
    picture: Picture,
    rules: Rules,
    *,
    baseline: str,
    timeout: float = 60.0,
    progress: Progress = lambda _record, _what: None,
    say: Callable[[str], None] = lambda _: None,
    reference: bool = True,
) -> Record:
    """Measure the rows side by side; gives what was measured even if a signal ends it early."""
    problem = problem_of(picture.words)
    expected = expected_counts(problem)
    iterations = int(expected.sum(dtype=np.int64))
    wanted = reference and iterations <= _MOST_OF_REFERENCE
    rows = with_companions(rows, one(baseline), reference=wanted)
    with tempfile.TemporaryDirectory() as folder, contest_lock(say):
        path = Path(folder, "expected.npy")
        np.save(path, expected)
        slowness = max(iterations / _BOOK_ITERATIONS, 1)
        entries = _entries(rows, picture, path, timeout * slowness)
        record = Record(
            contest=header(
                baseline=one(baseline).id,
                twin=rows[-1].id,
                reference=REFERENCE if any(row.id == REFERENCE for row in rows) else None,
                rules=rules,
                limit=bound(),
            ),
            problem=_about_problem(problem, picture, iterations),
            variants=[entry.variant for entry in entries],
        )
        measure(record, entries, rules, progress)
    return record


def expected_counts(problem: Problem) -> Counts:
    """Give what every exact kernel must give; the golden answer, where there is one."""
    # As a textbook writes it, and not what happens to be the fastest.
    counts = escape_counts(problem, "cpp.complex")
    golden = golden_of(problem)
    if golden is not None and (complaint := golden.check(counts)):
        raise RuntimeError(f"cpp.complex is wrong: {complaint}")
    return counts


def with_companions(rows: list[Row], baseline: Row, *, reference: bool) -> list[Row]:
    """Add the reference, the baseline and its twin, where they are not asked for by name."""
    named = {row.id: row for row in rows}
    companions = {baseline.id: baseline}
    if reference:
        companions = {REFERENCE: one(REFERENCE), **companions}
    first = {name: row for name, row in companions.items() if name not in named}
    return [*first.values(), *rows, replace(baseline, shown=_twin(baseline))]


def _twin(baseline: Row) -> str:
    return f"twin of {baseline.shown or baseline.kernel}"


def _entries(rows: list[Row], picture: Picture, expected: Path, timeout: float) -> list[Entry]:
    pin = [max(os.sched_getaffinity(0))]
    entries = []
    for row in rows:
        variant = row.variant()
        isolated = Isolated(row, variant, picture, expected, timeout, pin)
        entries.append(Entry(variant, isolated))
    return entries


def header(
    *, baseline: str, twin: str, reference: str | None, rules: Rules, limit: Bound | None = None
) -> Contest:
    """Return the header of a contest that begins now, on this machine."""
    return Contest(
        when=datetime.now(UTC).isoformat(timespec="seconds"),
        machine=this_machine(),
        baseline=baseline,
        twins=[twin],
        reference=reference,
        budget_s=rules.budget_s,
        bound=limit,
    )


def _about_problem(problem: Problem, picture: Picture, iterations: int) -> JuliaSet:
    return JuliaSet(
        axes="book" if picture.c is None else "view",
        width=problem.width,
        height=problem.height,
        c=(problem.c.real, problem.c.imag),
        max_iterations=problem.max_iterations,
        steps=iterations,
    )


def measure(record: Record, entries: list[Entry], rules: Rules, progress: Progress) -> None:
    """Hold the contest and put into the record how it went."""
    contest = record.contest
    waited, start = pressure(), time.monotonic()
    try:
        rounds = hold(
            entries, rules, lambda: narrow_enough(record), lambda what: progress(record, what)
        )
        contest.rounds = rounds
        contest.state = State.COMPLETE
        if too_busy(*(record.find(name) for name in (contest.baseline, *contest.twins))):
            contest.state = State.CONTENDED
    except KeyboardInterrupt:
        contest.rounds = max((len(v.samples) for v in record.variants), default=0)
    contest.seconds = round(time.monotonic() - start, 1)
    now = pressure()
    if waited is not None and now is not None:
        contest.pressure = round((now - waited) / max(contest.seconds, 1e-3), 4)
    for summary in summaries(record):
        summary.variant.verdict = verdict_of(summary, contest.baseline)


def narrow_enough(record: Record) -> bool:
    """Tell whether more rounds would teach nothing."""
    compared = [s.against_baseline for s in summaries(record) if s.against_baseline is not None]
    fast = [c for c in compared if c.interval is not None]
    # Rows with few rounds are slow ones: they are not waited for.
    return bool(fast) and all(
        half_width(c.interval) < NARROW for c in fast if c.interval is not None
    )
