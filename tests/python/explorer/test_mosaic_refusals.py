"""What a mosaic lacks, or does not allow, is reported to the page; the rest is shown."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hosts import Host
from mosaics import LIMIT, SIZE, C, begun, paint, passes

from juliaset.explorer import mosaic_source
from juliaset.mosaic import Mosaic

pytest.importorskip("numcodecs", reason="setup/requirements.sh cluster installs it")


@pytest.fixture
def copy(mosaic: Mosaic, tmp_path: Path) -> Path:
    return shutil.copytree(mosaic.path, tmp_path / "copy.zarr")


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
def test_what_it_does_not_have_is_refused(asked: dict[str, Any], why: str, viewer: Host) -> None:
    paint(viewer, 1, **{"level": 0, "edges": (0, 0, 9, 9), **asked})
    assert why in viewer.wait_for("refused", 1).content["message"]
    paint(viewer, 2, 0, edges=(0, 0, 9, 9))
    viewer.wait_for("done", 2)


@pytest.mark.parametrize("kind", ["tiles", "rows"])
def test_nothing_is_computed(kind: str, viewer: Host) -> None:
    view = {"level": 0, "column": 0, "row": 0, "width": 9, "height": 9}
    more = {"threads": 1} if kind == "rows" else {}
    viewer.ask(type=kind, id=1, view=view, c=C, limit=LIMIT, **more)
    assert "not computed" in viewer.wait_for("refused", 1).content["message"]


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
    host.ask(type="hello")  # as a page does when it is reloaded
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


def test_depths_that_fail_are_said_and_come_the_next_time(
    viewer: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    paint(viewer, 1, 0, edges=(0, 0, 9, 9))
    viewer.wait_for("done", 1)
    with monkeypatch.context() as patch:
        patch.setattr(mosaic_source.np, "zeros", fail)
        viewer.ask(type="smooth", panel=0, id=1)
        assert "MemoryError" in viewer.wait_for("refused", 1).content["message"]
    viewer.ask(type="smooth", panel=0, id=1)
    viewer.wait_for("depths", 1)
