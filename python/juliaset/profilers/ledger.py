"""The ledger: what each profiler costs on this machine, measured in the harness's rounds."""

import math
import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from rich.markup import escape
from rich.table import Table

from juliaset.bench.contention import CALM
from juliaset.bench.contestants.child import EndedError
from juliaset.bench.record import Sample, Status, Variant
from juliaset.bench.rounds import Entry, Timing, run_rounds
from juliaset.bench.rules import Rules
from juliaset.bench.stats import log_ratios
from juliaset.profilers.book import BOOK_KERNEL, SCRIPTS, known, script_widths
from juliaset.profilers.errors import CannotError, NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Recipe
from juliaset.profilers.recipes import recipe, recipes
from juliaset.profilers.result import this_place
from juliaset.profilers.running import run
from juliaset.system.work_folder import work_folder
from juliaset.terminal import plain_table

MINUTE_S = 60.0


class Cost(msgspec.Struct, frozen=True):
    """What one tool costs: a line of the ledger."""

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
    variants: tuple[Variant, ...] = ()  # every sample, as in the file of a contest


class Ledger(msgspec.Struct, frozen=True):
    """The costs of all tools, and the machine on which they were measured."""

    where: dict[str, str]
    rounds: int
    entries: tuple[Cost, ...]


class Command:
    """A command as a contestant: it starts again for each sample, and leaves no process behind."""

    def __init__(self, words: list[str]) -> None:
        """Keep its words."""
        self._words = words

    def begin(self) -> None:
        """Do nothing, like open()."""

    def open(self) -> None:
        """Do nothing: each sample starts the command."""

    def sample(self, _calls: int) -> Timing:
        """Time one run; it must end with exit code 0."""
        try:
            result = run(self._words, SCRIPTS).succeeded()
        except NothingMeasuredError as nothing:
            raise EndedError(Status.FAILED, str(nothing)) from None
        return Timing(result.seconds * 1e9, result.cpu_seconds * 1e9, result.pid)

    def close(self) -> None:
        """Do nothing: nothing is open."""


def measure(names: list[str], rounds: int, say: Callable[[str], None]) -> Ledger:
    """Measure these tools, or all, on the book's loop."""
    entries = []
    for one in [recipe(name) for name in names] or recipes():
        say(f"measuring {one.name} ...")
        entries.append(_cost(one, rounds))
    return Ledger(this_place(), rounds, tuple(entries))


def _cost(one: Recipe, rounds: int) -> Cost:
    try:
        one.needs()
        found = _measured(one, rounds) if one.widths else {"free": one.free}
    except (CannotError, NothingMeasuredError) as error:
        found = {"unavailable": str(error)}
    return Cost(one.name, one.question, one.way, one.permissions, one.blind, **found)


def _measured(one: Recipe, rounds: int) -> dict[str, Any]:
    """Time the tool's command with and without it, or a whole recipe that has no overhead."""
    with tempfile.TemporaryDirectory(dir=work_folder()) as folder:
        jobs = {width: Job(BOOK_KERNEL, width, Path(folder)) for width in one.widths}
        if not one.free:
            return _overhead(one, jobs, rounds)
        for job in jobs.values():
            one.record(job)
        sizes = _size(*((width, job.seconds) for width, job in jobs.items()))
        return {"free": one.free, "widths": one.widths, **sizes}


def _overhead(one: Recipe, jobs: dict[int, Job], rounds: int) -> dict[str, Any]:
    """Time both commands at both widths, in random order: the start and imports cancel out."""
    small, large = jobs
    profiled = one.profiled or (lambda job: next(one.commands(job)))
    commands = {"with": profiled, "without": one.bare}
    rows = {
        (name, width): Entry(Variant(f"{name} {one.name}, width {width}"), Command(command(job)))
        for name, command in commands.items()
        for width, job in jobs.items()
    }
    # Each command runs once in each round, and needs no call before its first.
    rules = Rules(math.inf, 1, rounds, sample_s=0.0, slow_s=math.inf, warm=True)
    run_rounds([*rows.values()], rules, enough=lambda: not all(row.runs for row in rows.values()))
    for row in rows.values():
        if not row.runs:
            raise NothingMeasuredError(row.variant.reason)
    samples = {key: row.variant.samples for key, row in rows.items()}
    clock = _clock(samples["without", large])
    times = {key: _times(several, clock) for key, several in samples.items()}
    growth = {
        name: {
            number: time - times[name, small][number]
            for number, time in times[name, large].items()
            if time > times[name, small][number]
        }
        for name in commands
    }
    ratios = [math.exp(log) for log in log_ratios(growth["with"], growth["without"])]
    if not ratios:
        raise NothingMeasuredError("this machine is too busy: the larger width was not slower")
    sizes = _size(*((width, statistics.median(times["with", width].values())) for width in jobs))
    return {
        "ratio": round(statistics.median(ratios), 3),
        "ratios": tuple(round(ratio, 3) for ratio in ratios),
        "widths": (small, large),
        "clock": clock,
        "variants": tuple(row.variant for row in rows.values()),
        **sizes,
    }


def _clock(bare: Sequence[Sample]) -> str:
    """Return wall, or CPU if the script did not have its core to itself."""
    share = statistics.median(sample.cpu_ns / sample.wall_ns for sample in bare)
    return "wall" if share >= CALM else "CPU"


def _times(samples: Sequence[Sample], clock: str) -> dict[int, float]:
    """Return the seconds of each round."""
    return {
        sample.round: (sample.wall_ns if clock == "wall" else sample.cpu_ns) / 1e9
        for sample in samples
    }


def _size(quick: tuple[int, float], slow: tuple[int, float]) -> dict[str, Any]:
    """Draw a line through two widths and times; return its start, and the width below a minute."""
    (small, low), (large, high) = quick, slow
    steps = known(large).iterations - known(small).iterations
    slope = max(high - low, 1e-9) / steps
    start = max(low - slope * known(small).iterations, 0.0)
    fitting = [w for w in script_widths() if start + slope * known(w).iterations < MINUTE_S]
    return {"start_s": round(start, 3), "within_a_minute": max(fitting, default=0)}


def cells(cost: Cost) -> dict[str, str]:
    """Return the cells of a tool, each under its heading."""
    return {
        "tool": cost.tool,
        "question": cost.question,
        "how": cost.way,
        "time with / without": price(cost),
        "width in a minute": size(cost),
        "permissions": cost.permissions,
        "cannot see": cost.blind,
    }


def price(cost: Cost) -> str:
    """Return the measured overhead as the text of a cell."""
    if cost.unavailable:
        return f"not measured: {cost.unavailable}"
    if cost.ratio is None:
        return "none: " + cost.free
    clock = f", {cost.clock} time" if cost.clock else ""
    return f"{cost.ratio:.3g} x ({min(cost.ratios):.3g} to {max(cost.ratios):.3g}){clock}"


def size(cost: Cost) -> str:
    """Return the largest width that ends within a minute as the text of a cell."""
    if cost.within_a_minute is None:
        return "" if cost.unavailable else "any"
    if not cost.within_a_minute:
        return "none"
    whole = " (all)" if cost.within_a_minute == max(script_widths()) else ""
    return f"{cost.within_a_minute}{whole}"


def table(ledger: Ledger) -> Table:
    """Return the table for a terminal."""
    about = ledger.where
    title = (
        f"Measured on {about['cpu']}, Python {about['python']}, {about['date']}, "
        f"{ledger.rounds} rounds; python.loops with and without the tool"
    )
    rows = [cells(cost) for cost in ledger.entries]
    shown = plain_table(*rows[0], title=title, words=True)
    for row in rows:
        shown.add_row(*map(escape, row.values()))
    return shown


def to_json(ledger: Ledger) -> str:
    """Return the ledger for programs."""
    return msgspec.json.format(msgspec.json.encode(ledger), indent=1).decode()


def from_json(text: str) -> Ledger:
    """Read the ledger from JSON."""
    return msgspec.json.decode(text, type=Ledger)
