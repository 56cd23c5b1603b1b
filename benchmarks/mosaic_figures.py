"""What the benchmarks of the mosaic print: figures, each with what was promised of it."""

import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from juliaset.mosaic import Layout, Mosaic

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


@contextmanager
def new_store(folder: Path, layout: Layout) -> Iterator[Path]:
    """Make a mosaic with no tile computed, and remove it afterwards."""
    place = Path(tempfile.mkdtemp(prefix="juliaset-benchmark-", dir=folder))
    size, path = (layout.width, layout.height), place / "a.zarr"
    Mosaic(size, max_iterations=layout.max_iterations, tile=layout.tile).create(path)
    try:
        yield path
    finally:
        shutil.rmtree(place)


def bytes_of(folder: Path) -> int:
    """Return the size of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def pixels_of(layout: Layout) -> int:
    """Return how many pixels all levels have together."""
    return sum(level.width * level.height for level in layout.levels)
