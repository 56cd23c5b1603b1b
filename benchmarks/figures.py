"""What benchmarks print: figures, each with what was promised of it."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

MB = 1e6
_Run = TypeVar("_Run")


@dataclass(frozen=True)
class Figure:
    """One measurement, and what was promised of it."""

    name: str
    value: float
    unit: str
    least: float | None = None
    most: float | None = None

    def __str__(self) -> str:
        """Return a line of the table."""
        bound = ""
        verdict: bool | None = None
        if self.least is not None:
            bound, verdict = f"at least {self.least:g}", self.value >= self.least
        if self.most is not None:
            bound, verdict = f"at most {self.most:g}", self.value <= self.most
        answer = {True: "yes", False: "NO", None: ""}[verdict]
        return f"{self.name:64} {self.value:10.4g} {self.unit:8} {bound:14} {answer}"


def say(text: object) -> None:
    """Print a line at once."""
    print(text, flush=True)


def median(runs: Sequence[_Run], what: Callable[[_Run], float]) -> float:
    """Return the median of something that was measured in each run."""
    return statistics.median(what(run) for run in runs)
