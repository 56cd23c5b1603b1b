"""The report's charts: matplotlib's SVG, inline, in the colours of the page.

Colours are the page's CSS variables, so that a chart is right on a light and on a dark page. A
chart of rows is drawn twice, wide and narrow: letters keep their size on a phone.
"""

import io
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from math import inf, log10
from typing import Any

import matplotlib as mpl
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, Locator, LogLocator, MaxNLocator

WIDE, NARROW = 760, 350  # pixels
ROW, HEAD, MARGIN = 34, 24, 16
LONGEST = {WIDE: 64, NARROW: 30}  # letters of a name
LETTERS = 12  # pixels

# What a colour is called on the page, and the stand-in for it that matplotlib can draw with.
_ROLES = "paper ink muted hair shade accent warn python numpy numba cython cpp own other"
COLOURS = {name: f"#f0{number:02x}7d" for number, name in enumerate(_ROLES.split())}
_NAMES = {colour: f"var(--{name})" for name, colour in COLOURS.items()}
# A $ in a name is no mathematics.
_SETTINGS: Any = {
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "juliaset",
    "font.size": LETTERS,
    "font.family": "DejaVu Sans",
    "text.color": COLOURS["muted"],
    "xtick.color": COLOURS["muted"],
    "ytick.color": COLOURS["muted"],
    "axes.unicode_minus": False,
}
_WITHOUT = {"Date": None, "Creator": None, "Format": None, "Type": None}
_IDS = count()
_FOREIGN = re.compile(
    r"<metadata>.*?</metadata>|<!--.*?-->|<style.*?</style>"
    r'| clip-path="url\(#\w+\)"|<clipPath.*?</clipPath>',
    re.DOTALL,
)


@dataclass(frozen=True)
class Line:
    """A row of a chart: its name and figures above, what is drawn of them below."""

    name: str
    value: float
    figures: str
    colour: str
    pale: bool = False
    brief: str = ""  # the figures on a narrow page, if they are others
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Mark:
    """A vertical line through the whole chart, with its name at its foot."""

    value: float
    name: str = ""


@dataclass(frozen=True)
class Curve:
    """How something grows with the number of threads."""

    name: str
    points: Sequence[tuple[float, float]]
    colour: str


Band = tuple[float, float]


def bars(title: str, lines: Sequence[Line]) -> Markup:
    """Draw bars from 1 to the right, or to the left if a value is below 1."""

    def draw(axes: Axes, line: Line, at: int) -> None:
        # The reference itself has no length; a sliver shows that it is there.
        left, right = sorted((1.0, line.value))
        widest = max(each.value for each in lines) / min(1.0, *(each.value for each in lines))
        right = max(right, left * max(widest, 1.1) ** 0.005)
        axes.barh(
            at + 0.66,
            right - left,
            height=0.28,
            left=left,
            color=(COLOURS[line.colour], 0.25 if line.pale else 1),
            edgecolor=COLOURS[line.colour],
            gid=_tip(line),
        )

    return _rows(title, lines, draw, [Mark(1)], margin=0.0)


def whiskers(title: str, lines: Sequence[Line], band: Band | None) -> Markup:
    """Draw a dot for each ratio and a whisker for its interval; 1 is the baseline."""

    def draw(axes: Axes, line: Line, at: int) -> None:
        colour = COLOURS[line.colour]
        if line.low is not None and line.high is not None:
            axes.plot([line.low, line.high], [at + 0.66] * 2, color=colour, marker="|", lw=2)
        inside = COLOURS["paper"] if line.pale else colour
        _dot(axes, line, at, inside, colour)

    return _rows(title, lines, draw, [Mark(1)], band)


def distances(title: str, lines: Sequence[Line], bounds: Sequence[Mark]) -> Markup:
    """Draw how far each row is from the bound: a stem from the first bound to a dot."""

    def draw(axes: Axes, line: Line, at: int) -> None:
        colour = COLOURS[line.colour]
        ends = [bounds[0].value, line.value]
        axes.plot(ends, [at + 0.66] * 2, color=colour, lw=2, alpha=0.45)
        _dot(axes, line, at, (colour, 0.25) if line.pale else colour, colour)

    return _rows(title, lines, draw, bounds)


def _dot(axes: Axes, line: Line, at: int, inside: Any, edge: str) -> None:  # noqa: ANN401
    looks: Any = {"marker": "o", "ms": 9, "mec": edge, "mew": 1.5, "ls": "none", "zorder": 3}
    axes.plot([line.value], [at + 0.66], mfc=inside, gid=_tip(line), **looks)


def _rows(  # noqa: PLR0913
    title: str,
    lines: Sequence[Line],
    draw: Callable[[Axes, Line, int], None],
    marks: Sequence[Mark],
    band: Band | None = None,
    margin: float = 0.03,
) -> Markup:
    values = [mark.value for mark in marks] + [line.value for line in lines]
    values += [edge for line in lines for edge in (line.low, line.high) if edge]
    values += band or ()
    kept = [value for value in values if 0 < value < inf]
    spread = max(max(kept) / min(kept), 1.02)  # a single value would have no width
    limits = min(kept) / spread**margin, max(kept) * spread ** max(margin, 0.01)

    def chart(wide: int) -> Markup:
        foot = 10 + 15 * sum(bool(mark.name) for mark in marks)
        height = HEAD + len(lines) * ROW + foot
        figure = Figure(figsize=(wide / 72, height / 72), dpi=72)
        box = (MARGIN / wide, foot / height, 1 - 2 * MARGIN / wide, len(lines) * ROW / height)
        axes = figure.add_axes(box, xscale="log", xlim=limits, ylim=(len(lines), 0))
        axes.set(frame_on=False, yticks=[], axisbelow=True)
        axes.xaxis.set_major_locator(_ticks(*limits))
        axes.xaxis.set_minor_locator(FixedLocator([]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.12g}"))
        axes.tick_params(top=True, labeltop=True, bottom=False, labelbottom=False, length=0)
        axes.grid(axis="x", color=COLOURS["hair"], zorder=0)
        if band:
            axes.axvspan(*band, color=COLOURS["shade"], gid="kind:band", zorder=0)
        for number, mark in enumerate(marks):
            _mark(axes, mark, number)
        for at, line in enumerate(lines):
            draw(axes, line, at)
            figures = line.brief if line.brief and wide == NARROW else line.figures
            name = shortened(line.name, LONGEST[wide])
            _words(axes, 0, at + 0.28, name, ha="left", color=COLOURS["ink"])
            _words(axes, 1, at + 0.28, figures, ha="right")
        return _svg(figure, title, "wide" if wide == WIDE else "narrow")

    with mpl.rc_context(_SETTINGS):
        return chart(WIDE) + chart(NARROW)


def _words(axes: Axes, x: float, y: float, text: str, **looks: Any) -> None:  # noqa: ANN401
    # x counts in widths of the chart, y in rows.
    axes.text(x, y, text, transform=axes.get_yaxis_transform(), va="center", **looks)


def _mark(axes: Axes, mark: Mark, number: int) -> None:
    bound = bool(mark.name)
    colour = COLOURS["warn" if bound else "muted"]
    axes.axvline(mark.value, color=colour, ls="--" if bound else "-", lw=1.5 if bound else 1)
    # Names of neighbouring bounds take a line each, so that none is written over another.
    low, high = axes.get_xlim()
    left = log10(mark.value / low) < log10(high / low) / 2
    axes.annotate(
        mark.name,
        (mark.value, 0),
        xycoords=axes.get_xaxis_transform(),
        xytext=(0, -10 - 15 * number),
        textcoords="offset pixels",
        ha="left" if left else "right",
        va="center",
    )


def _ticks(low: float, high: float) -> Locator:
    """Return where a few round numbers lie: powers of ten, 1-2-5, or even steps."""
    decades = log10(high / low)
    if decades >= 1.7:  # noqa: PLR2004
        return LogLocator(numticks=8)
    return LogLocator(subs=(1, 2, 5)) if decades >= 0.5 else MaxNLocator(5, steps=[1, 2, 5, 10])  # noqa: PLR2004


@mpl.rc_context(_SETTINGS)
def curves(title: str, drawn: Sequence[Curve]) -> Markup:
    """Draw speed-up against threads with the ideal line; a letter at its end names each curve."""
    most = max(1.0, *(number for curve in drawn for point in curve.points for number in point))
    top = most * 1.08
    figure = Figure(figsize=(520 / 72, 320 / 72), dpi=72)
    axes = figure.add_axes((0.08, 0.14, 0.9, 0.83), xlim=(0, top), ylim=(0, top))
    axes.set(frame_on=False, xlabel="threads", axisbelow=True)
    axes.set_xticks(sorted({x for curve in drawn for x, _ in curve.points}))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.xaxis.label.set_color(COLOURS["muted"])
    axes.tick_params(length=0)
    axes.grid(axis="y", color=COLOURS["hair"], zorder=0)
    axes.plot([0, most], [0, most], color=COLOURS["muted"], ls="--", gid="kind:ideal")
    heights = _apart([curve.points[-1][1] for curve in drawn], top / 18)
    for number, (curve, height) in enumerate(zip(drawn, heights, strict=True)):
        axes.plot(*zip(*curve.points, strict=True), color=COLOURS[curve.colour], marker="o", lw=2)
        at = (curve.points[-1][0] + top / 60, height)
        axes.text(*at, letter(number), color=COLOURS["ink"], va="center")
    return _svg(figure, title, "curves")


def letter(number: int) -> str:
    """Return what stands for a curve in the chart and in the table below it."""
    return chr(ord("a") + number) if number < 26 else str(number + 1)  # noqa: PLR2004 - a to z


def _apart(heights: Sequence[float], least: float) -> list[float]:
    """Move labels up until none is written over another."""
    moved = list(heights)
    for below, above in pairwise(sorted(range(len(heights)), key=lambda i: heights[i])):
        moved[above] = max(moved[above], moved[below] + least)
    return moved


def shortened(name: str, longest: int) -> str:
    """Return a name that fits: its end says more than its middle."""
    line = " ".join(name.split())
    half = longest // 2
    return line if len(line) <= longest else f"{line[:half]}...{line[3 - half :]}"


def _tip(line: Line) -> str:
    """Return a gid that becomes the tool tip, and a class for what may be wrong."""
    return f"kind:{'tolerant' if line.pale else 'sure'}:{line.name}: {line.figures}"


def _svg(figure: Figure, title: str, kind: str) -> Markup:
    """Return the chart as an inline element: no headers, no foreign ids, the page's colours."""
    text = io.StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name in letters that matplotlib's font lacks
        figure.savefig(text, format="svg", metadata=_WITHOUT, transparent=True)
    svg = text.getvalue()
    svg = svg[svg.index("<svg") :]
    body = svg[svg.index(">", svg.index("<svg")) + 1 :]
    body = re.sub(
        r"<metadata>.*?</metadata>|<!--.*?-->|<style.*?</style>", "", body, flags=re.DOTALL
    )
    body = re.sub(r' clip-path="url\(#\w+\)"|<clipPath.*?</clipPath>', "", body, flags=re.DOTALL)
    body = re.sub(r'<g id="kind:(\w+):([^"]*)">', r'<g class="\1"><title>\2</title>', body)
    body = re.sub(r'<g id="kind:(\w+)">', r'<g class="\1">', body)
    body = re.sub(r'<g id="[^"]*">', "<g>", body)
    mine = f"c{next(_IDS)}-"  # ids are unique on the page
    body = re.sub(r'(\bid="|xlink:href="#)', rf"\g<1>{mine}", body)
    body = re.sub("|".join(_NAMES), lambda found: _NAMES[found[0]], body)
    width, height = (round(72 * size) for size in figure.get_size_inches())
    size = "" if kind == "curves" else f' width="{width}" height="{height}"'
    head = f'<svg class="{kind}" viewBox="0 0 {width} {height}"{size} role="img">'
    return Markup(f"{head}<title>{escape(title)}</title>{body}")  # noqa: S704 - made above
