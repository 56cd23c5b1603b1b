"""The report's families: one kernel with several numbers of threads, or under several flags."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from juliaset.bench.charts import Curve, curves, letter
from juliaset.bench.markup import Cell, Html, code, el, join, paragraph, scrolling, table
from juliaset.bench.record import Record, Variant
from juliaset.bench.report_sections import hue
from juliaset.bench.stats import compare
from juliaset.bench.summary import Summary, contended, times
from juliaset.terminal import duration

Key = TypeVar("Key", bound=Hashable)
Member = TypeVar("Member", bound=Hashable)

# Where the flags do not matter to a kernel it has none.
NO_FLAVOUR = "default"
# Paler than this the letters on a cell of the heat map keep their contrast.
HOTTEST = 45


def scaling(record: Record, rows: list[Summary]) -> Html:
    """Draw S(T) against T, with the ideal line."""
    families = _families(rows, lambda v: (v.kernel, v.flavour, v.gil), lambda v: v.threads)
    if contended(record):
        return paragraph(
            "Refused: the machine was busy during this contest, and threads that wait for "
            "somebody else's say nothing about scaling. Measure again on a quiet machine."
        )
    if not families:
        said = "No kernel was measured with several numbers of threads; "
        return paragraph(said, code("juliaset scale"), " does it.")
    drawn = [_curve(members) for members in families]
    numbers = sorted({x for curve in drawn for x, _ in curve.points})
    body = [_gains(at, curve, numbers) for at, curve in enumerate(drawn)]
    headings = ["kernel", *(f"T = {number:g}" for number in numbers), "of the ideal"]
    return join(
        [
            paragraph(
                "How many times as fast a kernel is with T threads as with its fewest, by the "
                "rounds in which both ran. The dashed line is the ideal."
            ),
            scrolling(curves("Speed-up by the number of threads", drawn), "Chart of the scaling"),
            table("Scaling", headings, body),
        ]
    )


def _curve(members: dict[int, Summary]) -> Curve:
    fewest = min(members)
    base = times(members[fewest].variant)
    points = []
    for number in sorted(members):
        pair = compare(base, times(members[number].variant), resolution=None)
        if pair:
            points.append((float(number), fewest * pair.ratio))
    first = members[fewest].variant
    return Curve(_name(first), points, hue(first.toolchain))


def _gains(at: int, curve: Curve, numbers: list[float]) -> list[str | Cell]:
    gains = dict(curve.points)
    most, gain = curve.points[-1]
    name = join([el("strong", letter(at)), " ", code(curve.name)])
    cells = [Cell(f"{gains[n]:.2f} x", gains[n]) if n in gains else Cell("") for n in numbers]
    return [name, *cells, Cell(f"{100 * gain / most:.0f} %", gain / most)]


def matrix(rows: list[Summary]) -> Html:
    """Show kernels by flavours as a heat map, each row against its own fastest."""
    families = _families(rows, lambda v: (v.kernel, v.threads, v.gil), _flavour)
    if not families:
        said = "No kernel was measured under several sets of flags; "
        return paragraph(said, code("juliaset matrix"), " does it.")
    flavours = list(dict.fromkeys(name for members in families for name in members))
    body: list[list[str | Cell]] = [
        [
            code(_name(next(iter(members.values())).variant, threads=True)),
            *(_heat(members, flavour) for flavour in sorted(flavours)),
        ]
        for members in families
    ]
    return join(
        [
            paragraph(
                "The median time, and how many times that of the row's fastest. "
                "The stronger the colour, the more the flags cost this kernel."
            ),
            table("Kernels by flags", ["kernel", *sorted(flavours)], body, "heat"),
        ]
    )


def _heat(members: dict[str, Summary], flavour: str) -> Cell:
    row = members.get(flavour)
    if row is None or row.median_ns is None:
        return Cell("")
    best = min(member.median_ns or 0 for member in members.values())
    worst = row.median_ns / best
    # Ten times as slow is as dark as it gets.
    part = HOTTEST * min((worst - 1) / 9, 1) ** 0.5
    shown = join([duration(row.median_ns / 1e9), el("br"), el("small", f"{worst:.2f} x")])
    return Cell(shown, row.median_ns, f"--part:{part:.0f}%")


def _flavour(variant: Variant) -> str:
    return variant.flavour or NO_FLAVOUR


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
