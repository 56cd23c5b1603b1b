"""What a comparison of two contests shows: a table, its reasons below it, and a summary."""

from collections import Counter
from collections.abc import Iterable, Iterator

from rich.table import Table
from rich.text import Text

from juliaset.bench.comparison import APPEARED, GONE, INCOMPARABLE, Change
from juliaset.bench.intervals import Interval
from juliaset.bench.stats import FASTER, SAME, SLOWER, UNRESOLVED
from juliaset.terminal import Column, fitted, percent

_MOST_NAMES = 4
_COLOURS = {FASTER: "green", SLOWER: "red", SAME: "cyan", INCOMPARABLE: "yellow", GONE: "yellow"}


def change_table(found: list[Change], width: int) -> Table:
    """Return how each row changed."""
    return fitted(
        [
            Column("kernel", [Text(change.id) for change in found]),
            Column("change", [Text(_percent(change.ratio)) for change in found]),
            Column("interval", [Text(_interval(change.interval)) for change in found], leaves=1),
            Column("verdict", [_verdict(change) for change in found], left=True),
            Column("was", [Text(_factor(change.was)) for change in found], leaves=3),
            Column("is", [Text(_factor(change.now)) for change in found], leaves=2),
        ],
        width,
    )


def legend(headings: Iterable[str]) -> Iterator[str]:
    """Yield what the numbers of the table mean, a line for each column that is shown."""
    meanings = {
        "change": "of the row's time, next to the baseline's: +10% takes 10% longer",
        "was": "times as fast as the baseline in the old contest",
        "is": "times as fast as the baseline in the new contest",
    }
    shown = set(headings)
    yield from (f"{name:8}{meaning}" for name, meaning in meanings.items() if name in shown)


def notes(found: list[Change]) -> Iterator[str]:
    """Yield each reason of a verdict once, with the rows that have it.

    Of many rows the first are named, but all of those that fail a gate or are missing.
    """
    rows: dict[str, list[Change]] = {}
    for change in found:
        if change.reason:
            rows.setdefault(change.reason, []).append(change)
    for reason, changes in rows.items():
        whole = any(change.broke or change.missing for change in changes)
        names = [change.id for change in changes]
        everywhere = len(names) == len(found) > 1
        yield f"{'all rows' if everywhere else _some(names, whole=whole)}: {reason}"


def summary(found: list[Change]) -> str:
    """Return how many rows were compared with which verdicts, and why the others were not."""
    compared = Counter(change.verdict for change in found if change.compared)
    others = Counter(_other(change) for change in found if not change.compared)
    words = f"Compared {compared.total()} of {_rows(len(found))}"
    if compared:
        words += f": {_counted(compared, (SLOWER, FASTER, SAME, UNRESOLVED))}"
    if others:
        words += f". Not compared: {_counted(others, ('broken', INCOMPARABLE, GONE, APPEARED))}"
    return f"{words}."


def why_unknown(found: list[Change], apart: str, *, allow_missing: bool = False) -> str:
    """Return why no row could be compared, which are missing, or why the rest is unknown.

    apart: why the two contests cannot be compared, if that is why.
    """
    missing = [change.id for change in found if change.missing]
    compared = any(change.compared for change in found)
    if compared and missing and not allow_missing:
        what = f"{_rows(len(missing))} of the old contest cannot be compared: {_some(missing)}"
        return f"{what}; --allow-missing accepts that"
    if compared:
        return "no row's change is known: the noise is larger than it; measure for longer"
    reasons = dict.fromkeys(change.reason for change in found if change.verdict == INCOMPARABLE)
    return f"nothing can be compared: {apart or '; '.join(reasons)}"


def _some(names: list[str], *, whole: bool = False) -> str:
    shown = names if whole else names[:_MOST_NAMES]
    more = f" and {len(names) - len(shown)} more" if len(shown) < len(names) else ""
    return f"{', '.join(shown)}{more}"


def _other(change: Change) -> str:
    return "broken" if change.broke else change.verdict


def _counted(numbers: "Counter[str]", order: Iterable[str]) -> str:
    return ", ".join(f"{numbers[word]} {word}" for word in order if numbers[word])


def _rows(number: int) -> str:
    return f"{number} row{'s' if number != 1 else ''}"


def _verdict(change: Change) -> Text:
    colour = "red" if change.broke else _COLOURS.get(change.verdict, "default")
    return Text("broken" if change.broke else change.verdict, style=colour)


def _factor(times_as_fast: float | None) -> str:
    return "" if times_as_fast is None else f"{times_as_fast:,.3g} x"


def _percent(ratio: float | None) -> str:
    """Return how much the time changed, as --fail-slower counts it."""
    return "" if ratio is None else percent(1 / ratio - 1, sign="+")


def _interval(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return f"{_percent(interval.high)} to {_percent(interval.low)}"
