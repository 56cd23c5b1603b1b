"""Disks and folders that take no mosaic: one line, nothing left over, and it goes on later."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from stores import BOOK, OUTSIDE, computed, faults

from juliaset.mosaic import Mosaic, MosaicError
from juliaset.mosaic.chunks import PARTS
from juliaset.mosaic.deep_zoom import to_deep_zoom


def test_nothing_is_created_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "mine").touch()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("file", "folder", "link"):
        with pytest.raises(MosaicError, match=rf"{name} is there already; allowed: a new name"):
            Mosaic((10, 10), tile=512).create(tmp_path / name)
    (tmp_path / "empty").mkdir()
    Mosaic((10, 10), tile=512).create(tmp_path / "empty")
    with pytest.raises(FileNotFoundError, match=r"No such file.*nowhere/m"):
        Mosaic((10, 10), tile=512).create(tmp_path / "nowhere" / "m")
    assert {path.name for path in tmp_path.iterdir()} == {"file", "folder", "link", "empty"}


def test_what_another_process_is_creating_is_not_removed(tmp_path: Path) -> None:
    # A process on another machine that shares the folder may have the number of this one.
    others = [tmp_path / f".{name}.{os.getpid()}" for name in ("m", "zoom")]
    for other in others:
        other.mkdir()
        (other / "theirs").touch()
    mosaic = computed(tmp_path / "m", (20, 10))
    to_deep_zoom(mosaic, tmp_path / "zoom")
    assert all((other / "theirs").exists() for other in others)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into any folder")
def test_a_folder_that_may_not_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    mosaic = Mosaic((600, 10), tile=512, **BOOK).create(tmp_path / "m")
    (mosaic.path / PARTS).chmod(0o500)
    with pytest.raises(PermissionError, match=r"Permission denied.*1/c/0/0"):
        mosaic.compute()
    (mosaic.path / PARTS).chmod(0o700)
    mosaic.compute()
    assert not faults(mosaic)


def test_a_full_disk_is_said_in_one_line_and_the_mosaic_goes_on(small_disk: Path) -> None:
    mosaic = Mosaic((1600, 1500), tile=512, **BOOK).create(small_disk / "m")
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(40_000))
    with pytest.raises(OSError, match=r"No space left on device.*0/c/") as refused:
        mosaic.compute(batch_seconds=0.001)
    assert "\n" not in str(refused.value)
    done = int(mosaic.record().done.sum())
    assert 0 < done < mosaic.layout.tiles
    assert not list((mosaic.path / PARTS).iterdir())
    ballast.unlink()
    bigger = small_disk.with_name("m")
    shutil.copytree(mosaic.path, bigger)
    again = Mosaic.open(bigger)
    assert again.compute().computed == mosaic.layout.tiles - done
    assert not faults(again)


def test_a_disk_that_is_read_only_can_be_read_and_verified(small_disk: Path) -> None:
    finished = computed(small_disk / "m", (600, 20), **OUTSIDE)
    begun = Mosaic((600, 20), tile=512).create(small_disk / "begun")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)  # noqa: S607
    assert not faults(Mosaic.open(finished.path))
    assert Mosaic.open(finished.path).counts[:].shape == (20, 600)
    for mosaic in (finished, begun):
        with pytest.raises(OSError, match=r"Read-only file system.*/lock") as refused:
            mosaic.compute()
        assert "\n" not in str(refused.value)
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)  # noqa: S607
    assert begun.compute().computed == begun.layout.tiles
    assert not faults(begun)
