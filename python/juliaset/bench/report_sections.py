"""The report's comparisons: the ladder, the intervals, the roof and what the GIL costs."""

from juliaset.bench.charts import Band, Curve, Line, Mark, bars, curves, distances, legend, whiskers
from juliaset.bench.markup import Html, code, el, join, paragraph, scrolling, table
from juliaset.bench.record import Record
from juliaset.bench.stats import FASTER, SLOWER, Comparison
from juliaset.bench.summary import Summary, control, verdict_of
from juliaset.terminal import duration

TOOLCHAINS = ("python", "numpy", "numba", "cython", "cpp", "own")
EXACT = "exact"
# A command is neither exact nor not: nobody counts its pixels.
NOT_PALE = {EXACT, ""}
# Rows this close to the baseline get a drawing of their own: beside a row that is a hundred times
# as fast their intervals are dots.
NEAR = (0.8, 1.25)


def factor(ratio: float) -> str:
    """Write how many times as fast, with about three digits."""
    places = 0 if ratio >= 100 else 1 if ratio >= 10 else 2  # noqa: PLR2004 - three digits
    return f"{ratio:,.{places}f} x" if ratio >= 1 else f"{ratio:.3g} x"


def hue(toolchain: str) -> str:
    """Name the colour of a toolchain; all that nobody foresaw share one."""
    return f"hue-{toolchain if toolchain in TOOLCHAINS else 'other'}"


def kind_of(row: Summary) -> str:
    """Name how a row is drawn: its colour, and pale where its counts may differ."""
    pale = "" if row.variant.exactness in NOT_PALE else " tolerant"
    return hue(row.variant.toolchain) + pale


def yardstick(record: Record) -> str | None:
    """Name the row against which the ladder is drawn: the reference, else the baseline."""
    wanted = [record.contest.reference, record.contest.baseline]
    found = [row for name in wanted if name and (row := record.find(name)) and row.timed]
    return found[0].id if found else None


def speed_up(record: Record, row: Summary) -> float | None:
    """Give the speed-up against the yardstick, whose own is 1."""
    against = yardstick(record)
    if row.variant.timed and row.variant.id == against:
        return 1.0
    by_reference = against == record.contest.reference
    pair = row.against_reference if by_reference else row.against_baseline
    return pair.ratio if pair else None


def ladder(record: Record, rows: list[Summary]) -> Html:
    """Draw what is how many times as fast as the reference, and list what has no time."""
    fast = [(up, row) for row in rows if (up := speed_up(record, row))]
    fast.sort(key=lambda pair: -pair[0])
    parts = []
    if fast:
        lines = [
            Line(
                row.variant.id,
                up,
                f"{factor(up)}  {duration((row.median_ns or 0) / 1e9)}",
                kind_of(row),
            )
            for up, row in fast
        ]
        parts.append(paragraph("Times as fast as ", code(str(yardstick(record))), ", logarithmic."))
        if record.problem:
            more = "shows a kernel's source, its gain and its limit."
            parts.append(paragraph(code("juliaset explain KERNEL"), f" {more}"))
        parts.append(_toolchains([row for _, row in fast]))
        parts.append(bars(f"Speed-up against {yardstick(record)}, on a logarithmic scale", lines))
    else:
        parts.append(
            paragraph(
                "No speed-up can be shown: neither the reference nor the baseline has a time."
            )
        )
    return join([*parts, _without_time(rows)])


def _toolchains(rows: list[Summary]) -> Html:
    seen = list(dict.fromkeys(row.variant.toolchain for row in rows))
    entries = [(hue(name), name or "unnamed") for name in seen]
    if any(row.variant.exactness not in NOT_PALE for row in rows):
        entries.append(("tolerant hue-other", "pale: the counts may differ from the reference's"))
    return legend(entries)


def _without_time(rows: list[Summary]) -> Html:
    missing = [row.variant for row in rows if not row.variant.timed]
    if not missing:
        return Html()
    items = [
        el(
            "li",
            code(variant.id),
            " ",
            el("strong", "no samples" if variant.status == "ok" else variant.status),
            f": {variant.reason}" if variant.reason else "",
        )
        for variant in missing
    ]
    return join([el("h3", "Rows without a time"), el("ul", *items, class_="untimed")])


def intervals(record: Record, rows: list[Summary]) -> Html:
    """Draw each ratio against the baseline, its interval, and what the twin shows of itself."""
    baseline = record.contest.baseline
    twin = control(record)
    compared = [(row, row.against_baseline) for row in rows if row.against_baseline]
    if not compared:
        said = "No row was timed in the same rounds as the baseline "
        return paragraph(said, code(str(baseline)), ", so there is no interval to show.")
    compared.sort(key=lambda pair: -pair[1].ratio)
    lines = [_whisker(row, pair, baseline) for row, pair in compared]
    band = Band(twin.interval.low, twin.interval.high) if twin and twin.interval else None
    parts = [_about_twin(twin), _verdicts(band is not None)]
    near = [line for line in lines if NEAR[0] <= line.value <= NEAR[1]]
    if near and len(near) < len(lines):
        parts += [
            el("h3", "Close to the baseline"),
            whiskers(f"Ratios close to {baseline} with their intervals", near, band),
            el("h3", "All rows"),
        ]
    parts.append(whiskers(f"Ratios against {baseline} with their intervals", lines, band))
    return join(parts)


def _whisker(row: Summary, compared: Comparison, baseline: str | None) -> Line:
    words = verdict_of(row, baseline)
    kind = {FASTER: "faster", SLOWER: "slower"}.get(compared.verdict, "undecided")
    found = compared.interval
    low, high = (found.low, found.high) if found else (None, None)
    figures = join([f"{compared.ratio:.3f}", el("tspan", bracket(compared), class_="wide")])
    return Line(row.variant.id, compared.ratio, join([figures, f" {words}"]), kind, low, high)


def bracket(compared: Comparison) -> str:
    """Write an interval."""
    found = compared.interval
    return f" [{found.low:.3f}, {found.high:.3f}]" if found else ""


def _about_twin(twin: Comparison | None) -> Html:
    if twin is None:
        return paragraph(
            "The baseline has no twin in this record, so nobody knows what this machine shows "
            "where there is no difference: there are no verdicts."
        )
    if twin.interval is None:
        return paragraph(
            f"The baseline and its twin share {twin.rounds} of the rounds: too few for an interval."
        )
    return paragraph(
        f"Right of 1 is faster than the baseline. The band is the baseline's own twin, the same "
        f"program a second time, at {twin.ratio:.4f}{bracket(twin)}: "
        "what does not leave it is not a difference."
    )


def _verdicts(banded: bool) -> Html:  # noqa: FBT001 - one fact
    entries = [("faster", "faster"), ("slower", "slower"), ("undecided", "same or unresolved")]
    return legend(entries + ([("band", "the twin")] if banded else []))


def roof(record: Record, rows: list[Summary]) -> Html:
    """Draw how near each row comes to what the vector ports of this machine can do."""
    bound = record.contest.bound
    timed = [row for row in rows if row.ns_per_iteration]
    if bound is None or not timed:
        what = "row with a known number of iterations" if bound else "measured bound"
        return paragraph(f"This record holds no {what}, so there is no roof to draw.")
    roofs = sorted(bound.roofs, key=lambda roof: roof.ns_per_iteration)
    marks = [
        Mark(
            roof.ns_per_iteration,
            f"{roof.isa or 'bound'}: {roof.ns_per_iteration:.3g} ns",
            "bound",
        )
        for roof in roofs
    ]
    lines = [_distance(row) for row in timed]
    lines.sort(key=lambda line: line.value)
    return join(
        [
            paragraph(
                "Nanoseconds for one iteration of one pixel, times the threads used, on a "
                "logarithmic scale: left is better. The first bound is what a loop of nothing but "
                "the six operations reaches here; the share is how much of it a row gets. Single "
                "precision has twice the lanes and may pass it."
            ),
            _toolchains(timed),
            distances("Time per iteration above the measured bound", lines, marks),
        ]
    )


def _distance(row: Summary) -> Line:
    each = (row.ns_per_iteration or 0) * row.variant.threads
    share = f"  {100 * row.share_of_bound:.3g} %" if row.share_of_bound else ""
    return Line(row.variant.id, each, f"{each:.3g} ns{share}", kind_of(row))


def gil(record: Record) -> Html:
    """Show what threads gain with the GIL held and released, and how long the others stall."""
    probe = record.probes.gil
    if probe is None or not probe.rows:
        return paragraph("Not measured here; ", code("juliaset gil"), " measures it.")
    ways = {"released": "faster", "processes": "hue-python", "held": "slower"}
    drawn = []
    for way, kind in ways.items():
        points = [(float(row.threads), getattr(row, way)) for row in probe.rows]
        if points:
            drawn.append(Curve(way, points, kind))
    headings = ["threads", *ways, "longest stall, released", "longest stall, held"]
    body = [
        [
            str(row.threads),
            *(f"{getattr(row, way):.3g} x" for way in ways),
            *(f"{getattr(row, f'stall_{way}_ms'):.3g} ms" for way in ("released", "held")),
        ]
        for row in probe.rows
    ]
    said = f"{probe.kernel} in several threads, a private picture each: how "
    said += "much more is done in the same time. Processes are the ceiling; a stall is how long "
    said += "another thread of Python had to wait."
    chart = curves("Throughput with the GIL released, held, and with processes", drawn)
    names = [(curve.kind, f"{'abc'[at]}: {curve.name}") for at, curve in enumerate(drawn)]
    shown = [legend(names), scrolling(chart, "Chart of the GIL")] if drawn else []
    return join([paragraph(said), *shown, table("The GIL", headings, body)])
