"""What the contest's page is made of: escaped markup, round ticks, and colours that can be told."""

import re
from dataclasses import replace
from importlib.resources import files

import pytest

from juliaset.bench.axes import LogAxis, even_ticks
from juliaset.bench.markup import el, join

STYLE = files("juliaset.bench").joinpath("report_style.css").read_text(encoding="utf-8")


def test_text_is_escaped_and_markup_is_not() -> None:
    assert el("p", "a < b", el("b", '"'), class_='x"y') == (
        '<p class="x&quot;y">a &lt; b<b>&quot;</b></p>'
    )
    assert join(["<", el("br")], "&") == "&lt;&amp;<br>"


@pytest.mark.parametrize(
    ("axis", "ticks"),
    [
        (LogAxis(1, 1058), [1, 10, 100, 1000]),
        (LogAxis(0.9, 12), [1, 2, 5, 10]),
        (LogAxis(0.85, 1.12), [0.9, 1, 1.1]),
    ],
)
def test_ticks_are_round_numbers(axis: LogAxis, ticks: list[float]) -> None:
    assert axis.ticks() == ticks
    assert even_ticks(0, 2.16) == [0, 0.5, 1, 1.5, 2]
    assert replace(axis, low=axis.high / 100).at(axis.high / 10) == pytest.approx(50)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_every_colour_stands_out_from_the_paper(mode: int) -> None:
    pairs = re.findall(r"--(\w+): light-dark\((#\w{6}), (#\w{6})\)", STYLE)
    colours = {name: luminance(both[mode]) for name, *both in pairs}
    grounds = [colours.pop(name) for name in ("paper", "panel", "shade")]
    del colours["hair"]
    assert len(colours) == 11
    for ground in grounds[:2]:
        for name, colour in colours.items():
            bright, dim = max(colour, ground), min(colour, ground)
            assert (bright + 0.05) / (dim + 0.05) >= 4.5, name
