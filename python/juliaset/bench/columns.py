"""The columns of a contest's table: what each says, how it looks, and which is dropped first."""

from collections.abc import Callable, Sequence
from functools import partial

from rich.text import Text

from juliaset.bench.bars import bars
from juliaset.bench.record import BROKEN, Record, Status, Variant
from juliaset.bench.summary import Summary, verdict_of
from juliaset.compiler_names import shown
from juliaset.system.memory import in_words
from juliaset.system.processes import printable
from juliaset.terminal import Column, duration, figure, percent

Cell = Callable[[Summary], str]
VERDICT, SPEED_UP, RATIO, INTERVAL, SPREAD = "verdict", "speed-up", "ratio", "interval", "spread"
COMPILER, OUTPUT = "compiler", "output"
BAR, NO_HEADING = "bar", ""
# Other compilers than ours, and what a process of theirs does once.
PEER = "peer"
ONCE = {"load": "load_ns", "compile": "compile_ns", "first call": "first_call_ns"}
# What stays in a narrow table, the most important first. Kernel and time always do.
IMPORTANCE = (
    *(
        VERDICT,
        SPEED_UP,
        RATIO,
        COMPILER,
        "compile",
        "first call",
        "load",
        BAR,
        SPREAD,
        INTERVAL,
        "cores",
        "ns/iteration",
        "ns/step",
    ),
    *("of the roof", "memory", "processes", "GIL", "counts", OUTPUT),
)
# What a contest that still runs may show: peeking at verdicts biases.
_LIVE = {VERDICT, SPEED_UP, BAR}
_WORDS = {VERDICT, INTERVAL, BAR, COMPILER, OUTPUT, "GIL", "counts"}
_STYLES = {"faster": "green", "slower": "red", "same": "cyan", "baseline": "bold"}
_DOUBTFUL, _BROKEN, _BAR = "yellow", "red", "bright_blue"
_SHORTEST_BAR = 10


def columns(record: Record) -> dict[str, Cell]:
    """Return all that can be said about a row that has a time, by headings."""
    baseline, reference = record.contest.baseline, record.contest.reference
    found: dict[str, Cell] = {
        COMPILER: lambda s: shown(s.variant.compiler),
        _time(record): lambda s: duration((s.median_ns or 0) / 1e9),
        SPREAD: lambda s: "" if s.spread is None else percent(s.spread),
    }
    if not other_compilers(record):
        del found[COMPILER]
    if reference and reference != baseline:
        found[SPEED_UP] = lambda s: _speed_up(s, reference)
    found[RATIO] = lambda s: _against(s).partition(" ")[0]
    found[INTERVAL] = lambda s: _against(s).partition(" ")[2]
    found[VERDICT] = lambda s: verdict_of(s, baseline)
    if record.problem:
        per_step = f"ns/{record.problem.step_name}"
        found[per_step] = lambda s: f"{s.ns_per_iteration:.3g}" if s.ns_per_iteration else ""
        found["of the roof"] = lambda s: _share(s.share_of_bound)
    if any(row.toolchain == PEER for row in record.rows):
        for heading, field in ONCE.items():
            found[heading] = partial(_once, field)
    found["cores"] = lambda s: "" if s.cores is None else figure(s.cores, 1)
    if record.problem:
        found["memory"] = lambda s: in_words(s.variant.memory) if s.variant.memory else ""
        found["GIL"] = lambda s: s.variant.gil or ""
    found["processes"] = lambda s: str(len(s.variant.processes))
    if record.problem:
        if record.problem.near_is_right:
            found[OUTPUT] = lambda s: _output(s.variant)
        else:
            found["counts"] = lambda s: _counts(s.variant)
    return found


def other_compilers(record: Record) -> bool:
    """Return whether another compiler made some rows than the one that made juliaset."""
    usual = shown(record.contest.machine.compiler)
    return any(row.compiler and shown(row.compiler) != usual for row in record.rows)


def columns_of(
    record: Record, rows: Sequence[Summary], *, blocks: bool | None, live: bool = False
) -> list[Column]:
    """Return the columns of a table of these rows, as a terminal shows them.

    blocks: whether bars are of block characters; None for no bars.
    live: whether the contest still runs.
    """
    cells = _cells(record, rows)
    if live:
        cells = {name: cells[name] for name in cells if name in _LIVE or name == _time(record)}
    found = [Column(_named(record), [Text(printable(row.variant.id)) for row in rows], left=True)]
    for name, cell in cells.items():
        looks = [_look(name, cell, row, live=live) for row in rows]
        heading = name if any(look.plain for look in looks) or name == _time(record) else ""
        if not heading:
            continue  # nothing is known yet, or of any row
        if live and name == VERDICT:
            heading = " "  # only how a row broke
        leaves = IMPORTANCE.index(name) + 1 if name in IMPORTANCE else 0
        found.append(Column(heading, looks, leaves, left=name in _WORDS))
        if blocks is not None and name == (SPEED_UP if SPEED_UP in cells else RATIO):
            found.append(_bar_column(record, rows, blocks=blocks))
    return found


def _cells(record: Record, rows: Sequence[Summary]) -> dict[str, Cell]:
    """Return what each column says, without those that say the same of every row."""
    said = columns(record)
    if all(row.variant.exactness == "exact" and not row.variant.fused for row in rows):
        for name in ("counts", OUTPUT):
            said.pop(name, None)  # the same in every row
    if not any(row.variant.gil == "held" for row in rows):
        said.pop("GIL", None)
    return said


def _look(name: str, cell: Cell, summary: Summary, *, live: bool) -> Text:
    """Return a cell as it looks: the one place that decides what a row looks like."""
    row = summary.variant
    if name == VERDICT and row.status in BROKEN:
        return Text(row.status, _BROKEN)
    if not row.timed or (name == VERDICT and live):
        return Text("")
    word = printable(cell(summary))
    if name == VERDICT:
        return Text(word, _STYLES.get(word, _DOUBTFUL))
    if name == "counts" and word != "exact":
        return Text(word, _DOUBTFUL)
    return Text(word)


def _bar_column(record: Record, rows: Sequence[Summary], *, blocks: bool) -> Column:
    numbers = [_times_as_fast(record, row) for row in rows]

    def grown(room: int) -> list[Text]:
        return [Text(each, _BAR) for each in bars(numbers, room, blocks=blocks)]

    empty = [Text(" " * _SHORTEST_BAR) for _ in rows]
    return Column(NO_HEADING, empty, IMPORTANCE.index(BAR) + 1, left=True, grown=grown)


def _times_as_fast(record: Record, summary: Summary) -> float | None:
    """Return what the bar shows: how many times as fast as the reference, or as the baseline."""
    contest = record.contest
    from_reference = contest.reference not in {None, contest.baseline}
    if summary.variant.id == (contest.reference if from_reference else contest.baseline):
        return 1.0 if summary.variant.timed else None
    found = summary.against_reference if from_reference else summary.against_baseline
    return None if found is None else found.ratio


def why_untimed(row: Variant) -> str:
    """Return why a row has no time, in one line."""
    if row.status == Status.OK:
        return "not timed"
    return f"{row.status}: {row.reason.partition(chr(10))[0]}"


def _named(record: Record) -> str:
    return "kernel" if record.problem else "what"


def _time(record: Record) -> str:
    return "time of a picture" if any(row.pictures > 1 for row in record.rows) else "time"


def _speed_up(summary: Summary, reference: str) -> str:
    if summary.variant.id == reference:
        return "1.0 x"
    found = summary.against_reference
    return "" if found is None else f"{figure(found.ratio, 0 if found.ratio >= 100 else 1)} x"  # noqa: PLR2004


def _against(summary: Summary) -> str:
    """Return the ratio to the baseline, and its interval after a space."""
    return summary.against_baseline.text if summary.against_baseline else ""


def _once(field: str, summary: Summary) -> str:
    took = getattr(summary.variant.cold, field)
    return "" if took is None else duration(took / 1e9)


def _share(share: float | None) -> str:
    return "" if share is None else percent(share, 0 if share >= 0.01 else 2)  # noqa: PLR2004


def _counts(row: Variant) -> str:
    if row.exactness == "exact" and not row.fused:
        return "exact"
    return f"{row.differing:,} pixels differ" if row.differing else "not exact everywhere"


def _output(row: Variant) -> str:
    """Return how far the output of a row was from the oracle's, within the tolerance."""
    if row.exactness == "exact" or not row.differing:
        return "equal"
    return f"off by {row.largest_error:.2g}" if row.largest_error else "within the tolerance"
