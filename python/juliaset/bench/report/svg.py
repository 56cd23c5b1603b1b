"""What every chart of a page shares: an empty figure, its colours, its ticks, and its inline SVG.

Colours are the page's CSS variables, and an entry's CSS class sets its own colour, so that a chart
is right on light and on dark pages.
"""

import io
import re
import warnings
from collections.abc import Sequence
from enum import StrEnum
from math import log10
from typing import Any

import matplotlib as mpl
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import Locator, LogLocator, MaxNLocator


class Colour(StrEnum):
    """What matplotlib draws with; the page has a variable of each name."""

    HUE = "#f0007d"
    INK = "#f0017d"
    MUTED = "#f0027d"
    HAIR = "#f0037d"
    SHADE = "#f0047d"
    WARN = "#f0057d"


SETTINGS: Any = {
    "text.parse_math": False,  # a $ in a name does not mean mathematics
    "svg.fonttype": "none",
    "font.size": 12,
    "font.family": "DejaVu Sans",
    "text.color": Colour.MUTED,
    "axes.labelcolor": Colour.MUTED,
    "xtick.color": Colour.MUTED,
    "ytick.color": Colour.MUTED,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "grid.color": Colour.HAIR,
    "axes.axisbelow": True,
}
# What the page doesn't need of matplotlib's SVG, and what our gids become.
CHANGES = (
    (r"^.*?<svg[^>]*>|<metadata>.*?</metadata>|<!--.*?-->|<style.*?</style>", ""),
    (r'<clipPath.*?</clipPath>| clip-path="url\(#\w+\)"', ""),
    (r'<g id="css:([\w ]*):([^"]*)">', r'<g class="\1"><title>\2</title>'),
    (r'<g id="[^"]*"/>', ""),
    (r'<g id="[^"]*">', "<g>"),
    *((rf"\b(fill|stroke): {hue}", rf"\1: var(--{hue.name.lower()})") for hue in Colour),
)
WITHOUT = {"Date": None, "Creator": None, "Format": None, "Type": None}


def empty(width: float, height: float, margins: Sequence[float]) -> tuple[Figure, Axes]:
    """Return a chart of that many pixels, with margins left, above, right and below."""
    left, top, right, bottom = margins
    figure = Figure(figsize=(width / 72, height / 72), dpi=72)  # a pixel is a point
    figure.subplots_adjust(left / width, bottom / height, 1 - right / width, 1 - top / height)
    return figure, figure.add_subplot(frame_on=False)


def ticks(low: float, high: float) -> Locator:
    """Return where a few round numbers lie: powers of ten, 1-2-5, or even steps."""
    decades = log10(high / low)
    if decades >= 1.7:  # noqa: PLR2004
        return LogLocator(numticks=8)
    return LogLocator(subs=(1, 2, 5)) if decades >= 0.5 else MaxNLocator(5, steps=[1, 2, 5, 10])  # noqa: PLR2004


def inline(figure: Figure, title: str, css: str) -> Markup:
    """Return the chart as an element of the page, with a title for screen readers."""
    file = io.StringIO()
    # Ids are hashes with a salt of their own, so that no two charts of a page share one.
    with warnings.catch_warnings(), mpl.rc_context({"svg.hashsalt": f"{css} {title}"}):
        warnings.simplefilter("ignore")  # a letter that matplotlib's font lacks is the browser's
        figure.savefig(file, format="svg", metadata=WITHOUT, transparent=True)
    svg = file.getvalue()
    for pattern, replacement in CHANGES:
        svg = re.sub(pattern, replacement, svg, flags=re.DOTALL)
    width, height = (round(72 * inches) for inches in figure.get_size_inches())
    head = f'<svg class="{css}" viewBox="0 0 {width} {height}" role="img">'
    return Markup(f"{head}<title>{escape(title)}</title>{svg}")  # noqa: S704 - made above
