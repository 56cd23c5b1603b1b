"""Reads Google Benchmark's JSON into a contest, and tells whether the two instruments agree."""

import json
import math
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import Struct

from juliaset.bench.record import Imported, Record, Status, Variant
from juliaset.bench.record_file import load
from juliaset.bench.summary import contended
from juliaset.ranges import LONGEST, SHORTEST_NS

AGREEMENT = 0.03

_NANOSECONDS = {None: math.nan, "ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}
FORMAT = "what Google Benchmark writes with --benchmark_out=FILE --benchmark_out_format=json"
_SUFFIX = "/real_time"
# Its quotient of two clocks is good to about a percent; other pictures are further away than this.
_SAME_PICTURE = 0.1
_TIMES = 10  # from here on percent are hard to read


class GoogleRow(Struct):
    """A row of Google Benchmark's JSON, as far as it is read."""

    name: str
    # A counter `threads` of ours comes after, and so replaces, the library's own number, which
    # counts only the threads that the library starts: 1. Counters are floats: 2.0.
    threads: float
    run_type: str = "iteration"
    error_occurred: bool = False
    error_message: str = ""
    skipped: bool = False
    skip_message: str = ""
    time_unit: Literal["ns", "us", "ms", "s"] | None = None
    real_time: float | None = None
    cpu_time: float | None = None
    iterations: int | None = None
    ns_per_iteration: float | None = None


class GoogleFile(Struct):
    """Google Benchmark's JSON."""

    benchmarks: list[GoogleRow]


def from_google_benchmark(text: bytes | str) -> list[Imported]:
    """Return the single runs in Google Benchmark's JSON, in nanoseconds; no means, no deviations.

    A row with an error has no times but a status: `wrong` if our benchmarks found wrong pixels,
    `unavailable` for anything else that they refuse.
    """
    # Not msgspec's parser: Google Benchmark writes a counter that is NaN as NaN.
    try:
        contents = msgspec.convert(json.loads(text), GoogleFile)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    return [_named(row) for row in contents.benchmarks if row.run_type == "iteration"]


def _named(row: GoogleRow) -> Imported:
    """Return a row; an error in it is reported with its name."""
    try:
        return _imported(row)
    except ValueError as error:
        raise ValueError(f"the row {row.name!r}: {error}") from None


def _imported(row: GoogleRow) -> Imported:
    about: dict[str, Any] = {"name": row.name, "threads": row.threads}
    if row.error_occurred or row.skipped:
        reason = row.error_message or row.skip_message or "no reason given"
        status = "wrong" if reason.startswith("wrong") else "unavailable"
        return msgspec.convert(about | {"status": status, "reason": reason}, Imported, strict=False)
    for name, least in (("real_time", SHORTEST_NS), ("cpu_time", 0)):
        number = getattr(row, name)
        about[name] = math.nan if number is None else number * _NANOSECONDS[row.time_unit]
        if not least <= about[name] <= LONGEST:
            said = (
                "missing" if number is None else f"{number:g} {row.time_unit or 'without a unit'}"
            )
            raise ValueError(f"its {name} is {said}; allowed: {least:g} to {LONGEST:g} ns")
    each = row.ns_per_iteration  # 0 and NaN if it was not counted
    about["ns_per_iteration"] = each if each and math.isfinite(each) else None
    return msgspec.convert(about | {"iterations": row.iterations}, Imported, strict=False)


class Agreement(NamedTuple):
    """What two instruments say about one row; `agrees` is None if they cannot be compared."""

    id: str
    agrees: bool | None
    in_words: str

    def __str__(self) -> str:
        """Return the line that a user reads."""
        return f"{self.id}: {self.in_words}"


def row_filter(record: Record) -> str:
    """Return what --benchmark_filter takes for the rows that the contest has too."""
    names = (row.id.removeprefix("best=") for row in record.rows if row.flavour)
    return f"^({'|'.join(re.escape(name) for name in dict.fromkeys(names))})(/|$)"


def in_summary(found: Sequence[Agreement], limit: float = AGREEMENT) -> str:
    """Return whether the two instruments agree, over all rows."""
    compared = [each for each in found if each.agrees is not None]
    if not found:
        return "Google Benchmark and the contest have no row in common."
    if not compared:
        reasons = " / ".join(dict.fromkeys(each.in_words for each in found))
        return f"Google Benchmark's {len(found)} rows {reasons}."
    agree = sum(bool(each.agrees) for each in compared)
    rows = f"{agree} of {len(compared)} rows"
    left_out = f"; {len(found) - len(compared)} more cannot be compared"
    return (
        f"Google Benchmark agrees within {limit:.0%} on {rows}"
        f"{left_out * (len(compared) < len(found))}."
    )


def agreement(record: Record, limit: float = AGREEMENT) -> list[Agreement]:
    """Compare Google Benchmark's times with the contest's, for each row that both have."""
    names = dict.fromkeys(row.name.removesuffix(_SUFFIX) for row in record.imported)
    found = []
    for name in names:
        row = record.find(name) or record.find(f"best={name}")
        if row is not None:
            theirs = [r for r in record.imported if r.name.removesuffix(_SUFFIX) == name]
            found.append(_agreement(record, row, theirs, limit))
    return found


def _agreement(record: Record, row: Variant, theirs: list[Imported], limit: float) -> Agreement:
    reason = _not_alike(record, row, theirs)
    if reason:
        return Agreement(row.id, None, f"cannot be compared: {reason}")
    ours = median(sample.wall_ns for sample in row.samples)
    off = median(each.real_time or 0 for each in theirs) / ours - 1
    if abs(off) <= limit:
        return Agreement(row.id, agrees=True, in_words=f"agrees ({off:+.1%})")
    size = f"{off:+.1%}" if off < _TIMES else f"a factor of {off + 1:.3g}"
    words = f"differs by {size}: Google Benchmark has the {'longer' if off > 0 else 'shorter'}"
    return Agreement(row.id, agrees=False, in_words=f"{words} time; allowed: {limit:.1%}")


def _not_alike(record: Record, row: Variant, theirs: list[Imported]) -> str:
    """Return the reason why the two times are not of the same thing."""
    if contended(record):
        return "the machine was too busy in the contest"
    if not row.timed:
        return f"in the contest it is {row.status if row.status != Status.OK else 'not timed'}"
    for each in theirs:
        if each.status != "ok":
            return f"Google Benchmark says {each.status}: {each.reason}"
        if each.threads != row.threads:
            return f"{row.threads} threads in the contest, {each.threads} in Google Benchmark"
        if (expected := record.steps) and each.ns_per_iteration and each.real_time:
            counted = each.real_time / each.ns_per_iteration
            if abs(counted / expected - 1) > _SAME_PICTURE:
                return (
                    f"the contest's picture takes {expected:,} iterations, "
                    f"Google Benchmark's about {_number(counted)}"
                )
    return ""


def _number(large: float) -> str:
    return f"{large:,.0f}" if large < 1e15 else f"{large:.3g}"  # noqa: PLR2004 - a float's digits


if __name__ == "__main__":  # setup/google_benchmark.sh reads what it prints
    try:
        print(row_filter(load(Path(sys.argv[1]))))  # noqa: T201
    except ValueError as error:
        sys.exit(f"juliaset: {error}")
