"""A contest while a user watches: a table that grows under a bar, and the result at the end."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from juliaset.bench.any_problem import AnyProblem
from juliaset.bench.bars import bar
from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.controls import controls_of, with_companions
from juliaset.bench.problem_contest import contest_of_problem
from juliaset.bench.record import Record, Status
from juliaset.bench.rounds import Step
from juliaset.bench.rules import Rules
from juliaset.bench.running import Progress, check_names
from juliaset.bench.table import blocks_of, contest_table, headline, prose, show
from juliaset.bench.tryout import tried_out, working_baseline
from juliaset.system.cores import core_numbers

_BETWEEN_DRAWINGS_S = 0.3
_BAR = 24
# Seconds: to start a process, which keeps a core busy; to calibrate a quick row and time it once.
_START_S, _FIRST_SAMPLE_S = 0.3, 0.1


@dataclass(frozen=True)
class Setting:
    """The settings that every contest of kernels has."""

    problem: AnyProblem
    rules: Rules
    timeout: float = 60.0
    baseline: str = ""  # the usual one of the problem
    # A view compares its rows with each other, and does not need Python's seconds.
    reference: bool = False
    hidden: int = 0  # rows that --all would add


class Watch:
    """Draws a contest that runs, between its samples.

    A thread that draws would take its time from the row that runs.
    """

    def __init__(self, live: Live, rules: Rules) -> None:
        """Draw with `live`; the rules say how much is measured."""
        self._live = live
        self._rules = rules
        self._drawn = time.monotonic()
        self._start: float | None = None  # after the problem is solved and the roof is measured
        self._start_s: float | None = None  # what starting the first processes took
        self._whole_s: float | None = None  # what the contest will take

    def progress(self, record: Record, step: Step) -> None:
        """Draw, unless it was drawn a moment ago; a pipe is told once how long it will take."""
        now = time.monotonic()
        screen = self._live.console
        passed = now - (self._start or now)
        self._start = self._start or now
        if self._start_s is None and any(row.timed for row in record.variants):
            self._start_s = passed
        if self._whole_s is None and step.share is not None:
            self._whole_s = self._estimated(record)
            if not watched(screen):
                screen.print(f"It will take about {self._whole_s:.0f} s.")
        if now - self._drawn < _BETWEEN_DRAWINGS_S or not watched(screen):
            return
        line = progress_line(step.what, passed, self._whole_s, blocks=blocks_of(screen))
        table = contest_table(record, screen.width, blocks=blocks_of(screen), live=True)
        # Above the table: a low window shows its beginning.
        self._live.update(Group(line, table), refresh=True)
        self._drawn = time.monotonic()

    def _estimated(self, record: Record) -> float:
        compared_with = {record.contest.baseline, *record.contest.twins}
        calls_s: dict[bool, list[float]] = {True: [], False: []}
        for row in record.variants:
            if row.timed:
                least_s = min(sample.wall_ns for sample in row.samples) / 1e9
                calls_s[row.id in compared_with].append(least_s)
        return self._rules.seconds(calls_s[False], self._start_s or 0.0, calls_s[True])


@contextmanager
def watching(screen: Console, rules: Rules) -> Iterator[Progress]:
    """Yield what a contest calls before each sample, to be drawn while it runs."""
    with Live(console=screen, auto_refresh=False, transient=True) as live:
        yield Watch(live, rules).progress


def watched(screen: Console) -> bool:
    """Return whether the console can show a table that changes."""
    return screen.is_terminal and not screen.is_dumb_terminal


def progress_line(what: str, passed: float, whole: float | None, *, blocks: bool | None) -> Text:
    """Return how far a contest is, about how many seconds are left, and what happens now.

    passed, whole: seconds; `whole` is None while it is not known how long a call of each row takes.
    """
    if not whole:
        return Text.assemble((f"{passed:.0f} s", "bold"), f": {what}")
    left = max(whole - passed, 0.0)
    drawn = Text(bar(min(passed / whole, 1.0), _BAR, blocks=bool(blocks)), "bright_blue")
    drawn.pad_right(_BAR - drawn.cell_len)
    return Text.assemble(drawn, (f" about {left:.0f} s left", "bold"), f": {what}")


def announced(
    kernels: Sequence[SelectedKernel], rules: Rules, cores: int, compared_with: SelectedKernel
) -> str:
    """Return what is about to be measured, and for how long."""
    able = [kernel for kernel in kernels if kernel.about.status == Status.OK]
    companions = with_companions(able, [compared_with])
    rows, processes = len(able), len(companions) + len(controls_of(companions, compared_with))
    what = f"Measuring {rows} row{'s' * (rows != 1)}"
    least_s = processes * (_START_S / cores + _FIRST_SAMPLE_S)
    if least_s > rules.budget_s:
        return f"{what}, each at least once: {least_s:.0f} s or more."
    return f"{what}; no round begins after {rules.budget_s:.0f} s."


def run_and_show(kernels: Sequence[SelectedKernel], setting: Setting, screen: Console) -> Record:
    """Run the contest; show it while it runs and when it is over."""

    def say(text: str) -> None:
        prose(screen, text, style="yellow")

    check_names(kernel.id for kernel in kernels)
    problem = setting.problem
    kernels = problem.compiled(kernels, say)
    kernels = tried_out(kernels, problem, setting.timeout, say)
    baseline = setting.baseline or working_baseline(kernels, problem, setting.timeout, say)
    compared_with = problem.row(baseline)
    screen.print(announced(kernels, setting.rules, len(core_numbers()), compared_with))
    with watching(screen, setting.rules) as progress:
        record = contest_of_problem(
            kernels,
            problem,
            setting.rules,
            baseline=baseline,
            timeout=setting.timeout,
            reference=setting.reference,
            progress=progress,
            say=say,
        )
    prose(screen, headline(record), style="bold")
    screen.print()
    show(record, screen, setting.hidden)
    return record
