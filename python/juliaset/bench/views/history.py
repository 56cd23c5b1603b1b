"""The history of saved contests: which contests there are, and how the ratios of rows moved."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from juliaset.bench.history import Saved, Series, matching, revision
from juliaset.bench.record import Record, State, Status, Variant
from juliaset.bench.stats import Comparison
from juliaset.bench.summary import against, times
from juliaset.system.processes import printable
from juliaset.terminal import Column, duration, fitted

# Of an overview; the columns of older contests leave first if the terminal is narrow.
_MOST_COLUMNS = 12
_STATES = {State.COMPLETE: "", State.CONTENDED: "busy", State.INTERRUPTED: "interrupted"}


def show(groups: Sequence[Series], patterns: Sequence[str], screen: Console) -> None:
    """Print each series: an overview, or with patterns a table for each row that they name."""
    for place, group in enumerate(groups):
        if place:
            screen.print()
        for line in headings(group, groups):
            screen.print(Text(printable(line), style="bold"))
        if patterns:
            _rows(group, patterns, screen)
        else:
            _overview(group, screen)


def headings(group: Series, groups: Sequence[Series]) -> list[str]:
    """Return what a series has in common, and what else makes it differ from other series."""
    newest = group.contests[-1].record
    machine, compiler = newest.contest.machine.cpu, group.circumstances.get("the compiler")
    title = newest.problem.title if newest.problem else ""
    told = {"the CPU", "the compiler", "the baseline"}
    other = [
        f"{what} is {value if value not in {None, ''} else 'none'}"
        for what, value in group.circumstances.items()
        if what not in told
        and not (title and what.startswith("the problem"))
        and len({repr(each.circumstances.get(what)) for each in groups}) > 1
    ]
    first = ", ".join(word for word in (machine, str(compiler or "")) if word)
    against_what = f"ratio: times as fast as {newest.contest.baseline}"
    return [line for line in (first, title, "; ".join(other), against_what) if line]


def comparison(record: Record, row: Variant) -> Comparison | None:
    """Return how many times as fast a row is as the baseline of its contest."""
    return against(record, record.find(record.contest.baseline), row)


def about(saved: Saved) -> tuple[str, str, str]:
    """Return when a contest was, its revision, and its name and state."""
    words = (saved.name, _STATES[saved.record.contest.state])
    return (
        f"{saved.when:%Y-%m-%d %H:%M}",
        printable(revision(saved.record)) or "unknown",
        printable(", ".join(word for word in words if word)),
    )


def _overview(group: Series, screen: Console) -> None:
    shown = group.contests[-_MOST_COLUMNS:]
    first = len(group.contests) - len(shown) + 1
    numbers = range(first, len(group.contests) + 1)
    if first > 1:
        earlier = (
            f"{first - 1} earlier contests are not shown: --kernel GLOB or --output shows all."
        )
        screen.print(earlier, style="dim")
    cells = [about(each) for each in shown]
    screen.print(
        fitted(
            [
                Column("", [Text(f"{number}") for number in numbers]),
                Column("when (UTC)", [Text(when) for when, _, _ in cells], left=True),
                Column("revision", [Text(which) for _, which, _ in cells], left=True),
                Column("name", [Text(name) for _, _, name in cells], left=True, leaves=1),
            ],
            screen.width,
        )
    )
    screen.print()
    names = list(dict.fromkeys(row.id for each in shown for row in each.record.rows))
    columns = [Column("kernel", [Text(printable(name)) for name in names])]
    for number, each in zip(numbers, shown, strict=True):
        ratios = [Text(_ratio(each.record, name)) for name in names]
        columns.append(Column(f"{number}", ratios, leaves=len(group.contests) - number))
    screen.print(fitted(columns, screen.width))


def _ratio(record: Record, name: str) -> str:
    row = record.find(name)
    if row is None:
        return ""
    found = comparison(record, row)
    if found is None:
        return _state(record, row).replace("baseline", "1")
    return f"{found.ratio:,.3g}"


def _rows(group: Series, patterns: Sequence[str], screen: Console) -> None:
    for name in names_of(group, patterns):
        screen.print()
        lines = list(_lines(group, name))
        columns = [
            Column("when (UTC)", [Text(line[0]) for line in lines]),
            Column("revision", [Text(line[1]) for line in lines], left=True, leaves=2),
            Column("ratio", [Text(line[3]) for line in lines]),
            Column("time", [Text(line[4]) for line in lines], leaves=1),
            Column("name", [Text(line[2]) for line in lines], left=True, leaves=3),
        ]
        screen.print(fitted(columns, screen.width, title=printable(name)))


def names_of(group: Series, patterns: Sequence[str]) -> list[str]:
    """Return the rows of a series that the patterns name, in the order of its contests."""
    return list(
        dict.fromkeys(row.id for each in group.contests for row in matching(each.record, patterns))
    )


def _lines(group: Series, name: str) -> Iterator[tuple[str, str, str, str, str]]:
    for each in group.contests:
        row = each.record.find(name)
        if row is None:
            continue
        found = comparison(each.record, row)
        time = (
            duration(sorted(times(row).values())[len(times(row)) // 2] / 1e9) if row.timed else ""
        )
        yield (*about(each), found.text if found else _state(each.record, row), time)


def _state(record: Record, row: Variant) -> str:
    """Return why a row has no ratio; empty if it was never timed in a round with the baseline."""
    if row.id == record.contest.baseline and row.timed:
        return "baseline"
    return "" if row.status == Status.OK else row.status
