"""Figures have colours that all readers can tell apart, and words for readers who see none."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from PIL import Image

from juliaset import figures

pyplot = pytest.importorskip("matplotlib.pyplot", reason="matplotlib is not installed")

# How a screen's light looks without one kind of cone: Machado, Oliveira and Fernandes, 2009.
SEEN_AS = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def light(colour: str) -> np.ndarray:
    """Return the light of a colour: red, green and blue, from 0 to 1."""
    parts = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    linear: np.ndarray = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear


def lab(rgb: np.ndarray) -> np.ndarray:
    """Return a light in CIE L*a*b*, in which distances are like those that one sees."""
    xyz = TO_XYZ @ np.clip(rgb, 0, 1) / [0.9505, 1, 1.089]
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("seen_as", SEEN_AS.values(), ids=SEEN_AS)
def test_colours_are_told_apart_with_every_kind_of_sight(seen_as: np.ndarray) -> None:
    for one, other in combinations(figures.PALETTE, 2):
        apart = np.linalg.norm(lab(seen_as @ light(one)) - lab(seen_as @ light(other)))
        assert apart > 30, (one, other)  # red and green of a traffic light: above 30, and below 10


@pytest.mark.parametrize("colour", figures.PALETTE)
def test_a_line_stands_out_from_white(colour: str) -> None:
    luminance = light(colour) @ [0.2126, 0.7152, 0.0722]
    assert 1.05 / (luminance + 0.05) >= 3  # what WCAG asks of graphics


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    display = pytest.importorskip("IPython.display", reason="IPython is not installed")
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(
        display, "display", lambda data, *, raw: found.append(data) if raw else None
    )
    return found


def test_a_figure_is_shown_with_its_words_and_closed(shown: list[dict[str, Any]]) -> None:
    figure, (left, right) = pyplot.subplots(1, 2)
    left.plot([0, 10], [1, 5], label="old")
    left.plot([0, 10], [1, 2], label="new")
    left.set(xlabel="calls", ylabel="seconds", xlim=(0, 10), ylim=(0, 6), title="Both")
    right.barh(["Python", "C++"], [1, 2])
    right.set(xlabel="times as fast", xlim=(0, 4))
    figures.show_figure(figure, "Two ways to the same picture.")
    (data,) = shown
    assert data["image/png"].startswith(b"\x89PNG")
    assert data["text/plain"] == (
        "Two ways to the same picture. "
        "Both: seconds, from 0 to 6, against calls, from 0 to 10; for old, new. "
        "in turn: Python, C++, against times as fast, from 0 to 4."
    )
    assert not pyplot.get_fignums()


def test_a_picture_of_pixels_is_shown_with_its_words(shown: list[dict[str, Any]]) -> None:
    figures.show_picture(Image.new("RGB", (2, 2)), "Four pixels that are all black.")
    (data,) = shown
    assert data["text/plain"] == "Four pixels that are all black."
    assert data["image/png"].startswith(b"\x89PNG")


@pytest.mark.parametrize("text", ["", "a plot", "a plot without a full stop at its end"])
def test_a_figure_without_a_sentence_is_refused(text: str) -> None:
    figure = pyplot.figure()
    with pytest.raises(ValueError, match="allowed: a sentence"):
        figures.show_figure(figure, text)
    pyplot.close(figure)


def test_the_style_is_large_and_uses_the_colours() -> None:
    with pyplot.rc_context():
        figures.use_style()
        assert pyplot.rcParams["font.size"] >= 12
        assert pyplot.rcParams["legend.fontsize"] >= 12
        figure, axes = pyplot.subplots()
        (line,) = axes.plot([1, 2])
        assert line.get_color() == figures.PALETTE[0]
        pyplot.close(figure)
