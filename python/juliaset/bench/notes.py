"""The notes below a contest's table: reasons, what is missing, what numbers are compared with."""

from collections.abc import Callable, Collection, Sequence

from juliaset.bench.columns import (
    NO_HEADING,
    PEER,
    RATIO,
    SPEED_UP,
    SPREAD,
    VERDICT,
    other_compilers,
)
from juliaset.bench.record import Record, State, Status
from juliaset.bench.summary import Summary, resolution, summaries, verdict_of
from juliaset.compiler_names import label_of, shown
from juliaset.course_folder import IN_CHECKOUT

_NOTEBOOKS = "make jupyter" if IN_CHECKOUT else "juliaset course DIR"
_NEXT = (
    ("juliaset explain KERNEL", "its source, what it changes, what limits it"),
    (_NOTEBOOKS, "the notebooks, from the first loop on"),
    ("juliaset lab start 1", "write one yourself; it is checked and timed"),
)
_MOST_NAMES = 4


def notes(record: Record, headings: Collection[str], hidden: int = 0) -> list[str]:
    """Return what a reader of the table must know, the most important first.

    headings: of the columns that are shown. hidden: how many rows `--all` would add.
    """
    rows = summaries(record)
    found = [*_state(record), *grouped(rows, _doubt(record)), *grouped(rows, _kept)]
    found += grouped(rows, _missing)
    if hidden:
        found.append(
            f"--all shows {hidden} more rows: narrower vectors, and kernels that are not exact."
        )
    found += [*_usual_compiler(record), *_bound(record, headings)]
    legend = _legend(record, headings)
    return [*found, *([""] if found and legend else []), *legend]


def grouped(rows: Sequence[Summary], reason: Callable[[Summary], str]) -> list[str]:
    """Return each reason once, behind the names of all its rows."""
    names: dict[str, list[str]] = {}
    for row in rows:
        if why := reason(row):
            names.setdefault(why, []).append(row.variant.id)
    return [f"{_some(each)}: {why}" for why, each in names.items()]


def _some(names: list[str]) -> str:
    """Return the names, or the first of many: the table shows which rows they are."""
    if len(names) <= _MOST_NAMES:
        return ", ".join(names)
    shown = names[: _MOST_NAMES - 1]
    return f"{', '.join(shown)} and {len(names) - len(shown)} more"


def next_steps() -> str:
    """Return what to do after a first contest, in three lines."""
    width = max(len(command) for command, _ in _NEXT)
    lines = [f"{command:{width}}  {what}" for command, what in _NEXT]
    return "\n".join(["Next:", *(f"  {line}" for line in lines)])


def _state(record: Record) -> list[str]:
    if record.contest.state == State.INTERRUPTED:
        return ["Interrupted: the rows hold what was measured until then."]
    if record.contest.state == State.CONTENDED:
        by = "rows that only compute, on one thread, are compared by their CPU time"
        return [f"The machine was busy: {by}. Close other programs and measure again."]
    baseline = record.find(record.contest.baseline)
    if baseline is not None and not baseline.timed and any(row.timed for row in record.rows):
        return [f"No row has a verdict, because {baseline.id} has no time."]
    return []


def _doubt(record: Record) -> Callable[[Summary], str]:
    """Return the sentence that says why a row has no verdict, or a doubtful one.

    Rows that need more processes share the reason of the one that needs the most.
    """
    needy = [row for row in summaries(record) if _need(row)]
    most = max(needy, key=_need, default=None)

    def doubt(summary: Summary) -> str:
        verdict = verdict_of(summary, record.contest.baseline)
        why = most.why if most is not None and summary.why and _need(summary) else summary.why
        return f"{verdict}, {why}." if why and verdict else ""

    return doubt


def _kept(summary: Summary) -> str:
    """Return what the row itself remarks, as a sentence."""
    note = "; ".join(summary.variant.remarks)
    return note if not note or note.endswith("?") else f"{note}."


def _need(summary: Summary) -> float:
    """Return how many times the processes that a row has it needs for a verdict; 0 if unknown."""
    pair = summary.against_baseline
    if summary.suspicion or pair is None or pair.needed is None:
        return 0.0
    return pair.needed / pair.processes


def _missing(summary: Summary) -> str:
    row = summary.variant
    return row.reason.partition("\n")[0] if row.status == Status.UNAVAILABLE else ""


def _legend(record: Record, headings: Collection[str]) -> list[str]:
    """Return what the columns that are shown say, a line for each."""
    contest, smallest = record.contest, resolution(record)
    logarithm = "; its bar is logarithmic" if NO_HEADING in headings else ""
    meanings = {
        SPREAD: "how much the processes of a row differ: a standard deviation",
        SPEED_UP: f"times as fast as {contest.reference}{logarithm}",
        RATIO: f"times as fast as {contest.baseline}",
    }
    if smallest is not None:
        meanings[VERDICT] = (
            f"faster, slower: the whole interval is beyond a factor of {1 + smallest:.4g}"
        )
    width = max(len(name) for name in meanings)
    return [f"{name:{width}}  {text}" for name, text in meanings.items() if name in headings]


def _usual_compiler(record: Record) -> list[str]:
    """Return which compilers made the rows whose names have none, if not all rows have the same.

    A kernel of the user has the compiler of this machine, and juliaset's may come in a wheel.
    """
    if not other_compilers(record):
        return []
    usual = shown(record.contest.machine.compiler)
    made: dict[str, list[str]] = {}
    for row in record.rows:
        named = label_of(row.compiler) in row.id.split("/")
        if row.compiler and not named and row.toolchain != PEER:  # it is the peer itself
            made.setdefault(shown(row.compiler), []).append(row.id)
    others = [f"{name} made {_some(ids)}." for name, ids in made.items() if name != usual]
    rest = "the other C++ rows" if others else "the C++ rows"
    return [*others, *([f"{usual} made {rest} whose names have no compiler."] * (usual in made))]


def _bound(record: Record, headings: Collection[str]) -> list[str]:
    if record.contest.no_bound:
        suspect = "A row is suspect only if no CPU at all could be as fast"
        return [f"The roof is unknown, because {record.contest.no_bound}. {suspect}."]
    if record.contest.bound is None or "of the roof" not in headings:
        return []
    best, ghz = record.contest.bound.best, record.contest.bound.clock_ghz
    step = f"the step without any test in {best.isa}, at {ghz:.2f} GHz"
    return [f"The roof: {best.ns_per_iteration:.3g} ns an iteration on one core, {step}."]


if __name__ == "__main__":
    print(next_steps())  # noqa: T201 - what `make bench` ends with
