"""Runs a contest of any contestants: its header, its rounds, its state and its verdicts."""

import sys
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial

from juliaset.bench.contention import too_busy
from juliaset.bench.record import Contest, Record, State
from juliaset.bench.record_problem import Solved
from juliaset.bench.roof import BusyError, bound, clock_ghz
from juliaset.bench.rounds import Entry, Step, run_rounds
from juliaset.bench.rules import Rules
from juliaset.bench.summary import summaries, verdict_of
from juliaset.kernel_type import UnavailableError
from juliaset.machine import this_machine
from juliaset.ranges import LONGEST
from juliaset.system.contest_lock import contest_lock
from juliaset.system.load import pressure
from juliaset.system.signals import sigterm_as_ctrl_c, take_signal

_TRIES = 3  # to measure the roof, before the rounds and, if the machine was busy, after them
Progress = Callable[[Record, Step], None]
Say = Callable[[str], None]


def check_names(names: Iterable[str]) -> None:
    """Raise ValueError for the name of a row that no file can hold."""
    for name in names:
        if not name or name != str(name).encode(errors="replace").decode():
            raise ValueError(f"{name!r} is the name of a row; allowed: UTF-8 text, not empty")


@sigterm_as_ctrl_c(holds=True)
def run(  # noqa: PLR0913
    entries: list[Entry],
    rules: Rules,
    *,
    baseline: str,
    twins: Mapping[str, str],
    reference: str | None = None,
    problem: Solved | None = None,
    progress: Progress = lambda _record, _what: None,
    say: Say = lambda text: print(text, file=sys.stderr, flush=True),  # noqa: T201
) -> Record:
    """Run a contest of any contestants; return its record, even if Ctrl-C ends it early.

    Args:
        entries: The rows and what runs in them, with the controls.
        rules: How much is measured.
        baseline: The id of the row that the others are compared with.
        twins: The ids of the controls, each with the id of the row that it repeats.
        reference: The id of the row that the others are compared with, too, without a verdict.
        problem: What kernels compute; None for anything else.
        progress: Called with the record and with what happens, before each sample.
        say: Called with a sentence if another contest must end first.
    """
    if not 0 <= rules.budget_s <= LONGEST:
        raise ValueError(f"budget_s is {rules.budget_s}; allowed: 0 to {LONGEST:g} seconds")
    check_names(entry.variant.id for entry in entries)
    with contest_lock(say):
        header = Contest(
            when=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=this_machine(),
            baseline=baseline,
            twins=dict(twins),
            reference=reference,
            budget_s=rules.budget_s if rules.budget_s < LONGEST else None,
            processes=rules.processes,
        )
        if problem is not None and problem.has_roof:
            _measure_bound(header)
        for entry in entries:
            entry.in_all = entry.variant.id in {baseline, *twins}
        record = Record(header, problem, [entry.variant for entry in entries])
        _measure(record, entries, rules, progress)
    return record


def _measure_bound(header: Contest) -> None:
    try:
        header.bound, header.no_bound = bound(_TRIES), ""
    except (BusyError, UnavailableError) as error:
        header.no_bound = str(error)


def _measure(record: Record, entries: list[Entry], rules: Rules, progress: Progress) -> None:
    contest, problem = record.contest, record.problem
    waited, start = pressure(), time.monotonic()
    try:
        contest.rounds = run_rounds(entries, rules, partial(progress, record))
        contest.state = State.COMPLETE
        if too_busy(record):
            contest.state = State.CONTENDED
    except KeyboardInterrupt:
        contest.rounds = max((len(row.samples) for row in record.variants), default=0)
    contest.seconds = round(time.monotonic() - start, 1)
    now = pressure()
    if waited is not None and now is not None:
        contest.pressure = round((now - waited) / max(contest.seconds, 1e-3), 4)
    if contest.bound:
        contest.bound.clock_after_ghz = clock_ghz()
    elif problem is not None and problem.has_roof and contest.state != State.INTERRUPTED:
        _measure_bound(contest)  # the machine may have become calm
    for summary in summaries(record):
        summary.variant.verdict = verdict_of(summary, contest.baseline)
    # After the rounds: they are complete, but the caller is to stop. What a busy machine spoilt
    # stays so, or it would be judged by the clock on the wall; there the signal ends run() itself.
    if contest.state == State.COMPLETE and take_signal():
        contest.state = State.INTERRUPTED
