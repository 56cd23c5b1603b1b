"""The outcome of a contest: its record, and its answer as a whole."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from juliaset.bench.record import BROKEN, Record, State, Status
from juliaset.bench.record_file import save
from juliaset.bench.stats import Comparison
from juliaset.bench.summary import SUSPECT, Summary, summaries


class Answer(StrEnum):
    """The answer of a contest as a whole, from which the exit code of a command follows."""

    DONE = "done"
    BROKEN = "broken"  # a row is wrong, suspect, failed, crashed or timed out
    NOTHING = "nothing"  # no row that was asked for has a time
    CONTENDED = "contended"
    INTERRUPTED = "interrupted"


def answer(record: Record) -> Answer:
    """Return what a contest says as a whole: the most serious of its rows and its state."""
    contest = record.contest
    if contest.state == State.INTERRUPTED:
        return Answer.INTERRUPTED
    if any(row.status in BROKEN or row.verdict == SUSPECT for row in record.variants):
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
        """A summary of the samples of each row, in the order of the contest."""
        return summaries(self.record)

    @property
    def verdicts(self) -> dict[str, str]:
        """What is known about each row.

        "baseline", "faster", "slower", "same", "unresolved" or "suspect"; or the status of a row
        without a time, like "wrong". The summaries have the reasons.
        """
        rows = self.record.rows
        return {row.id: row.verdict if row.status == Status.OK else row.status for row in rows}

    @property
    def notes(self) -> dict[str, str]:
        """What a reader of a row must know, such as a cache that answered its calls."""
        return {row.id: "; ".join(row.remarks) for row in self.record.rows if row.remarks}

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
