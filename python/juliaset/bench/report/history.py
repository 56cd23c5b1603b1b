"""One HTML page about many contests: how each row's ratio moved, series by series."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import NamedTuple

from markupsafe import Markup
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from juliaset import web_page
from juliaset.bench.report.svg import SETTINGS, Colour, empty, inline, ticks

_MOST_DATES = 5
_NAMED = 30  # of the newest points, each has an explanation of its own; more make pages slow
_MARGIN = 1.02  # so that no mark lies on the edge


class Point(NamedTuple):
    """A row in one contest: at which place, when, its ratio, and the words that explain it."""

    place: int
    date: str
    ratio: float
    interval: tuple[float, float] | None
    words: str
    calm: bool


@dataclass(frozen=True)
class Chapter:
    """A series: what it has in common, a line for each contest, and the points of each row."""

    headings: Sequence[str]
    contests: Sequence[Sequence[str]]
    rows: dict[str, list[Point]]


def page(chapters: Sequence[Chapter]) -> str:
    """Return the whole page."""
    return web_page.render("juliaset.bench.report", "history", chapters=chapters, trend=trend)


def trend(title: str, points: Sequence[Point]) -> Markup:
    """Draw a row's ratios from contest to contest, each with its interval."""
    edges = [edge for each in points for edge in (each.ratio, *(each.interval or ()))]
    low, high = min(edges) / _MARGIN, max(edges) * _MARGIN
    first, last = points[0].place, points[-1].place
    with style.context(["default", SETTINGS]):
        figure, axes = empty(360, 150, (48, 8, 10, 24))
        axes.set(yscale="log", ylim=(low, high), xlim=(first - 0.5, last + 0.5))
        axes.yaxis.set(major_locator=ticks(low, high), minor_locator=NullLocator())
        axes.yaxis.set_major_formatter("{x:,.12g}")
        axes.grid(axis="y")
        step = -(-len(points) // _MOST_DATES)
        dated = points[::step]
        axes.set_xticks([each.place for each in dated], [each.date for each in dated])
        axes.plot(*_line(points), "-", color=Colour.HAIR, lw=1.5)
        for each in points[-_NAMED:]:
            _mark(axes, [each], each.words)
        for calm in (True, False):
            if together := [each for each in points[:-_NAMED] if each.calm == calm]:
                _mark(axes, together, f"{len(together)} older contests")
        return inline(figure, title, "curves")


def _line(points: Sequence[Point]) -> tuple[list[int], list[float]]:
    return [each.place for each in points], [each.ratio for each in points]


def _mark(axes: Axes, points: Sequence[Point], words: str) -> None:
    """Draw points and their intervals as one element of the chart, with one explanation."""
    marks: list[tuple[float, float]] = []
    for each in points:
        low, high = each.interval or (each.ratio, each.ratio)
        # The line is interrupted between two points.
        marks += [(each.place, low), (each.place, each.ratio), (each.place, high), (nan, nan)]
    gid = f"css:{'accent' if points[0].calm else 'warn'}:{words}"
    dots = slice(1, None, 4)
    axes.plot(*zip(*marks, strict=True), "o-", markevery=dots, color=Colour.HUE, ms=5, gid=gid)
