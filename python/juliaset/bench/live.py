"""A contest under the eyes of a user: a table that grows, and the last word at the end."""

import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from juliaset.bench.kernel_contest import hold_contest
from juliaset.bench.record import BROKEN, Record, State
from juliaset.bench.record_file import save
from juliaset.bench.rounds import Rules
from juliaset.bench.rows import Row
from juliaset.bench.selection import BASELINE
from juliaset.bench.specs import Picture
from juliaset.bench.table import contest_table, headline, show
from juliaset.system.files import check_writable

EXIT_WRONG, EXIT_BUSY, EXIT_INTERRUPTED = 3, 4, 130
_BETWEEN_DRAWINGS = 0.3


@dataclass(frozen=True)
class Setting:
    """What every view of kernels is asked for: which picture, for how long, and where to."""

    picture: Picture
    rules: Rules
    timeout: float
    json: Path | None

    def hold(self, rows: list[Row], screen: Console) -> Record:
        """Hold a contest without Python's seconds: a view compares its rows with each other."""
        if self.json is not None:
            check_writable("--json", self.json)
        record = hold_and_show(
            rows,
            self.picture,
            self.rules,
            screen,
            baseline=BASELINE,
            timeout=self.timeout,
            json=self.json,
            reference=False,
        )
        screen.print()
        return record


def hold_and_show(  # noqa: PLR0913
    rows: list[Row],
    picture: Picture,
    rules: Rules,
    screen: Console,
    *,
    baseline: str,
    timeout: float,
    json: Path | None,
    reference: bool = True,
) -> Record:
    """Hold the contest, show it while it runs and when it is over, and write its file."""
    start = time.monotonic()
    drawn = 0.0
    # Drawn between the samples: a thread that draws would take its time from the row that runs.
    with Live(console=screen, auto_refresh=False, transient=True) as live:

        def progress(record: Record, what: str) -> None:
            nonlocal drawn
            now = time.monotonic()
            if now - drawn < _BETWEEN_DRAWINGS or not screen.is_terminal:
                return
            status = Text(f"{now - start:.0f} s: {what}", style="bold")
            live.update(Group(contest_table(record, screen.width), status), refresh=True)
            drawn = time.monotonic()

        record = hold_contest(
            rows,
            picture,
            rules,
            baseline=baseline,
            timeout=timeout,
            progress=progress,
            reference=reference,
            say=lambda text: screen.print(text, style="yellow"),
        )
    screen.print(headline(record), style="bold")
    show(record, screen)
    if json is not None:
        save(record, json)
        screen.print(f"All that was measured is in {json}")
    return record


def exit_code(record: Record) -> int:
    """Give the highest that applies; 0 where all is well."""
    if record.contest.state == State.INTERRUPTED:
        return EXIT_INTERRUPTED
    if record.contest.state == State.CONTENDED:
        return EXIT_BUSY
    return EXIT_WRONG if any(variant.status in BROKEN for variant in record.variants) else 0
