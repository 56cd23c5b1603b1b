"""A mosaic is shown from its pyramid: each pixel is that of a level, and what lacks is said."""

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hosts import HANGS_S, Host, Sent, until

from juliaset.images.colours import places
from juliaset.mosaic import Mosaic, reading
from juliaset.mosaic.reading import Reader
from juliaset.problem import Counts

pytest.importorskip("numcodecs", reason="setup/requirements.sh cluster brings it")

SIZE = (2300, 1500)  # levels of 5 x 3, 3 x 2, 2 x 1 tiles, and one
C, LIMIT = [-0.62772, -0.42193], 60
Edges = tuple[int, int, int, int]


@pytest.fixture(scope="module")
def mosaic(tmp_path_factory: pytest.TempPathFactory) -> Mosaic:
    made = Mosaic(SIZE, tile=512, window=(-1.8, 1.8, -1.2, 1.1), max_iterations=LIMIT)
    mosaic = made.create(tmp_path_factory.mktemp("mosaic") / "a.zarr")
    mosaic.compute()
    return mosaic


@pytest.fixture
def host(mosaic: Mosaic) -> Iterator[Host]:
    host = Host(mosaic.path)
    host.ask(type="hello")
    host.wait_for("hello")
    yield host
    host.session.close()


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


def frame(host: Host, number: int, width: int, height: int) -> Counts:
    """Put together what came of a view; -1 is what did not come."""
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


@pytest.mark.parametrize(
    ("level", "edges"),
    [
        (0, (0, 0, 700, 600)),
        (0, (500, 511, 13, 514)),
        (0, (2299, 1499, 1, 1)),
        (1, (100, 300, 1000, 400)),
        (3, (0, 0, 288, 188)),
    ],
)
def test_a_view_has_the_counts_of_its_level(
    level: int, edges: Edges, host: Host, mosaic: Mosaic
) -> None:
    left, top, width, height = edges
    paint(host, 1, level, edges=edges)
    done = host.wait_for("done", 1).content
    expected = np.asarray(mosaic.counts_of(level)[top : top + height, left : left + width])
    assert np.array_equal(frame(host, 1, width, height), expected)
    assert done["pixels"] == expected.size
    assert done["iterations"] == expected.sum()
    assert done["passes"] == len(passes(host, 1))
    assert passes(host, 1)[-1].content["share"] == 1


def test_beyond_the_edge_there_is_nothing(host: Host, mosaic: Mosaic) -> None:
    paint(host, 1, 3, edges=(-50, -20, 400, 300))
    host.wait_for("done", 1)
    found, level = frame(host, 1, 400, 300), np.asarray(mosaic.counts_of(3))
    height, width = level.shape
    assert np.array_equal(found[20 : 20 + height, 50 : 50 + width], level)
    assert (found >= 0).sum() == level.size
    host.ask(type="smooth", panel=0, id=1)
    depths = np.frombuffer(host.wait_for("depths", 1).buffers[0], np.uint16).reshape(300, 400)
    inside = depths[20 : 20 + height, 50 : 50 + width]
    assert np.array_equal(inside, places(level.astype(np.int32), LIMIT))


def test_a_coarser_level_comes_first_if_tiles_have_to_be_read(host: Host) -> None:
    edges = (301, 203, 900, 700)
    paint(host, 1, 0, edges=edges)
    host.wait_for("done", 1)
    blocks = [one.content["block"] for one in passes(host, 1)]
    assert blocks[0] == (8, 8)  # three levels are above
    assert [block for block in blocks if block != (1, 1)] == blocks[:1]
    assert passes(host, 1)[0].content["share"] == 0
    paint(host, 2, 0, edges=edges)
    host.wait_for("done", 2)
    assert all(one.content["block"] == (1, 1) for one in passes(host, 2))


def test_the_grid_is_that_of_the_pyramid(host: Host, mosaic: Mosaic) -> None:
    grid = host.wait_for("hello").content["grid"]
    assert grid["kind"] == "mosaic"
    assert (grid["x"], grid["y"]) == (mosaic.xs[0], mosaic.ys[0])
    assert grid["sizes"] == [[each.width, each.height] for each in mosaic.levels]
    assert (grid["c"], grid["limit"], grid["name"]) == (C, LIMIT, "a.zarr")
    for level, step in enumerate(grid["steps"]):
        stride = 1 << level
        assert grid["x"] + 100 * step == pytest.approx(mosaic.xs[100 * stride], rel=1e-14)
        below = grid["y"] - 50 * step * grid["ratio"]
        assert below == pytest.approx(mosaic.ys[50 * stride], rel=1e-14)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"level": 4}, "level 4; allowed: 0 to 3"),
        ({"level": -1}, "level -1; allowed: 0 to 3"),
        ({"edges": (2300, 0, 9, 9)}, "nothing of the mosaic"),
        ({"edges": (0, -9, 9, 9)}, "nothing of the mosaic"),
        ({"limit": 61}, "allowed: those of the mosaic"),
        ({"c": [0.0, 0.0]}, "allowed: those of the mosaic"),
        ({"panel": 1}, "read, and not computed"),
    ],
)
def test_what_it_does_not_have_is_refused(asked: dict[str, Any], why: str, host: Host) -> None:
    paint(host, 1, **{"level": 0, "edges": (0, 0, 9, 9), **asked})
    assert why in host.wait_for("refused", 1).content["message"]
    paint(host, 2, 0, edges=(0, 0, 9, 9))
    host.wait_for("done", 2)


@pytest.mark.parametrize("kind", ["tiles", "rows"])
def test_nothing_is_computed(kind: str, host: Host) -> None:
    view = {"level": 0, "column": 0, "row": 0, "width": 9, "height": 9}
    more = {"threads": 1} if kind == "rows" else {}
    host.ask(type=kind, id=1, view=view, c=C, limit=LIMIT, **more)
    assert "not computed" in host.wait_for("refused", 1).content["message"]


@pytest.fixture
def copy(mosaic: Mosaic, tmp_path: Path) -> Path:
    return shutil.copytree(mosaic.path, tmp_path / "copy.zarr")


def begun(path: Path) -> Host:
    host = Host(path)
    host.ask(type="hello")
    host.wait(lambda it: it["type"] in {"hello", "refused"})
    return host


def test_a_tile_that_is_lost_is_said_and_the_others_are_shown(copy: Path) -> None:
    (copy / "0/c/0/1").write_bytes(b"not a chunk")
    host = begun(copy)
    paint(host, 1, 0, edges=(400, 0, 800, 512))
    assert "lost or damaged" in (words := host.wait_for("refused", 1).content["message"])
    assert "0/c/0/1" in words
    assert "juliaset mosaic verify" in words
    assert host.wait_for("done", 1).content["pixels"] == (800 - 512) * 512
    fine = [one for one in passes(host, 1) if one.content["block"] == (1, 1)]
    assert [one.content["x"] for one in fine] == [0, 624]
    host.ask(type="smooth", panel=0, id=1)
    host.wait(lambda it: "not complete" in it.get("message", ""))
    host.session.close()


def test_tiles_that_are_not_computed_are_said(tmp_path: Path) -> None:
    path = tmp_path / "new.zarr"
    mosaic = Mosaic(SIZE, tile=512, max_iterations=LIMIT).create(path)
    host = begun(path)
    paint(host, 1, 0, edges=(0, 0, 700, 100))
    words = host.wait_for("refused", 1).content["message"]
    assert words.startswith("2 tiles are not computed; `juliaset mosaic resume`")
    assert not passes(host, 1)
    mosaic.compute()
    host.ask(type="hello")  # as a page does that is loaded anew
    host.wait(lambda it: it["type"] == "hello", after=len(host.sent))
    paint(host, 2, 0, edges=(0, 0, 700, 100))
    host.wait_for("done", 2)
    host.session.close()


@pytest.mark.parametrize("name", ["nothing", "folder"])
def test_what_is_no_mosaic_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    host = begun(tmp_path / name)
    assert host.sent[-1].content["type"] == "refused"
    assert "\n" not in host.sent[-1].content["message"]
    paint(host, 1, 0, edges=(0, 0, 9, 9))
    assert "not open" in host.wait_for("refused", 1).content["message"]
    host.session.close()


def test_a_hostile_store_is_refused(copy: Path) -> None:
    description = json.loads((copy / "zarr.json").read_text())
    description["attributes"]["juliaset"]["size"] = [2**40, 2**40]
    (copy / "zarr.json").write_text(json.dumps(description))
    host = begun(copy)
    assert "1099511627776" in host.sent[-1].content["message"]
    host.session.close()


@pytest.mark.parametrize(("c", "limit"), [(5 + 0j, 60), (0j, 2_000_000)])
def test_one_that_a_page_cannot_show_is_refused(c: complex, limit: int, tmp_path: Path) -> None:
    Mosaic((60, 50), c=c, max_iterations=limit).create(tmp_path / "a.zarr")
    host = begun(tmp_path / "a.zarr")
    assert "allowed in the explorer" in host.sent[-1].content["message"]
    host.session.close()


def test_counts_that_need_four_bytes_have_them(tmp_path: Path) -> None:
    mosaic = Mosaic((60, 50), max_iterations=40_000).create(tmp_path / "a.zarr")
    mosaic.compute()
    host = begun(mosaic.path)
    paint(host, 1, 0, edges=(0, 0, 60, 50), limit=40_000)
    host.wait_for("done", 1)
    assert passes(host, 1)[-1].content["dtype"] == "int32"
    assert np.array_equal(frame(host, 1, 60, 50), np.asarray(mosaic.counts))
    host.session.close()


def test_the_newest_view_wins(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, goes_on, read = threading.Event(), threading.Event(), reading.read_tile

    def slowly(*asked: Any) -> Counts:  # noqa: ANN401
        begun.set()
        assert goes_on.wait(HANGS_S)
        return read(*asked)

    monkeypatch.setattr(reading, "read_tile", slowly)
    paint(host, 1, 0, edges=(0, 0, 2048, 1500))
    assert begun.wait(HANGS_S)
    for number in (2, 3, 4):
        paint(host, number, 0, edges=(0, 0, 100 * number, 100))
    goes_on.set()
    host.wait_for("done", 4)
    done = [one.content["id"] for one in host.sent if one.content["type"] == "done"]
    assert done == [4]
    assert not any(passes(host, number) for number in (2, 3))


def test_an_older_number_and_a_stop_end_in_nothing(host: Host) -> None:
    paint(host, 5, 0, edges=(0, 0, 9, 9))
    host.wait_for("done", 5)
    paint(host, 4, 0, edges=(0, 0, 9, 9))
    host.ask(type="stop", panel=0)
    paint(host, 6, 0, edges=(0, 0, 9, 9))
    host.wait_for("done", 6)
    assert not passes(host, 4)


def test_no_thread_is_left(mosaic: Mosaic) -> None:
    before = set(threading.enumerate())
    host = begun(mosaic.path)
    paint(host, 1, 0, edges=(0, 0, 1000, 1000))
    host.session.close()
    host.session.close()
    until(lambda: set(threading.enumerate()) <= before)


def test_a_reader_keeps_no_more_than_it_may(mosaic: Mosaic) -> None:
    reader = Reader(mosaic, kept_bytes=2 * 512 * 512 * 4)
    layout = mosaic.layout
    for tile in range(5):
        reader.part(0, range(1), range(512 * tile, 512 * tile + 1))
    held = [number for number in range(layout.tiles) if reader.holds(layout.place(number))]
    assert held == [3, 4]
