"""Views of a mosaic as a page asks for them, and the answer to each."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from hosts import Host, Sent

if TYPE_CHECKING:
    from juliaset.problem import Counts

SIZE = (2300, 1500)  # levels of 5 x 3, 3 x 2, 2 x 1 tiles, and one
C, LIMIT = [-0.62772, -0.42193], 60
Edges = tuple[int, int, int, int]


def paint(host: Host, number: int, level: int, *, edges: Edges, **more: object) -> None:
    """Ask for a view by the columns and rows of its level: left, top, width and height."""
    left, top, width, height = edges
    view = {"level": level, "column": left, "row": -top, "width": width, "height": height}
    asked = {"panel": 0, "view": view, "c": C, "limit": LIMIT, "kernel": "best", **more}
    host.ask(type="paint", id=number, **asked)


def passes(host: Host, number: int) -> list[Sent]:
    return [
        one for one in host.sent if one.content["type"] == "pass" and one.content["id"] == number
    ]


def frame(host: Host, number: int, width: int, height: int) -> "Counts":
    """Put together the answer to a view; -1 marks what is missing."""
    counts = np.full((height, width), -1, np.int32)
    for content, buffers in passes(host, number):
        across, down = content["width"], content["height"]
        found = np.frombuffer(buffers[0], content["dtype"]).reshape(down, across)
        rows = content["y"] + content["dy"] * np.arange(down)
        columns = content["x"] + content["dx"] * np.arange(across)
        there = counts[np.ix_(rows, columns)]
        assert ((there == -1) | (there == found)).all()
        counts[np.ix_(rows, columns)] = found
    return counts


def begun(path: Path) -> Host:
    host = Host(path)
    host.ask(type="hello")
    host.wait(lambda it: it["type"] in {"hello", "refused"})
    return host
