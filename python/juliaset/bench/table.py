"""The contest as a table: while it runs, and at its end."""

import io
from collections.abc import Callable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from juliaset.bench.record import BROKEN, Record, State, Status, Variant
from juliaset.bench.summary import Summary, resolution, summaries, verdict_of
from juliaset.system.memory import in_words
from juliaset.system.processes import printable
from juliaset.terminal import WIDE, duration

_COLOURS = {"faster": "green", "slower": "red", "same": "cyan", "baseline": "bold"}
# What a narrow terminal can do without, the least important first.
_OPTIONAL = ("rounds", "GIL", "memory", "cores", "ns/iteration", "of the bound")

Cell = Callable[[Summary], str]


def shown(text: str) -> str:
    """Return a text for a console, which must not read markup or control codes in it."""
    return escape(printable(text))


def contest_table(record: Record, width: int) -> Table:
    """Return every row: what it took, and what is known of it."""
    cells = columns(record)
    for name in _OPTIONAL:
        if width >= _width_of(cells):
            break
        cells.pop(name, None)
    table = Table(box=None, pad_edge=False)
    table.add_column("kernel" if record.problem else "what", no_wrap=True, overflow="fold")
    for name in cells:
        left = name in {"verdict", "counts", "GIL"}
        table.add_column(shown(name), justify="left" if left else "right", no_wrap=name != "counts")
    last = "counts" if "counts" in cells else list(cells)[-1]
    for summary in summaries(record):
        row = summary.variant
        words = {name: shown(cell(summary)) for name, cell in cells.items() if row.timed}
        styles = {"verdict": _COLOURS.get(words.get("verdict", ""), "yellow")}
        if row.status != Status.OK:
            words[last] = shown(state_of(row))
            styles[last] = "red" if row.status in BROKEN else "yellow"
        elif words.get("counts") != "exact":
            styles["counts"] = "yellow"
        for name, style in styles.items():
            if words.get(name):
                words[name] = f"[{style}]{words[name]}[/]"
        table.add_row(shown(row.id), *(words.get(name, "") for name in cells))
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
    smallest = resolution(record)
    if smallest is not None:
        notes.append(
            f"The {len(contest.twins)} controls, rows that run twice, differ from themselves by up "
            f"to {smallest:.1%}: a verdict needs an interval beyond that."
        )
    if contest.bound:
        best = contest.bound.best
        notes.append(
            f"The bound: {best.ns_per_iteration:.3g} ns an iteration on one core, the step "
            f"without any test in {best.isa}, at {contest.bound.clock_ghz:.2f} GHz."
        )
    if contest.no_bound:
        notes.append(f"The bound is unknown, because {contest.no_bound}.")
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
        screen.print(shown(note), style="dim")
    for variant in record.variants:
        if variant.status in BROKEN:
            screen.print(f"\n[red]{shown(variant.id)}: {variant.status}[/red]")
            screen.print(shown(variant.reason))


def headline(record: Record) -> str:
    """Return which problem was solved, in how many rounds and how long."""
    problem, contest = record.problem, record.contest
    title = f"{problem.title}. " if problem else ""
    return f"{title}{contest.rounds} rounds in {contest.seconds:.0f} s."


def columns(record: Record) -> dict[str, Cell]:
    """Return the columns of a contest's table, by their headings."""
    baseline, reference = record.contest.baseline, record.contest.reference
    time = "time of a picture" if any(row.pictures > 1 for row in record.rows) else "time"
    found: dict[str, Cell] = {time: lambda s: duration((s.median_ns or 0) / 1e9)}
    if reference and reference != baseline:
        found["speed-up"] = lambda s: _speed_up(s, reference)
    found[f"against {baseline}"] = lambda s: s.against_baseline.text if s.against_baseline else ""
    found["verdict"] = lambda s: verdict_of(s, baseline)
    if record.problem:
        found["ns/iteration"] = lambda s: f"{s.ns_per_iteration:.3g}" if s.ns_per_iteration else ""
        found["of the bound"] = lambda s: _share(s.share_of_bound)
    found["cores"] = lambda s: "" if s.cores is None else f"{s.cores:.1f}"
    if record.problem:
        found["memory"] = lambda s: in_words(s.variant.memory) if s.variant.memory else ""
        found["GIL"] = lambda s: s.variant.gil or ""
    found["rounds"] = lambda s: str(len(s.variant.samples))
    if record.problem:
        found["counts"] = lambda s: _counts(s.variant)
    return found


def state_of(row: Variant) -> str:
    """Return why a row has no time, in one line."""
    if row.status == Status.OK:
        return "not timed"
    return f"{row.status}: {row.reason.partition(chr(10))[0]}"


def _width_of(cells: dict[str, Cell]) -> int:
    widths = {"verdict": 22, "counts": 24, "GIL": 8, "memory": 9, "time": 8, "speed-up": 10}
    return 34 + sum(max(len(name), widths.get(name, 5)) + 1 for name in cells)


def _speed_up(summary: Summary, reference: str) -> str:
    if summary.variant.id == reference:
        return "1.0 x"
    found = summary.against_reference
    return "" if found is None else f"{found.ratio:,.{0 if found.ratio >= 100 else 1}f} x"  # noqa: PLR2004


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}" if share >= 0.01 else f"{share:.2%}"  # noqa: PLR2004


def _counts(row: Variant) -> str:
    if row.exactness == "exact":
        return "exact"
    return f"{row.differing:,} pixels differ" if row.differing else "not exact everywhere"
