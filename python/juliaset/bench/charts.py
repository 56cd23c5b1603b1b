"""The report's drawings: SVG in percent of the page's width, so that letters keep their size."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from juliaset.bench.axes import LogAxis, even_ticks
from juliaset.bench.markup import Html, el, join

ROW, HEAD = 34, 24
BORDER = 4.0  # percent in which a tick's label would be cut, were it centred


@dataclass(frozen=True)
class Line:
    """A row of a chart: its name and figures above, what is drawn of them below."""

    name: str
    value: float
    figures: str
    kind: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Band:
    """A stretch of the axis that means something."""

    low: float
    high: float


@dataclass(frozen=True)
class Mark:
    """A line down the whole chart, with its name at its foot."""

    value: float
    name: str
    kind: str = "mark"


def percent(number: float) -> str:
    """Write a place."""
    return f"{number:.3f}%"


def bars(title: str, lines: Sequence[Line]) -> Html:
    """Draw bars from 1 to the right, or to the left for what is below 1."""
    axis = LogAxis.around([1.0, *(line.value for line in lines)], margin=0.0)
    drawn = []
    for top, line in _tops(lines):
        ends = sorted((axis.at(1), axis.at(line.value)))
        # The reference itself has no length; a sliver says that it is there.
        wide = max(ends[1] - ends[0], 0.5)
        left = min(ends[0], 100 - wide)
        bar = el("rect", x=percent(left), y=top + 17, width=percent(wide), height=9, rx=2)
        drawn.append(_row(line, top, bar))
    return _frame(title, axis, drawn, [Mark(1, "", "one")])


def whiskers(title: str, lines: Sequence[Line], band: Band | None) -> Html:
    """Draw a dot for each ratio and a whisker for its interval; 1 is the baseline."""
    known = [line.value for line in lines]
    known += [edge for line in lines for edge in (line.low, line.high) if edge]
    known += [band.low, band.high] if band else []
    axis = LogAxis.around([1.0, *known])
    drawn = [_whisker(axis, line, top) for top, line in _tops(lines)]
    return _frame(title, axis, drawn, [Mark(1, "", "one")], band)


def _whisker(axis: LogAxis, line: Line, top: int) -> Html:
    middle = top + 22
    parts = []
    if line.low is not None and line.high is not None:
        ends = [percent(axis.at(line.low)), percent(axis.at(line.high))]
        parts.append(el("line", x1=ends[0], x2=ends[1], y1=middle, y2=middle, class_="whisker"))
        parts += [
            el("line", x1=end, x2=end, y1=middle - 4, y2=middle + 4, class_="whisker")
            for end in ends
        ]
    parts.append(el("circle", cx=percent(axis.at(line.value)), cy=middle, r=4.5, class_="dot"))
    return _row(line, top, *parts)


def distances(title: str, lines: Sequence[Line], bounds: Sequence[Mark]) -> Html:
    """Draw how far each row is from the bound: a stem from the first bound to a dot."""
    axis = LogAxis.around([*(b.value for b in bounds), *(line.value for line in lines)])
    start = axis.at(bounds[0].value)
    drawn = []
    for top, line in _tops(lines):
        end, middle = axis.at(line.value), top + 22
        stem = el("line", x1=percent(start), x2=percent(end), y1=middle, y2=middle, class_="stem")
        dot = el("circle", cx=percent(end), cy=middle, r=4.5, class_="dot")
        drawn.append(_row(line, top, stem, dot))
    return _frame(title, axis, drawn, bounds)


def _tops(lines: Sequence[Line]) -> list[tuple[int, Line]]:
    return [(HEAD + number * ROW, line) for number, line in enumerate(lines)]


def _row(line: Line, top: int, *drawn: Html) -> Html:
    name = el("text", line.name, x=0, y=top + 12, class_="name")
    figures = el("text", line.figures, x="100%", y=top + 12, text_anchor="end")
    return el("g", *drawn, name, figures, class_=line.kind or None)


def _frame(
    title: str,
    axis: LogAxis,
    rows: Sequence[Html],
    marks: Sequence[Mark],
    band: Band | None = None,
) -> Html:
    foot = HEAD + len(rows) * ROW + 2
    below: list[Html] = []
    if band:
        left, right = axis.at(band.low), axis.at(band.high)
        wide = percent(max(right - left, 0.2))
        height = foot - HEAD
        below.append(el("rect", x=percent(left), y=HEAD, width=wide, height=height, class_="band"))
    for tick in axis.ticks():
        below += _upright(Mark(tick, f"{tick:,.12g}", "grid"), axis, HEAD, foot, 14)
    # Names of neighbouring bounds take a line each, lest one is written over the other.
    for number, mark in enumerate(marks):
        below += _upright(mark, axis, HEAD - 2, foot + 2, foot + 14 + 15 * number)
    height = foot + 8 + 15 * sum(bool(mark.name) for mark in marks)
    return el("svg", el("title", title), *below, *rows, width="100%", height=height, role="img")


def _upright(mark: Mark, axis: LogAxis, top: int, foot: int, label: int) -> list[Html]:
    at = axis.at(mark.value)
    anchor = "start" if at < BORDER else "end" if at > 100 - BORDER else "middle"
    if mark.kind == "bound":  # its name is long
        anchor = "start" if at < 50 else "end"  # noqa: PLR2004 - the middle
    line = el("line", x1=percent(at), x2=percent(at), y1=top, y2=foot, class_=mark.kind)
    if not mark.name:
        return [line]
    return [line, el("text", mark.name, x=percent(at), y=label, text_anchor=anchor, class_="tick")]


@dataclass(frozen=True)
class Curve:
    """How something grows with the number of threads."""

    name: str
    points: Sequence[tuple[float, float]]
    kind: str = ""


WIDE, TALL = 520, 320
LEFT, RIGHT, TOP, BOTTOM = 40, 510, 14, 276


def curves(title: str, drawn: Sequence[Curve]) -> Html:
    """Draw S against T with the ideal line; a letter at its end names each curve."""
    points = [point for curve in drawn for point in curve.points]
    most = max(1.0, *(x for x, _ in points), *(y for _, y in points))
    numbers = sorted({x for x, _ in points})

    def place(x: float, y: float) -> tuple[float, float]:
        across = x / (most * 1.08)
        return LEFT + across * (RIGHT - LEFT), BOTTOM - y / (most * 1.08) * (BOTTOM - TOP)

    parts: list[Html] = []
    for value in even_ticks(0, most * 1.08):
        y = place(0, value)[1]
        parts.append(el("line", x1=LEFT, x2=RIGHT, y1=y, y2=y, class_="grid"))
        parts.append(el("text", f"{value:g}", x=LEFT - 6, y=y + 4, text_anchor="end"))
    parts += [
        el("text", f"{value:g}", x=place(value, 0)[0], y=BOTTOM + 18, **_CENTRED)
        for value in numbers
    ]
    parts.append(el("text", "threads", x=(LEFT + RIGHT) / 2, y=BOTTOM + 36, **_CENTRED))
    parts.append(_path([place(0, 0), place(most, most)], "ideal"))
    ends = _apart([place(*curve.points[-1])[1] for curve in drawn])
    for number, (curve, end) in enumerate(zip(drawn, ends, strict=True)):
        places = [place(x, y) for x, y in curve.points]
        shape = [_path(places, "curve")]
        shape += [el("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=4, class_="dot") for x, y in places]
        shape.append(el("text", letter(number), x=places[-1][0] + 9, y=end + 4, class_="name"))
        parts.append(el("g", *shape, class_=curve.kind or None))
    box = f"0 0 {WIDE} {TALL}"
    return el("svg", el("title", title), *parts, viewBox=box, role="img", class_="curves")


_CENTRED = {"text_anchor": "middle"}


def letter(number: int) -> str:
    """Give what stands for a curve in the drawing and in the table below it."""
    return chr(ord("a") + number) if number < 26 else str(number + 1)  # noqa: PLR2004 - a to z


def _path(places: Sequence[tuple[float, float]], kind: str) -> Html:
    return el("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in places), class_=kind)


def _apart(heights: Sequence[float], least: float = 16) -> list[float]:
    """Move labels down until none is written over another, and all up where they left the box."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    moved = list(heights)
    for above, below in pairwise(order):
        moved[below] = max(moved[below], moved[above] + least)
    over = max(moved[order[-1]] - BOTTOM, 0) if order else 0
    return [height - over for height in moved]


def legend(entries: Sequence[tuple[str, str]]) -> Html:
    """Explain colours: (class, words)."""
    items = [
        el("li", el("span", class_=f"swatch {kind}", aria_hidden="true"), words)
        for kind, words in entries
    ]
    return el("ul", join(items), class_="legend")
