"""A mosaic is shown from its pyramid: each pixel is that of a level, and the newest view wins."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hosts import HANGS_S, Host, until
from mosaics import LIMIT, C, Edges, begun, frame, paint, passes

from juliaset.images.colours import places
from juliaset.images.palettes import SHADES
from juliaset.mosaic import Mosaic, reading
from juliaset.mosaic.reading import Reader
from juliaset.problem import Counts
from juliaset.system.processes import shell_word

pytest.importorskip("numcodecs", reason="setup/requirements.sh cluster installs it")

CLEAR = SHADES + 1  # as page/colours.js has it


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
    level: int, edges: Edges, viewer: Host, mosaic: Mosaic
) -> None:
    left, top, width, height = edges
    paint(viewer, 1, level, edges=edges)
    done = viewer.wait_for("done", 1).content
    expected = np.asarray(mosaic.counts_of(level)[top : top + height, left : left + width])
    assert np.array_equal(frame(viewer, 1, width, height), expected)
    assert done["pixels"] == expected.size
    assert done["iterations"] == expected.sum()
    assert done["passes"] == len(passes(viewer, 1))
    assert passes(viewer, 1)[-1].content["share"] == 1


def test_beyond_the_edge_there_is_nothing(viewer: Host, mosaic: Mosaic) -> None:
    paint(viewer, 1, 3, edges=(-50, -20, 400, 300))
    viewer.wait_for("done", 1)
    found, level = frame(viewer, 1, 400, 300), np.asarray(mosaic.counts_of(3))
    height, width = level.shape
    assert np.array_equal(found[20 : 20 + height, 50 : 50 + width], level)
    assert (found >= 0).sum() == level.size
    viewer.ask(type="smooth", panel=0, id=1)
    depths = np.frombuffer(viewer.wait_for("depths", 1).buffers[0], np.uint16).reshape(300, 400)
    inside = depths[20 : 20 + height, 50 : 50 + width]
    assert np.array_equal(inside, places(level.astype(np.int32), LIMIT))
    assert (depths == CLEAR).sum() == depths.size - level.size


def test_a_coarser_level_comes_first_if_tiles_have_to_be_read(viewer: Host) -> None:
    edges = (301, 203, 900, 700)
    paint(viewer, 1, 0, edges=edges)
    viewer.wait_for("done", 1)
    blocks = [one.content["block"] for one in passes(viewer, 1)]
    assert blocks[0] == (8, 8)  # three levels are above
    assert [block for block in blocks if block != (1, 1)] == blocks[:1]
    assert passes(viewer, 1)[0].content["share"] == 0
    paint(viewer, 2, 0, edges=edges)
    viewer.wait_for("done", 2)
    assert all(one.content["block"] == (1, 1) for one in passes(viewer, 2))


def test_the_grid_is_that_of_the_pyramid(viewer: Host, mosaic: Mosaic) -> None:
    grid = viewer.wait_for("hello").content["grid"]
    assert grid["kind"] == "mosaic"
    assert (grid["x"], grid["y"]) == (mosaic.xs[0], mosaic.ys[0])
    assert grid["sizes"] == [[each.width, each.height] for each in mosaic.levels]
    assert (grid["right"], grid["bottom"]) == (1.8, -1.2)
    assert (grid["c"], grid["limit"]) == (C, LIMIT)
    assert grid["command"] == f"juliaset mosaic render {shell_word(mosaic.path.resolve())}"
    for level, step in enumerate(grid["steps"]):
        stride = 1 << level
        assert grid["x"] + 100 * step == pytest.approx(mosaic.xs[100 * stride], rel=1e-14)
        below = grid["y"] - 50 * step * grid["ratio"]
        assert below == pytest.approx(mosaic.ys[50 * stride], rel=1e-14)


def test_counts_that_need_four_bytes_have_them(tmp_path: Path) -> None:
    mosaic = Mosaic((60, 50), max_iterations=40_000).create(tmp_path / "a.zarr")
    mosaic.compute()
    host = begun(mosaic.path)
    paint(host, 1, 0, edges=(0, 0, 60, 50), limit=40_000)
    host.wait_for("done", 1)
    assert passes(host, 1)[-1].content["dtype"] == "int32"
    assert np.array_equal(frame(host, 1, 60, 50), np.asarray(mosaic.counts))
    host.session.close()


def test_the_newest_view_wins(viewer: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    is_reading, goes_on, read = threading.Event(), threading.Event(), reading.read_tile

    def slowly(*asked: Any) -> Counts:  # noqa: ANN401
        is_reading.set()
        assert goes_on.wait(HANGS_S)
        return read(*asked)

    monkeypatch.setattr(reading, "read_tile", slowly)
    paint(viewer, 1, 0, edges=(0, 0, 2048, 1500))
    assert is_reading.wait(HANGS_S)
    for number in (2, 3, 4):
        paint(viewer, number, 0, edges=(0, 0, 100 * number, 100))
    goes_on.set()
    viewer.wait_for("done", 4)
    done = [one.content["id"] for one in viewer.sent if one.content["type"] == "done"]
    assert done == [4]
    assert not any(passes(viewer, number) for number in (2, 3))


def test_an_older_number_and_a_stop_end_in_nothing(viewer: Host) -> None:
    paint(viewer, 5, 0, edges=(0, 0, 9, 9))
    viewer.wait_for("done", 5)
    paint(viewer, 4, 0, edges=(0, 0, 9, 9))
    viewer.ask(type="stop", panel=0, id=5)
    paint(viewer, 6, 0, edges=(0, 0, 9, 9))
    viewer.wait_for("done", 6)
    assert not passes(viewer, 4)


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
