"""The report's plain facts: headline, machine, raw numbers and samples."""

import csv
import io
from typing import Any

import msgspec

from juliaset.bench.markup import Cell, Html, code, el, join, paragraph, table
from juliaset.bench.record import JuliaSet, Record, Sample, State, Variant
from juliaset.bench.record_file import dumps
from juliaset.bench.report_sections import (
    EXACT,
    NOT_PALE,
    bracket,
    factor,
    speed_up,
    yardstick,
)
from juliaset.bench.summary import Summary, verdict_of
from juliaset.terminal import duration

NOTICES = {
    "interrupted": "This contest was interrupted: rows may be missing or have few rounds.",
    "contended": "The machine was busy during this contest: rows with one thread are shown by "
    "their CPU time, and scaling is refused.",
}


def headline(record: Record, rows: list[Summary]) -> Html:
    """Say the one thing that most readers came for."""
    reference = yardstick(record)
    others = [row for row in rows if row.variant.id != reference and speed_up(record, row)]
    exact = [row for row in others if row.variant.exactness in NOT_PALE]
    best = max(exact, key=lambda row: speed_up(record, row) or 0, default=None)
    timed = sum(row.variant.timed for row in rows)
    if best is None:
        lack = "No exact row was timed against another" if timed else "No row has a time"
        return join([paragraph(lack, kind="headline"), _picture(record), _state(record)])
    up = speed_up(record, best) or 0
    own = next((row.median_ns for row in rows if row.variant.id == reference), None) or 0
    said = [code(best.variant.id), " is ", el("b", factor(up).removesuffix(" x"), " times")]
    took = f"{duration((best.median_ns or 0) / 1e9)} instead of {duration(own / 1e9)}"
    same = ", with the same count for every pixel. " if best.variant.exactness == EXACT else ". "
    return join(
        [
            paragraph(*said, " as fast as ", code(str(reference)), kind="headline"),
            paragraph(took, same, _rows(timed, len(rows))),
            _picture(record),
            _state(record),
        ]
    )


def _rows(timed: int, every: int) -> str:
    return f"{timed} of {every} rows have a time."


def _picture(record: Record) -> Html:
    known = record.problem
    if known is None:  # commands were timed
        return Html()
    if not isinstance(known, JuliaSet):
        return paragraph(known.title, kind="quiet")
    re, im = known.c
    words = [
        f"{known.width} x {known.height} pixels",
        f"c = {re:g} {'-' if im < 0 else '+'} {abs(im):g}i",
        f"limit {known.max_iterations}",
        f"{known.steps:,} iterations",
    ]
    return paragraph("The picture: ", ", ".join(words), ".", kind="quiet")


def _state(record: Record) -> Html:
    contest = record.contest
    quiet = paragraph(f"Measured {contest.when}; the contest is {contest.state}.", kind="quiet")
    if contest.state == State.COMPLETE:
        return quiet
    notice = paragraph(NOTICES[contest.state])
    return join([el("div", notice, class_="notice", role="note"), quiet])


def machine(record: Record) -> Html:
    """List all that gives the numbers their meaning."""
    entries = []
    about = msgspec.to_builtins(record.contest)
    for key, value in (about.pop("machine") | about).items():
        entries += [el("dt", key.replace("_", " ")), el("dd", _shown(value))]
    return el("dl", *entries)


def _shown(value: Any) -> Html:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, dict):
        pairs = [
            el("li", f"{key}: ", el("span", _shown(each), class_="value"))
            for key, each in value.items()
            if key != "roofs"  # those of the bound are lines in the roof
        ]
        return el("ul", *pairs)
    if isinstance(value, list):
        return join([_shown(each) for each in value], ", ")
    if isinstance(value, float):
        return join([f"{value:.6g}"])
    return join(["unknown" if value is None or value == "" else str(value)])


HEADINGS = (
    "id",
    "median",
    "min",
    "speed-up",
    "against baseline",
    "verdict",
    "ns/iteration",
    "cores",
    "memory",
    "GIL",
    "counts",
    "rounds",
)


def numbers(record: Record, rows: list[Summary]) -> Html:
    """Give everything in figures."""
    body = [_numbers(record, row) for row in rows]
    return table("Every row of the contest", HEADINGS, body, "sortable")


def _numbers(record: Record, row: Summary) -> list[str | Cell]:
    variant, pair = row.variant, row.against_baseline
    up = speed_up(record, row)
    status = "no samples" if variant.status == "ok" else variant.status
    return [
        code(variant.id),
        _time(row.median_ns) if variant.timed else Cell(el("strong", status)),
        _time(row.min_ns),
        Cell(factor(up), up) if up else Cell(""),
        Cell(f"{pair.ratio:.3f}{bracket(pair)}", pair.ratio) if pair else Cell(""),
        verdict_of(row, record.contest.baseline),
        _figure(row.ns_per_iteration, ".3g"),
        _figure(row.cores, ".2f"),
        Cell(_bytes(variant.memory), variant.memory) if variant.memory is not None else Cell(""),
        variant.gil or "",
        _counts(variant),
        Cell(str(len(variant.samples)), len(variant.samples)),
    ]


def _time(nanoseconds: float | None) -> Cell:
    return Cell("") if nanoseconds is None else Cell(duration(nanoseconds / 1e9), nanoseconds)


def _figure(value: float | None, form: str) -> Cell:
    return Cell("") if value is None else Cell(format(value, form), value)


def _bytes(number: int) -> str:
    return f"{number / 2**20:,.1f} MiB"


def _counts(variant: Variant) -> Cell:
    differ = f"{variant.differing:,} pixels differ"
    words = f"{variant.exactness}, {differ}" if variant.differing else variant.exactness
    return Cell(words, variant.differing)


def samples(record: Record) -> Html:
    """Give every sample as text that a spreadsheet takes, and the record itself as JSON."""
    lines = io.StringIO()
    write = csv.writer(lines, lineterminator="\n")
    write.writerow(["id", *Sample._fields])
    for row in record.variants:
        write.writerows([row.id, *each] for each in row.samples)
    number = sum(len(row.samples) for row in record.variants)
    # JSON may write any character as its number, and without a < nothing ends the element.
    embedded = Html(dumps(record).replace("<", "\\u003c"))
    return join(
        [
            el(
                "details",
                el("summary", f"All {number:,} samples"),
                el("pre", lines.getvalue(), tabindex=0),
            ),
            # Without JavaScript a button would do nothing: the script shows it.
            el("button", "Save this record as JSON", id="save", type="button", hidden=True),
            el("script", embedded, id="record", type="application/json"),
        ]
    )
