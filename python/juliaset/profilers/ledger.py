"""The ledger: what each profiler costs on this machine, measured by running it."""

import json
import random
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from juliaset.profilers.book import BOOK_KERNEL, check_checkout, known, scripted
from juliaset.profilers.errors import CannotError, NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Overhead, Recipe
from juliaset.profilers.recipes import recipe, recipes
from juliaset.profilers.running import Ran
from juliaset.profilers.session import where

MINUTE_S = 60.0
CALM = 0.97  # of a core: with less than that the clock on the wall shows others' work too

# Beside the tool's name.
HEADINGS = (
    *("question", "how", "time with / without"),
    *("width in a minute", "permissions", "cannot see"),
)


@dataclass(frozen=True)
class Entry:
    """One line of the ledger."""

    tool: str
    question: str
    way: str
    permissions: str
    blind: str
    ratio: float | None = None
    ratios: tuple[float, ...] = ()
    widths: tuple[int, ...] = ()
    start_s: float | None = None
    within_a_minute: int | None = None
    clock: str = ""
    free: str = ""
    unavailable: str = ""


@dataclass(frozen=True)
class Ledger:
    """All of them, and on what they were measured."""

    where: dict[str, str]
    rounds: int
    entries: tuple[Entry, ...]


def measure(names: list[str], rounds: int, say: Callable[[str], None]) -> Ledger:
    """Measure these tools, or all; the book's loop in all of them."""
    try:
        check_checkout()
    except CannotError as cannot:
        raise ValueError(f"{cannot.reason}; {cannot.remedy}") from None
    chosen = [recipe(name) for name in names] or recipes()
    entries = []
    for one in chosen:
        say(f"measuring {one.name} ...")
        entries.append(_entry(one, rounds))
    about = {name: text for name, text in where().items() if name != "tool"}
    return Ledger(about, rounds, tuple(entries))


def _entry(one: Recipe, rounds: int) -> Entry:
    about: dict[str, Any] = {
        "tool": one.name,
        "question": one.question,
        "way": one.way,
        "permissions": one.permissions,
        "blind": one.blind,
    }
    try:
        one.needs()
        with tempfile.TemporaryDirectory() as folder:
            if one.overhead is not None:
                return Entry(**about, **_overhead(one.overhead, rounds, Path(folder)))
            return Entry(**about, **_trial(one, Path(folder)))
    except CannotError as cannot:
        return Entry(**about, unavailable=cannot.reason)
    except NothingMeasuredError as nothing:
        return Entry(**about, unavailable=str(nothing))


def _overhead(price: Overhead, rounds: int, folder: Path) -> dict[str, Any]:
    """Time both commands at both widths, in random order: start and imports fall out."""
    jobs = {width: Job(BOOK_KERNEL, width, folder) for width in (price.small, price.large)}
    kinds = {"with": price.profiled, "without": price.bare}
    cells = [(kind, width) for kind in kinds for width in jobs]
    runs: dict[tuple[str, int], list[Ran]] = {cell: [] for cell in cells}
    for _ in range(rounds):
        for kind, width in random.sample(cells, len(cells)):
            words = kinds[kind](jobs[width])
            runs[kind, width].append(jobs[width].run(words).succeeded())
    clock = _clock(runs["without", price.large])
    times = {cell: [_time(ran, clock) for ran in several] for cell, several in runs.items()}
    more = _growth(times["with", price.small], times["with", price.large])
    less = _growth(times["without", price.small], times["without", price.large])
    ratios = [a / b for a, b in zip(more, less, strict=True) if a > 0 < b]
    if not ratios:
        raise NothingMeasuredError("this machine is too busy: the larger width was no slower")
    smallest = statistics.median(times["with", price.small])
    largest = statistics.median(times["with", price.large])
    return {
        "ratio": round(statistics.median(ratios), 3),
        "ratios": tuple(round(ratio, 3) for ratio in ratios),
        "widths": (price.small, price.large),
        "clock": clock,
        **_size(price.small, smallest, price.large, largest),
    }


def _clock(bare: list[Ran]) -> str:
    """Take the clock on the wall; where the script did not have its core to itself, CPU time."""
    shares = [ran.cpu_seconds / ran.seconds for ran in bare]
    return "wall" if statistics.median(shares) >= CALM else "CPU"


def _time(ran: Ran, clock: str) -> float:
    return ran.seconds if clock == "wall" else ran.cpu_seconds


def _growth(small: list[float], large: list[float]) -> list[float]:
    return [more - less for less, more in zip(small, large, strict=True)]


def _trial(one: Recipe, folder: Path) -> dict[str, Any]:
    """Time the whole recipe of a tool that costs nothing: it may run the work several times."""
    if one.trial is None:
        return {"free": one.free}
    times = []
    for width in one.trial:
        job = Job(BOOK_KERNEL, width, folder)
        one.record(job)
        times.append(job.seconds)
    sizes = _size(one.trial[0], times[0], one.trial[1], times[1])
    return {"free": one.free, "widths": one.trial, **sizes}


def _size(small: int, quick: float, large: int, slow: float) -> dict[str, Any]:
    """Lay a line through two times; give its start, and the largest width below a minute."""
    steps = known(large).iterations - known(small).iterations
    slope = max(slow - quick, 1e-9) / steps
    start = max(quick - slope * known(small).iterations, 0.0)
    fitting = [w for w in scripted() if start + slope * known(w).iterations < MINUTE_S]
    return {"start_s": round(start, 3), "within_a_minute": max(fitting, default=0)}


def cells(entry: Entry) -> tuple[str, ...]:
    """Give what stands under HEADINGS."""
    return (
        *(entry.question, entry.way, price(entry)),
        *(size(entry), entry.permissions, entry.blind),
    )


def price(entry: Entry) -> str:
    """Write the measured overhead in a cell."""
    if entry.unavailable:
        return f"not measured: {entry.unavailable}"
    if entry.ratio is None:
        return "none: " + entry.free
    low, high = min(entry.ratios), max(entry.ratios)
    clock = f", {entry.clock} time" if entry.clock else ""
    return f"{entry.ratio:.3g} x ({low:.3g} to {high:.3g}){clock}"


def size(entry: Entry) -> str:
    """Write the width that ends within a minute."""
    if entry.within_a_minute is None:
        return "" if entry.unavailable else "any"
    if not entry.within_a_minute:
        return "none"
    whole = " (all)" if entry.within_a_minute == max(scripted()) else ""
    return f"{entry.within_a_minute}{whole}"


def table(ledger: Ledger) -> Table:
    """Show it."""
    about = ledger.where
    shown = Table(
        title=f"Measured on {about['cpu']}, Python {about['python']}, {about['date']}, "
        f"{ledger.rounds} rounds; python.loops with and without the tool",
        box=None, pad_edge=False, title_justify="left",
    )  # fmt: skip
    shown.add_column("tool", no_wrap=True)
    for heading in HEADINGS:
        shown.add_column(heading)
    for entry in ledger.entries:
        shown.add_row(entry.tool, *map(escape, cells(entry)))
    return shown


def to_json(ledger: Ledger) -> str:
    """Write it for programs."""
    return json.dumps(asdict(ledger), indent=1)


def from_json(text: str) -> Ledger:
    """Read it back."""
    fields = json.loads(text)
    entries = tuple(
        Entry(**entry | {name: tuple(entry[name]) for name in ("ratios", "widths")})
        for entry in fields["entries"]
    )
    return Ledger(fields["where"], fields["rounds"], entries)
