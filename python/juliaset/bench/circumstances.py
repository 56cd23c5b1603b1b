"""What must be equal in two contests for their ratios to mean the same."""

from collections.abc import Iterator

import msgspec

from juliaset.bench.record import Record, State, Status, Variant
from juliaset.bench.summary import contended
from juliaset.compiler_names import in_files


def apart(old: Record, new: Record) -> str:
    """Return the first reason why no row of the two contests can be compared; empty if some can."""
    shared = {row.id for row in old.rows} & {row.id for row in new.rows}
    if not shared:
        return "they share no row"
    if reason := next(contests_apart(old, new), ""):
        return reason
    only = "they share only the baseline, the yardstick of the others"
    return "" if shared - {old.contest.baseline} else only


def problems_apart(old: Record, new: Record) -> str:
    """Return that the contests solved two problems, if so; Julia sets are one with parameters."""
    was, now = old.problem, new.problem
    if was is None or now is None or was.identity == now.identity:
        return ""
    if was.title == now.title:
        return f"both solved {was.title}, but with other inputs or another right output"
    return f"they solved different problems: {was.title}; and {now.title}"


def circumstances(record: Record) -> dict[str, object]:
    """Return by its name what must be equal in two contests, for any of their rows to be compared.

    Each row has circumstances of its own, too. Those of the baseline concern all others.
    """
    machine, baseline = record.contest.machine, record.find(record.contest.baseline)
    found: dict[str, object] = {
        "the CPU": machine.cpu,
        "the cap on instruction sets": machine.isa_cap,
    }
    if any(row.flavour for row in record.variants):  # programs come from a compiler of their own
        found["the compiler"] = machine.compiler
    if record.problem is not None:
        fields, ignored = msgspec.to_builtins(record.problem), record.problem.irrelevant
        found |= {f"the problem's {key}": fields[key] for key in fields if key not in ignored}
    found["the baseline"] = record.contest.baseline
    if baseline is not None:
        found |= {f"the baseline: {key}": each for key, each in _of_row(record, baseline).items()}
        if baseline.compiler and in_files(baseline.compiler) != in_files(machine.compiler):
            found["the baseline: the compiler"] = in_files(baseline.compiler)
        if baseline.flavour is None and baseline.toolchain != "command":
            # A faster interpreter would make every compiled row look slower.
            found["the baseline: Python"] = machine.python
        version = machine.libraries.get(baseline.toolchain, "")
        found[f"the baseline: {baseline.toolchain}"] = version
    return found


def _of_row(record: Record, row: Variant) -> dict[str, object]:
    """Return by its name what must be equal in two contests, for a row to be compared."""
    return {
        "the set of flags": row.flags or record.contest.machine.flags.get(row.flavour or "", ""),
        "the number of threads": row.threads,
        "the number of pictures at once": row.pictures,
        "the GIL": row.gil,
    }


def contests_apart(old: Record, new: Record) -> Iterator[str]:
    """Yield the reasons why no row can be compared."""
    for record, which in ((old, "old"), (new, "new")):
        # A contest may be interrupted because of what its rows show: that biases them.
        if record.contest.state == State.INTERRUPTED:
            yield f"the {which} contest was interrupted"
        if contended(record):
            yield f"the machine was too busy in the {which} contest"
    yield from _differences(circumstances(old), circumstances(new))
    yardsticks = [record.find(record.contest.baseline) for record in (old, new)]
    for yardstick, which in zip(yardsticks, ("old", "new"), strict=True):
        if yardstick is None or not yardstick.timed:
            yield f"the baseline has no time in the {which} contest"
    if yardsticks[0] and yardsticks[1]:
        yield from (
            f"the baseline: {reason}"
            for reason in rows_apart(old, yardsticks[0], new, yardsticks[1])
        )


def rows_apart(old: Record, was: Variant, new: Record, now: Variant) -> Iterator[str]:
    """Yield the reasons why this row cannot be compared."""
    if not (was.timed and now.timed):
        yield states(was, now)
    for row, which in ((was, "old"), (now, "new")):
        if row.verdict == "suspect":
            yield f"it is suspect in the {which} contest: faster than its steps can be taken"
    if was.compiler and now.compiler:  # files of version 1 do not say
        old_one, new_one = in_files(was.compiler), in_files(now.compiler)
        yield from _differences({"the compiler": old_one}, {"the compiler": new_one})
    yield from _differences(_of_row(old, was), _of_row(new, now))


def _differences(was: dict[str, object], now: dict[str, object]) -> Iterator[str]:
    for what in dict.fromkeys([*was, *now]):
        if was.get(what) != now.get(what):
            yield f"{what} was {_named(was.get(what))}, is {_named(now.get(what))}"


def _named(value: object) -> object:
    return "none" if value is None or value == "" else value


def state_of(row: Variant) -> str:
    """Return a row's status, or that it has no time."""
    return "not timed" if row.status == Status.OK and not row.samples else row.status


def states(was: Variant, now: Variant) -> str:
    """Return the status of a row in both contests."""
    details = f": {now.reason.splitlines()[0]}" if now.reason and not now.timed else ""
    return f"was {state_of(was)}, is {state_of(now)}{details}"
