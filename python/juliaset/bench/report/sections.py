"""What each section of the report shows, as plain data: the templates put it into words."""

import csv
import io
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from juliaset.bench.record import Record, Sample, Variant
from juliaset.bench.report.charts import (
    Curve,
    Line,
    Mark,
    bars,
    curves,
    distances,
    letter,
    whiskers,
)
from juliaset.bench.stats import FASTER, SLOWER, Comparison, compare
from juliaset.bench.summary import Summary, contended, control, times, verdict_of
from juliaset.terminal import duration

Key = TypeVar("Key", bound=Hashable)
Member = TypeVar("Member", bound=Hashable)

TOOLCHAINS = ("python", "numpy", "numba", "cython", "cpp", "own")
# A command is neither exact nor not: its output has no pixels.
EXACTNESS_OF_SURE = {"exact", ""}
# Rows this close to the baseline get a chart of their own: next to a row that is a hundred times
# as fast, their intervals are dots.
NEAR = (0.8, 1.25)
# With a darker colour, the letters on a cell of the heat map would lose their contrast.
HOTTEST = 45
NO_FLAVOUR = "default"
COLOURS = {FASTER: "accent", SLOWER: "warn"}


@dataclass(frozen=True)
class Cell:
    """A cell that sorts by its number, not by its words."""

    shown: str
    value: float | None = None
    style: str = ""
    small: str = ""


Table = tuple[list[str], list[list[Cell]]]


def factor(ratio: float) -> str:
    """Return how many times as fast, with about three digits."""
    places = 0 if ratio >= 100 else 1 if ratio >= 10 else 2  # noqa: PLR2004 - three digits
    return f"{ratio:,.{places}f} x" if ratio >= 1 else f"{ratio:.3g} x"


def bracket(compared: Comparison) -> str:
    """Return an interval in words."""
    found = compared.interval
    return f" [{found.low:.3f}, {found.high:.3f}]" if found else ""


def yardstick(record: Record) -> str | None:
    """Return the row that the ladder is compared with: the reference, else the baseline."""
    wanted = [record.contest.reference, record.contest.baseline]
    found = [row for name in wanted if name and (row := record.find(name)) and row.timed]
    return found[0].id if found else None


def speed_up(record: Record, row: Summary) -> float | None:
    """Return the speed-up against the yardstick, whose own is 1."""
    against = yardstick(record)
    if row.variant.timed and row.variant.id == against:
        return 1.0
    by_reference = against == record.contest.reference
    pair = row.against_reference if by_reference else row.against_baseline
    return pair.ratio if pair else None


def colour(toolchain: str) -> str:
    """Return the colour of a toolchain; unknown ones share one."""
    return toolchain if toolchain in TOOLCHAINS else "other"


def _pale(row: Summary) -> bool:
    return row.variant.exactness not in EXACTNESS_OF_SURE


def _line(row: Summary, value: float, figures: str) -> Line:
    return Line(row.variant.id, value, figures, colour(row.variant.toolchain), _pale(row))


def headline(record: Record, rows: list[Summary]) -> dict[str, Any] | None:
    """Return the fastest exact row and how it compares with the yardstick; None without one."""
    against = yardstick(record)
    others = [row for row in rows if row.variant.id != against and not _pale(row)]
    ups = [(up, row) for row in others if (up := speed_up(record, row))]
    if not ups:
        return None
    up, best = max(ups, key=lambda pair: pair[0])
    own = next((row.median_ns for row in rows if row.variant.id == against), None)
    return {"row": best.variant, "factor": factor(up).removesuffix(" x"), "against": against} | {
        "took": duration((best.median_ns or 0) / 1e9),
        "instead_of": duration((own or 0) / 1e9),
    }


def ladder(record: Record, rows: list[Summary]) -> dict[str, Any]:
    """Return the chart of speed-ups, its legend, and the rows that have no time."""
    fast = [(up, row) for row in rows if (up := speed_up(record, row))]
    fast.sort(key=lambda pair: -pair[0])
    lines = [
        _line(row, up, f"{factor(up)}  {duration((row.median_ns or 0) / 1e9)}") for up, row in fast
    ]
    against = yardstick(record)
    title = f"Speed-up against {against}, on a logarithmic scale"
    return {
        "against": against,
        "chart": bars(title, lines) if lines else None,
        "legend": toolchains([row for _, row in fast]),
        "untimed": [row.variant for row in rows if not row.variant.timed],
    }


def toolchains(rows: list[Summary]) -> list[tuple[str, str]]:
    """Return the legend: colour and words."""
    seen = dict.fromkeys(row.variant.toolchain for row in rows)
    entries = [(colour(name), name or "unnamed") for name in seen]
    if any(_pale(row) for row in rows):
        entries.append(("tolerant other", "pale: the counts may differ from the reference's"))
    return entries


def intervals(record: Record, rows: list[Summary]) -> dict[str, Any]:
    """Return each ratio against the baseline with its interval, and what the twin shows."""
    baseline = record.contest.baseline
    compared = [(row, pair) for row in rows if (pair := row.against_baseline)]
    compared.sort(key=lambda each: -each[1].ratio)
    lines = [_whisker(row, pair, baseline) for row, pair in compared]
    near = [line for line in lines if NEAR[0] <= line.value <= NEAR[1]]
    twin = control(record)
    band = (twin.interval.low, twin.interval.high) if twin and twin.interval else None
    close = f"Ratios close to {baseline} with their intervals"
    return {
        "twin": twin,
        "bracket": bracket(twin) if twin else "",
        "near": whiskers(close, near, band) if 0 < len(near) < len(lines) else None,
        "all": whiskers(f"Ratios against {baseline} with their intervals", lines, band)
        if lines
        else None,
    }


def _whisker(row: Summary, pair: Comparison, baseline: str | None) -> Line:
    words = verdict_of(row, baseline)
    low, high = (pair.interval.low, pair.interval.high) if pair.interval else (None, None)
    return Line(
        row.variant.id,
        pair.ratio,
        f"{pair.ratio:.3f}{bracket(pair)} {words}",
        COLOURS.get(pair.verdict, "muted"),
        pale=pair.verdict not in COLOURS,
        brief=f"{pair.ratio:.3f} {words}",
        low=low,
        high=high,
    )


def roof(record: Record, rows: list[Summary]) -> dict[str, Any] | None:
    """Return how near each row comes to what the vector ports of this machine can do."""
    bound = record.contest.bound
    timed = [row for row in rows if row.ns_per_iteration]
    if bound is None or not timed:
        return None
    marks = [
        Mark(each.ns_per_iteration, f"{each.isa or 'bound'}: {each.ns_per_iteration:.3g} ns")
        for each in sorted(bound.roofs, key=lambda each: each.ns_per_iteration)
    ]
    lines = sorted((_distance(row) for row in timed), key=lambda line: line.value)
    title = "Time per iteration above the measured bound"
    return {"chart": distances(title, lines, marks), "legend": toolchains(timed)}


def _distance(row: Summary) -> Line:
    each = (row.ns_per_iteration or 0) * row.variant.threads
    share = f"  {100 * row.share_of_bound:.3g} %" if row.share_of_bound else ""
    return _line(row, each, f"{each:.3g} ns{share}")


def gil(record: Record) -> dict[str, Any] | None:
    """Return what threads gain with the GIL held and released, and how long others stall."""
    probe = record.probes.gil
    if probe is None or not probe.rows:
        return None
    ways = {"released": "accent", "processes": "python", "held": "warn"}
    drawn = [
        Curve(way, [(float(row.threads), getattr(row, way)) for row in probe.rows], shade)
        for way, shade in ways.items()
    ]
    body = [
        [Cell(str(row.threads), row.threads)]
        + [Cell(f"{getattr(row, way):.3g} x") for way in ways]
        + [Cell(f"{getattr(row, f'stall_{way}_ms'):.3g} ms") for way in ("released", "held")]
        for row in probe.rows
    ]
    headings = ["threads", *ways, "longest stall, released", "longest stall, held"]
    return {
        "kernel": probe.kernel,
        "chart": curves("Throughput with the GIL released, held, and with processes", drawn),
        "legend": [(shade, f"{letter(at)}: {way}") for at, (way, shade) in enumerate(ways.items())],
        "table": (headings, body),
    }


def scaling(record: Record, rows: list[Summary]) -> dict[str, Any] | None:
    """Return the speed-up by the number of threads, and the ideal; None without any."""
    families = _families(rows, lambda v: (v.kernel, v.flavour, v.gil), lambda v: v.threads)
    if not families or contended(record):
        return None
    drawn = [_curve(members) for members in families]
    numbers = sorted({x for curve in drawn for x, _ in curve.points})
    body = [_gains(at, curve, numbers) for at, curve in enumerate(drawn)]
    headings = ["", "kernel", *(f"T = {number:g}" for number in numbers), "of the ideal"]
    return {
        "chart": curves("Speed-up by the number of threads", drawn),
        "table": (headings, body),
    }


def _curve(members: dict[int, Summary]) -> Curve:
    fewest = min(members)
    base = times(members[fewest].variant)
    pairs = {number: compare(base, times(members[number].variant)) for number in sorted(members)}
    points = [(float(number), fewest * pair.ratio) for number, pair in pairs.items() if pair]
    first = members[fewest].variant
    return Curve(_name(first), points, colour(first.toolchain))


def _gains(at: int, curve: Curve, numbers: list[float]) -> list[Cell]:
    gains = dict(curve.points)
    most, gain = curve.points[-1]
    cells = [Cell(f"{gains[n]:.2f} x", gains[n]) if n in gains else Cell("") for n in numbers]
    part = Cell(f"{100 * gain / most:.0f} %", gain / most)
    return [Cell(letter(at)), Cell(curve.name), *cells, part]


def matrix(rows: list[Summary]) -> Table | None:
    """Return kernels by flavours as a heat map, each row compared with its own fastest."""
    families = _families(
        rows, lambda v: (v.kernel, v.threads, v.gil), lambda v: v.flavour or NO_FLAVOUR
    )
    if not families:
        return None
    flavours = sorted({name for members in families for name in members})
    body = [
        [
            Cell(_name(next(iter(members.values())).variant, threads=True)),
            *(_heat(members, flavour) for flavour in flavours),
        ]
        for members in families
    ]
    return ["kernel", *flavours], body


def _heat(members: dict[str, Summary], flavour: str) -> Cell:
    row = members.get(flavour)
    if row is None or row.median_ns is None:
        return Cell("")
    worst = row.median_ns / min(member.median_ns or 0 for member in members.values())
    # Ten times as slow gets the darkest colour.
    part = HOTTEST * min((worst - 1) / 9, 1) ** 0.5
    time = duration(row.median_ns / 1e9)
    return Cell(time, row.median_ns, f"--part:{part:.0f}%", f"{worst:.2f} x")


def _name(variant: Variant, *, threads: bool = False) -> str:
    flavour = "" if threads or not variant.flavour else f"@{variant.flavour}"
    number = f"/t{variant.threads}" if threads and variant.threads > 1 else ""
    held = "/held" if variant.gil == "held" else ""
    return f"{variant.kernel}{flavour}{number}{held}"


def _families(
    rows: list[Summary], family: Callable[[Variant], Key], member: Callable[[Variant], Member]
) -> list[dict[Member, Summary]]:
    """Group the timed rows, and keep the groups that have several members."""
    found: dict[Key, dict[Member, Summary]] = {}
    for row in rows:
        if row.variant.timed:
            # `best` may be a kernel that has a row of its own; that one came first.
            found.setdefault(family(row.variant), {}).setdefault(member(row.variant), row)
    return [members for members in found.values() if len(members) > 1]


def machine(record: Record) -> dict[str, Any]:
    """Return all circumstances that give the numbers their meaning."""
    about: dict[str, Any] = msgspec.to_builtins(record.contest)
    about |= about.pop("machine")
    if about["bound"]:
        del about["bound"]["roofs"]  # they are lines in the roof
    return about


def numbers(record: Record, row: Summary) -> list[Cell]:
    """Return one row in figures."""
    variant, pair = row.variant, row.against_baseline
    up = speed_up(record, row)
    status = "no samples" if variant.status == "ok" else variant.status
    megabytes = f"{(variant.memory or 0) / 2**20:,.1f} MiB"
    differ = f"{variant.exactness}, {variant.differing:,} pixels differ"
    return [
        Cell(variant.id),
        _time(row.median_ns) if variant.timed else Cell(status, style="untimed"),
        _time(row.min_ns),
        Cell(factor(up), up) if up else Cell(""),
        Cell(f"{pair.ratio:.3f}{bracket(pair)}", pair.ratio) if pair else Cell(""),
        Cell(verdict_of(row, record.contest.baseline)),
        _figure(row.ns_per_iteration, ".3g"),
        _figure(row.cores, ".2f"),
        Cell("" if variant.memory is None else megabytes, variant.memory),
        Cell(variant.gil or ""),
        Cell(differ if variant.differing else variant.exactness, variant.differing),
        Cell(str(len(variant.samples)), len(variant.samples)),
    ]


def _time(nanoseconds: float | None) -> Cell:
    return Cell("" if nanoseconds is None else duration(nanoseconds / 1e9), nanoseconds)


def _figure(value: float | None, form: str) -> Cell:
    return Cell("" if value is None else format(value, form), value)


def samples(record: Record) -> str:
    """Return every sample as text that a spreadsheet can read."""
    lines = io.StringIO()
    write = csv.writer(lines, lineterminator="\n")
    write.writerow(["id", *Sample._fields])
    for row in record.variants:
        write.writerows([row.id, *each] for each in row.samples)
    return lines.getvalue()
