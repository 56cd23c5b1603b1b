"""The contest as a table: while it runs, and at its end."""

import io
import math
from collections.abc import Callable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from juliaset.bench.record import BROKEN, Record, State, Status, Variant
from juliaset.bench.stats import Comparison
from juliaset.bench.summary import Summary, control, summaries, verdict_of
from juliaset.system.memory import in_words
from juliaset.terminal import duration

WIDE = 190
_COLOURS = {"faster": "green", "slower": "red", "same": "cyan", "baseline": "bold"}
# What a narrow terminal can do without, the least important first.
_OPTIONAL = ("rounds", "GIL", "memory", "cores", "ns/iteration", "of the bound")

Cell = Callable[[Summary], str]


def contest_table(record: Record, width: int) -> Table:
    """Return every row: what it took, and what is known of it."""
    columns = _columns(record)
    for name in _OPTIONAL:
        if width >= _width_of(columns):
            break
        columns.pop(name, None)
    table = Table(box=None, pad_edge=False)
    table.add_column("kernel" if record.problem else "what", no_wrap=True, overflow="fold")
    for name in columns:
        left = name in {"verdict", "counts", "GIL"}
        table.add_column(name, justify="left" if left else "right", no_wrap=name != "counts")
    for summary in summaries(record):
        cells = (
            [cell(summary) for cell in columns.values()]
            if summary.variant.timed
            else _without_time(summary.variant, list(columns))
        )
        table.add_row(escape(summary.variant.id), *cells)
    return table


def footnotes(record: Record) -> list[str]:
    """Return what a reader of the table must know."""
    contest = record.contest
    notes = []
    if contest.state == State.INTERRUPTED:
        notes.append("Interrupted: the rows hold what was measured until then.")
    if contest.state == State.CONTENDED:
        notes.append(
            "The machine was busy: rows with one thread are compared by their CPU time. "
            "Close what else runs, and measure again."
        )
    noise = control(record)
    if noise is not None and noise.interval is not None:
        low, high = noise.interval.low, noise.interval.high
        notes.append(
            f"The baseline against its twin: {noise.ratio:.3f} [{low:.3f}, {high:.3f}]. "
            f"A verdict needs more than that, and more than 1 %."
        )
    if contest.bound:
        best = contest.bound.best
        notes.append(
            f"The bound: {best.ns_per_iteration:.3g} ns an iteration on one core, the step "
            f"without any test in {best.isa}, at {contest.bound.clock_ghz:.2f} GHz."
        )
    if record.problem:
        notes.append("`juliaset explain KERNEL` shows a row's source, its gain and its limit.")
    return notes


def as_text(record: Record) -> str:
    """Return the table as plain text."""
    screen = Console(file=io.StringIO(), width=WIDE, highlight=False, force_jupyter=False)
    show(record, screen)
    text: str = screen.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines())


def show(record: Record, screen: Console) -> None:
    """Print table, notes, and what is wrong with rows that have no time."""
    screen.print(contest_table(record, screen.width))
    for note in footnotes(record):
        screen.print(note, style="dim")
    for variant in record.variants:
        if variant.status in BROKEN:
            screen.print(f"\n[red]{escape(variant.id)}: {variant.status}[/red]")
            screen.print(escape(variant.reason))


def headline(record: Record) -> str:
    """Return which problem was solved, in how many rounds and how long."""
    problem, contest = record.problem, record.contest
    title = f"{problem.title}. " if problem else ""
    return f"{title}{contest.rounds} rounds in {contest.seconds:.0f} s."


def _columns(record: Record) -> dict[str, Cell]:
    baseline = record.contest.baseline
    columns: dict[str, Cell] = {"time": lambda s: _time(s.median_ns)}
    reference = record.contest.reference
    if reference and reference != baseline:
        columns["speed-up"] = lambda s: _speed_up(s, reference)
    columns[f"against {baseline}"] = lambda s: _ratio(s.against_baseline)
    columns["verdict"] = lambda s: _verdict(s, baseline)
    if record.problem:
        columns["ns/iteration"] = lambda s: _number(s.ns_per_iteration)
        columns["of the bound"] = lambda s: _share(s.share_of_bound)
    columns["cores"] = lambda s: "" if s.cores is None else f"{s.cores:.1f}"
    if record.problem:
        columns["memory"] = lambda s: in_words(s.variant.memory) if s.variant.memory else ""
        columns["GIL"] = lambda s: s.variant.gil or ""
    columns["rounds"] = lambda s: str(len(s.variant.samples))
    if record.problem:
        columns["counts"] = lambda s: _counts(s.variant)
    return columns


def _width_of(columns: dict[str, Cell]) -> int:
    widths = {"verdict": 22, "counts": 24, "GIL": 8, "memory": 9, "time": 8, "speed-up": 10}
    return 34 + sum(max(len(name), widths.get(name, 5)) + 1 for name in columns)


def _without_time(variant: Variant, columns: list[str]) -> list[str]:
    colour = "red" if variant.status in BROKEN else "yellow"
    words = (
        "" if variant.status == Status.OK else f"{variant.status}: {_first_line(variant.reason)}"
    )
    last = len(columns) - 1
    told = columns.index("counts") if "counts" in columns else last
    return [f"[{colour}]{escape(words)}[/]" if k == told else "" for k in range(len(columns))]


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _time(nanoseconds: float | None) -> str:
    if nanoseconds is None:
        return ""
    return duration(nanoseconds / 1e9) if nanoseconds >= 1000 else f"{nanoseconds:.3g} ns"  # noqa: PLR2004


def _speed_up(summary: Summary, reference: str) -> str:
    if summary.variant.id == reference:
        return "1.0 x"
    found = summary.against_reference
    return "" if found is None else f"{found.ratio:,.{0 if found.ratio >= 100 else 1}f} x"  # noqa: PLR2004


def _ratio(found: Comparison | None) -> str:
    if found is None:
        return ""
    digits = _digits(found)
    if found.interval is None:
        return f"{found.ratio:.{digits}f}"
    low, high = found.interval.low, found.interval.high
    return f"{found.ratio:.{digits}f} [{low:.{digits}f}, {high:.{digits}f}]"


def _digits(found: Comparison) -> int:
    """Return how many digits the interval justifies."""
    if found.interval is None:
        return 2
    width = max(found.interval.high - found.interval.low, 1e-4)
    return min(max(1 - math.floor(math.log10(width)), 0), 4)


def _verdict(summary: Summary, baseline: str | None) -> str:
    word = verdict_of(summary, baseline)
    colour = _COLOURS.get(word, "yellow")
    return f"[{colour}]{word}[/]" if word else ""


def _number(number: float | None) -> str:
    return "" if number is None else f"{number:.3g}"


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}" if share >= 0.01 else f"{share:.2%}"  # noqa: PLR2004


def _counts(variant: Variant) -> str:
    if variant.exactness == "exact":
        return "exact"
    if variant.differing:
        return f"[yellow]{variant.differing:,} pixels differ[/]"
    return "[yellow]not exact everywhere[/]"
