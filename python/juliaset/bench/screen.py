"""A contest while a user watches: a table that grows, and the last word at the end."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.contests import contest_of_kernels
from juliaset.bench.record import Record
from juliaset.bench.rounds import Rules, Step
from juliaset.bench.selection import BASELINE
from juliaset.bench.table import contest_table, headline, show, shown
from juliaset.bench.tryout import tried_out
from juliaset.problem import Problem

_BETWEEN_DRAWINGS_S = 0.3


@dataclass(frozen=True)
class Setting:
    """What every contest of kernels is asked for."""

    problem: Problem
    rules: Rules
    timeout: float = 60.0
    baseline: str = BASELINE
    # A view compares its rows with each other, and does not need Python's seconds.
    reference: bool = False


def run_and_show(kernels: Sequence[SelectedKernel], setting: Setting, screen: Console) -> Record:
    """Run the contest; show it while it runs and when it is over."""

    def say(text: str) -> None:
        screen.print(shown(text), style="yellow")

    kernels = tried_out(kernels, setting.problem, setting.timeout, say)
    start = time.monotonic()
    drawn = 0.0
    # Drawn between the samples: a thread that draws would take its time from the row that runs.
    with Live(console=screen, auto_refresh=False, transient=True) as live:

        def progress(record: Record, step: Step) -> None:
            nonlocal drawn
            now = time.monotonic()
            if now - drawn < _BETWEEN_DRAWINGS_S or not screen.is_terminal:
                return
            status = Text(f"{now - start:.0f} s: {step.what}", style="bold")
            live.update(Group(contest_table(record, screen.width), status), refresh=True)
            drawn = time.monotonic()

        record = contest_of_kernels(
            kernels,
            setting.problem,
            setting.rules,
            baseline=setting.baseline,
            timeout=setting.timeout,
            reference=setting.reference,
            progress=progress,
            say=say,
        ).record
    screen.print(headline(record), style="bold")
    show(record, screen)
    return record
