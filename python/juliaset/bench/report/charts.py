"""The report's charts, drawn by matplotlib: values in, inline SVG out.

A chart of entries is drawn twice, for wide and for narrow pages, because letters must keep their
size.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import inf
from typing import Any, NamedTuple

from markupsafe import Markup
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, NullLocator
from matplotlib.transforms import blended_transform_factory

from juliaset.bench.report.svg import SETTINGS, Colour, empty, inline, ticks


class Layout(NamedTuple):
    """Sizes of a chart of entries, in pixels, but names in letters."""

    css: str
    width: int
    entry: int
    longest: int
    letter: int
    text_at: int
    mark_at: int


WIDE = Layout("wide", 1160, entry=24, longest=48, letter=13, text_at=12, mark_at=12)
NARROW = Layout("narrow", 350, entry=34, longest=28, letter=12, text_at=9, mark_at=23)

Range = tuple[float, float]


class Entry(NamedTuple):
    """A line of a chart: a name, a value, and the figures that are printed with it."""

    name: str
    value: float
    figures: str
    css: str
    brief: str = ""  # the figures on a narrow page, if they are others
    interval: Range | None = None


class Guide(NamedTuple):
    """A vertical line through the whole chart, with its name at its foot."""

    value: float
    name: str = ""


class Curve(NamedTuple):
    """How something grows with the number of threads."""

    name: str
    points: Sequence[tuple[float, float]]
    css: str


def bars(title: str, entries: Sequence[Entry]) -> Markup:
    """Draw bars from 1 to the right, or to the left if a value is below 1."""

    def draw(axes: Axes, entry: Entry, y: float) -> None:
        low, high = axes.get_xlim()
        left, right = sorted((1.0, entry.value))
        # The reference itself has no length; a sliver shows that it is there.
        length = max(right, left * (high / low) ** 0.005) - left
        axes.barh(y, length, 10, left, color=Colour.HUE, edgecolor=Colour.HUE, gid=_tip(entry))

    return _entries(title, entries, draw, [Guide(1)])


def dots(
    title: str, entries: Sequence[Entry], guides: Sequence[Guide], band: Range | None = None
) -> Markup:
    """Draw a dot for each value, and a whisker for its interval."""

    def draw(axes: Axes, entry: Entry, y: float) -> None:
        if entry.interval:
            axes.plot(entry.interval, (y, y), "|-", color=Colour.HUE, lw=2, gid=_tip(entry))
        axes.plot(entry.value, y, "o", color=Colour.HUE, ms=9, mew=1.5, gid=_tip(entry))

    return _entries(title, entries, draw, guides, band)


def curves(title: str, drawn: Sequence[Curve]) -> Markup:
    """Draw speed-up against threads with the ideal line; a letter at its end names each curve."""
    most = max(1.0, *(number for curve in drawn for point in curve.points for number in point))
    top = most * 1.08
    width, height = 520, max(320, 18 * len(drawn) + 60)
    with style.context(["default", SETTINGS]):
        figure, axes = empty(width, height, (30, 12, 12, 46))
        axes.set(xlabel="threads", xlim=(0, top), ylim=(0, top))
        axes.set_xticks(sorted({x for curve in drawn for x, _ in curve.points}))
        axes.xaxis.set_major_formatter("{x:g}")
        axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        axes.grid(axis="y")
        axes.plot((0, most), (0, most), "--", color=Colour.MUTED, gid="css:ideal:the ideal")
        ends = _apart([curve.points[-1][1] for curve in drawn], 18 * top / height, top)
        for number, (curve, end) in enumerate(zip(drawn, ends, strict=True)):
            gid = f"css:{curve.css}:{curve.name}"
            axes.plot(*zip(*curve.points, strict=True), "o-", color=Colour.HUE, lw=2, gid=gid)
            at = curve.points[-1][0] + top / 60
            axes.text(at, end, letter(number), color=Colour.INK, va="center")
        return inline(figure, title, "curves")


def letter(number: int) -> str:
    """Return what stands for a curve in the chart and in the table below it."""
    return chr(ord("a") + number) if number < 26 else str(number + 1)  # noqa: PLR2004 - a to z


def shortened(name: str, longest: int) -> str:
    """Return a name that fits: its end says more than its middle."""
    line = " ".join(name.split())
    half = longest // 2
    return line if len(line) <= longest else f"{line[:half]}...{line[3 - half :]}"


def _entries(
    title: str,
    entries: Sequence[Entry],
    draw: Callable[[Axes, Entry, float], object],
    guides: Sequence[Guide],
    band: Range | None = None,
) -> Markup:
    values = [guide.value for guide in guides] + [entry.value for entry in entries]
    values += [edge for entry in entries for edge in entry.interval or ()] + list(band or ())
    kept = [value for value in values if 0 < value < inf]
    # Marks at the edge are drawn whole, and a chart of a single value has a width.
    margin = max((max(kept) / min(kept)) ** 0.02, 1.01)
    limits = min(kept) / margin, max(kept) * margin

    def chart(layout: Layout) -> Markup:
        names = [shortened(entry.name, layout.longest) for entry in entries]
        figures = [
            shortened((layout is NARROW and entry.brief) or entry.figures, layout.longest)
            for entry in entries
        ]
        # On a wide page texts have columns left and right; on a narrow one, a line above the mark.
        pixels = 8 if layout is WIDE else 0
        left, right = (6 + pixels * (max(map(len, texts)) + 2) for texts in (names, figures))
        foot = 10 + 15 * sum(bool(guide.name) for guide in guides)
        height = 24 + len(entries) * layout.entry + foot
        figure, axes = empty(layout.width, height, (left, 24, right, foot))
        axes.set(xscale="log", xlim=limits)
        axes.set(ylim=(len(entries) * layout.entry, 0), yticks=[])
        axes.xaxis.set(major_locator=ticks(*limits), minor_locator=NullLocator())
        axes.xaxis.set_major_formatter("{x:,.12g}")
        axes.tick_params(labeltop=True, labelbottom=False)
        axes.grid(axis="x")
        if band:
            axes.axvspan(*band, color=Colour.SHADE, gid="css:band:the controls")
        for number, guide in enumerate(guides):
            _guide(axes, guide, number)
        place = blended_transform_factory(figure.transFigure, axes.transData)
        looks: Any = {"transform": place, "va": "center", "size": layout.letter}
        for number, (entry, name, words) in enumerate(zip(entries, names, figures, strict=True)):
            top = number * layout.entry
            draw(axes, entry, top + layout.mark_at)
            gid, y = f"css:name:{entry.name}", top + layout.text_at
            axes.text(0, y, name, color=Colour.INK, gid=gid, **looks)
            axes.text(1, y, words, ha="right", **looks)
        return inline(figure, title, layout.css)

    with style.context(["default", SETTINGS]):
        return chart(WIDE) + chart(NARROW)


def _guide(axes: Axes, guide: Guide, number: int) -> None:
    dashes, colour = ("--", Colour.WARN) if guide.name else ("-", Colour.MUTED)
    axes.axvline(guide.value, ls=dashes, color=colour, lw=1.5)
    # A name ends at its guide in the right half of the chart, and has a line of its own.
    low, high = axes.get_xlim()
    side = "right" if guide.value > (low * high) ** 0.5 else "left"
    name = "\n" * number + shortened(guide.name, NARROW.longest)
    axes.text(guide.value, 0, name, transform=axes.get_xaxis_transform(), ha=side, va="top")


def _apart(heights: Sequence[float], least: float, top: float) -> list[float]:
    """Move labels up, and below the top again, until none is written over another."""
    moved = list(heights)
    order = sorted(range(len(heights)), key=moved.__getitem__)
    for below, above in pairwise(order):
        moved[above] = max(moved[above], moved[below] + least)
    moved[order[-1]] = min(moved[order[-1]], top)
    for above, below in pairwise(reversed(order)):
        moved[below] = min(moved[below], moved[above] - least)
    return moved


def _tip(entry: Entry) -> str:
    return f"css:{entry.css}:{entry.name}: {entry.figures}"
