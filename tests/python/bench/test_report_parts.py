"""What the contest's page is made of: charts with round ticks, and colours with contrast."""

import html
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from juliaset import web_page
from juliaset.bench.report.charts import (
    WIDE,
    Curve,
    Entry,
    Guide,
    bars,
    curves,
    dots,
    shortened,
)

STYLE = (Path(web_page.__file__).parent / "templates" / "page.css").read_text()


def texts(svg: str) -> list[str]:
    """Return the letters of the wide chart."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg.split("</svg>", maxsplit=1)[0])


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([1058], ["1", "10", "100", "1,000"]),
        ([0.9, 12], ["1", "2", "5", "10"]),
        ([0.85, 1.12], ["0.9", "1", "1.1"]),
    ],
)
def test_ticks_are_round_numbers(values: list[float], ticks: list[str]) -> None:
    entries = [Entry(f"row {value}", value, "figures", "cpp") for value in values]
    found = [text for text in texts(bars("title", entries)) if re.fullmatch(r"[\d.,]+", text)]
    assert [text for text in found if text in ticks] == ticks
    assert len(found) <= 7


def test_a_chart_is_drawn_wide_and_narrow_in_the_colours_of_the_page() -> None:
    entry = Entry("one", 2.0, "2.000", "accent", interval=(1.9, 2.1))
    svg = dots("ratios", [entry], [Guide(1)], (0.9, 1.1))
    assert svg.count("<svg") == svg.count("</svg>") == 2
    assert svg.count('class="band"') == 2
    assert svg.count('class="accent"') == 4, "a whisker and a dot, twice"
    assert "var(--hue)" in svg
    assert not re.search(r"#f0[0-9a-f]{2}7d|url\(|http", svg)
    ids = re.findall(r'\bid="([^"]*)"', svg)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'xlink:href="#([^"]*)"', svg)) <= set(ids)


@pytest.mark.parametrize(
    "name",
    [
        "a $x$ b",
        "<b>",
        "two\nlines",
        "\u6f22\u5b57",
        "\u202eback",
        "&amp;",
        'a"b',
        "x" * 500,
        "\x00\x1b[31m",
        "\U0001f600",
        "#f0007d",
        " --> ]]>",
    ],
)
def test_a_hostile_name_is_only_a_name(name: str) -> None:
    svg = bars("title", [Entry(name, 2.0, "figures", "cpp")])
    shown = [html.unescape(text) for text in texts(svg)]
    assert shortened(name, WIDE.longest) in shown
    assert "<b>" not in svg


def test_a_long_name_keeps_its_end() -> None:
    assert shortened("short", 30) == "short"
    long = shortened("./program --with many --options and a last word", 30)
    assert len(long) == 30
    assert long.endswith("last word")


def test_curves_have_letters_that_do_not_overlap() -> None:
    drawn = [Curve(f"k{n}", [(1, 1), (2, 1.9 + n / 1000)], "cpp") for n in range(3)]
    svg = curves("scaling", drawn)
    places = [float(y) for y in re.findall(r'y="([\d.]+)"[^>]*>[abc]</text>', svg)]
    places = sorted(places)
    assert len(places) == 3
    assert all(below - above > 10 for above, below in pairwise(places))


def test_many_curves_stay_in_their_chart() -> None:
    drawn = [Curve(f"k{n}", [(1, 1), (8, 7.9)], "cpp") for n in range(24)]
    svg = curves("scaling", drawn)
    places = sorted(float(y) for y in re.findall(r'y="([\d.]+)"[^>]*>[a-x]</text>', svg))
    assert len(places) == 24
    assert all(below - above > 10 for above, below in pairwise(places))
    height = float(re.findall(r'viewBox="0 0 \d+ (\d+)"', svg)[0])
    assert places[0] > 0
    assert places[-1] < height


def test_only_a_report_imports_matplotlib() -> None:
    slow = "{'matplotlib', 'jinja2'}"
    program = f"import sys, juliaset.cli, juliaset.bench.table; print({slow} & sys.modules.keys())"
    answer = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert answer.stdout.strip() == "set()"


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
    assert len(colours) == 12
    for ground in grounds[:2]:
        for name, colour in colours.items():
            bright, dim = max(colour, ground), min(colour, ground)
            assert (bright + 0.05) / (dim + 0.05) >= 4.5, name
