"""A contest's outcome, as an engineer holds it in Python."""

from dataclasses import dataclass
from pathlib import Path

from juliaset.bench.record import Record, Status
from juliaset.bench.record_file import save
from juliaset.bench.stats import Comparison
from juliaset.bench.summary import Summary, summaries


@dataclass(frozen=True)
class Outcome:
    """Print it for the table; ask it for verdicts and ratios by name."""

    record: Record

    @property
    def summaries(self) -> list[Summary]:
        """All that the samples come to, row by row."""
        return summaries(self.record)

    @property
    def verdicts(self) -> dict[str, str]:
        """What is known of each: baseline, faster, slower, same, unresolved, or its status."""
        rows = self.record.rows
        return {v.id: v.verdict if v.status == Status.OK else v.status.value for v in rows}

    @property
    def comparisons(self) -> dict[str, Comparison]:
        """Ratio, interval and verdict of each against the baseline."""
        compared = ((s.variant.id, s.against_baseline) for s in self.summaries)
        return {name: comparison for name, comparison in compared if comparison is not None}

    def save(self, path: str | Path) -> None:
        """Write the JSON that `juliaset report` and `juliaset compare` read."""
        save(self.record, Path(path))

    def __str__(self) -> str:
        """Give the table."""
        from juliaset.bench.table import as_text  # noqa: PLC0415 - rich is slow to import

        return as_text(self.record)
