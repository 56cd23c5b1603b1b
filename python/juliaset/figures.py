"""How the figures of the course look, and the words for readers who cannot see them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from PIL.Image import Image

# Told apart with each kind of colour blindness, and dark enough for lines on white: a test computes
# both.
PALETTE = ("#3700dd", "#e06002", "#04a080", "#742506", "#d75ed3", "#000000")

_SHORTEST_TEXT = 20  # letters; less does not say what is drawn


def use_style() -> None:
    """Let all figures that are drawn from now on be readable from the last row of a room."""
    from cycler import cycler  # noqa: PLC0415 - it comes with matplotlib, of an extra
    from matplotlib import pyplot as plt  # noqa: PLC0415

    plt.rcParams.update(
        {
            "axes.axisbelow": True,
            "axes.prop_cycle": cycler(color=PALETTE),
            "axes.spines.right": False,
            "axes.spines.top": False,
            "figure.constrained_layout.use": True,
            "figure.dpi": 100,
            "figure.facecolor": "white",
            "font.size": 13,
            "image.cmap": "viridis",
            "legend.fontsize": 12,
            "lines.linewidth": 2,
        }
    )


def show_figure(figure: Figure, text: str) -> None:
    """Show a figure and close it; `text` says what is drawn to a reader who cannot see it.

    The axes of each part, with their ranges, and its labels are added to the text.
    """
    from matplotlib import pyplot as plt  # noqa: PLC0415

    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    words = " ".join(filter(None, map(_part_in_words, figure.axes)))
    plt.close(figure)
    _display(drawn, text, words)


def show_picture(picture: Image, text: str) -> None:
    """Show a picture made of pixels; `text` says what it shows to a reader who cannot see it."""
    drawn = io.BytesIO()
    picture.save(drawn, format="png")
    _display(drawn, text)


def _display(drawn: io.BytesIO, text: str, more: str = "") -> None:
    from IPython.display import display  # noqa: PLC0415 - it is there if a notebook is

    if len(text) < _SHORTEST_TEXT or not text.endswith("."):
        raise ValueError(f"the text is {text!r}; allowed: a sentence about what is drawn")
    data = {"image/png": drawn.getvalue(), "text/plain": f"{text} {more}".strip()}
    display(data, raw=True)  # type: ignore[no-untyped-call]


def _part_in_words(axes: Axes) -> str:
    """Return the axes of a part of a figure with their ranges, and the labels in it."""
    if not axes.has_data() or not (axes.get_xlabel() or axes.get_ylabel()):
        return ""
    title = f"{axes.get_title()}: " if axes.get_title() else ""
    sides = [
        _side_in_words(axes.get_xlabel(), axes.get_xlim(), axes.get_xticklabels()),
        _side_in_words(axes.get_ylabel(), axes.get_ylim(), axes.get_yticklabels()),
    ]
    labels = axes.get_legend_handles_labels()[1]
    of_what = f"; for {', '.join(map(str, labels))}" if labels else ""
    return f"{title}{', against '.join(filter(None, reversed(sides)))}{of_what}."


def _side_in_words(label: str, limits: tuple[float, float], ticks: list[Text]) -> str:
    """Return what one side shows, and between which numbers, or the names along it."""
    names = [tick.get_text() for tick in ticks]
    if any(name and not _is_number(name) for name in names):
        return f"{label or 'in turn'}: {', '.join(filter(None, names))}"
    low, high = sorted(limits)
    return f"{label}, from {low:.3g} to {high:.3g}" if label else ""


def _is_number(name: str) -> bool:
    return not any(letter.isalpha() for letter in name.replace("mathdefault", ""))
