"""From the wheel to the picture.

`paint`: from the moment at which the browser reports a turn of the wheel to the first task after
the frame of the screen that has the whole picture. The kernel's own time comes from the server.

`coarse`: the same, until the first pass of a slow kernel is drawn: while it paints another picture,
and after it was stopped. A new page and a new engine need longer, which is one more figure.
"""

import argparse
import random
from collections.abc import Iterator

from explorer_page import Explorer, explorer
from figures import Figure, median, say

MOST_BEYOND_MS = 50
MOST_COARSE_MS = 150


def paint(asked: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figures of a kernel that paints a picture at once."""
    with explorer(asked.size, engine=asked.kernel) as (seen, _):
        _say_size(seen, asked.kernel)
        rounds = list(_turned(seen, asked.rounds, ["lastDrawn", "ms"]))
    yield Figure("from wheel to paint", median(rounds, lambda f: f["lastDrawn"] - f["input"]), "ms")
    yield Figure("the kernel's own time", median(rounds, lambda f: f["ms"]), "ms")
    yield Figure(
        "from wheel to paint, beyond the kernel's own time",
        median(rounds, lambda f: f["lastDrawn"] - f["input"] - f["ms"]),
        "ms",
        most=MOST_BEYOND_MS,
    )
    yield Figure("until the page asks", median(rounds, lambda f: f["sent"] - f["input"]), "ms")
    yield Figure(
        "until all counts are in the page, beyond the kernel's own time",
        median(rounds, lambda f: f["last"] - f["sent"] - f["ms"]),
        "ms",
    )
    yield Figure("until they are drawn", median(rounds, lambda f: f["lastDrawn"] - f["last"]), "ms")


def coarse(asked: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figures of a kernel that paints from coarse to fine."""
    with explorer(asked.size, engine=asked.kernel) as (seen, _):
        _say_size(seen, asked.kernel)
        busy = list(_turned(seen, asked.rounds, ["firstDrawn"]))
        idle = list(_turned(seen, asked.rounds, ["firstDrawn"], stop=True))
        seen.page.reload()
        seen.page.wait("probe.newest().firstDrawn")
        began = seen.page.evaluate("probe.frames.find((frame) => frame.firstDrawn).firstDrawn")
    for name, rounds in (("while it paints another", busy), ("after a stop", idle)):
        yield Figure(
            f"first coarse picture, {name}",
            median(rounds, lambda f: f["firstDrawn"] - f["input"]),
            "ms",
            most=MOST_COARSE_MS,
        )
        yield Figure(
            f"first counts in the page, {name}",
            median(rounds, lambda f: f["first"] - f["sent"]),
            "ms",
        )
    yield Figure("first coarse picture of a page that is reloaded", began, "ms")


def _turned(
    seen: Explorer, rounds: int, until: list[str], *, stop: bool = False
) -> Iterator[dict[str, float]]:
    """Turn the wheel at places of the picture, forwards and backwards, so that it stays there."""
    chance = random.Random(18)
    place = seen.at(0.5, 0.5)
    for number in range(rounds + 2):
        if number % 2 == 0:
            place = seen.at(chance.uniform(0.2, 0.8), chance.uniform(0.2, 0.8))
        found = seen.wheel(-1 if number % 2 == 0 else 1, place, until, stop=stop)
        if number > 1:  # the first two warm up
            yield found


def _say_size(seen: Explorer, kernel: str) -> None:
    canvas = "document.querySelector('[data-part=picture]')"
    width, height = seen.page.evaluate(f"[{canvas}.width, {canvas}.height]")
    say(f"{width} x {height} pixels, {kernel}")
