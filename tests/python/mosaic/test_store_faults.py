"""A store that was damaged: verify names what is broken, and repair computes it again."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from stores import BOOK, OUTSIDE, chunks, computed, edit, faults

from juliaset.mosaic import Mosaic, MosaicError, Progress
from juliaset.mosaic.chunks import PARTS
from juliaset.mosaic.record import RECORD, ROW


@pytest.fixture(scope="module")
def undamaged(folder_of_module: Path) -> Path:
    return computed(folder_of_module / "undamaged", (1100, 1000), **OUTSIDE).path


@pytest.fixture
def mosaic(undamaged: Path, folder: Path) -> Mosaic:
    return Mosaic.open(shutil.copytree(undamaged, folder / "m"))


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def flip_near_the_end(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 0x80
    path.write_bytes(data)


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def put_another_tile(path: Path) -> None:
    other = next(each for each in chunks(Mosaic.open(path.parents[3])) if each != path)
    shutil.copy(other, path)


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def link(path: Path) -> None:
    moved = path.parents[3].with_name("elsewhere")
    path.rename(moved)
    path.symlink_to(moved)


def make_fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


DAMAGE: dict[Callable[[Path], None], str] = {
    flip: "",
    flip_near_the_end: "its contents do not agree with their checksum",
    truncate: "bytes;",
    Path.unlink: "it is missing",
    put_another_tile: "",
    link: "it is a link, not a plain file",
    make_fifo: "it is a FIFO, not a plain file",
}


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_a_broken_tile_is_named_and_computed_again(
    damage: Callable[[Path], None], mosaic: Mosaic
) -> None:
    name, victim = mosaic.digest(), chunks(mosaic)[0]
    key = str(victim.relative_to(mosaic.path))
    damage(victim)
    found = faults(mosaic)
    assert found.keys() == {key}
    assert DAMAGE[damage] in found[key]
    assert mosaic.repair().computed == 1
    assert not faults(mosaic)
    assert mosaic.digest() == name


@pytest.mark.parametrize("damage", [truncate, Path.unlink], ids=["truncate", "unlink"])
def test_a_tile_of_another_size_is_computed_again_without_verify(
    damage: Callable[[Path], None], mosaic: Mosaic
) -> None:
    damage(chunks(mosaic)[0])
    assert mosaic.compute().computed == 1
    assert not faults(mosaic)


def test_a_chunk_is_named_that_should_have_been_left_out(mosaic: Mosaic) -> None:
    done = mosaic.record()
    left_out = mosaic.layout.place(int((done.done & (done.sizes == 0)).nonzero()[0][0]))
    path = mosaic.path / left_out.key
    path.parent.mkdir(exist_ok=True)
    shutil.copy(chunks(mosaic)[0], path)
    assert faults(mosaic) == {
        left_out.key: "it is here, and was left out because all its counts are the fill value"
    }
    mosaic.repair()
    assert not path.exists()
    assert not faults(mosaic)


@pytest.mark.parametrize(
    "path",
    [
        "notes.txt",
        "3/c/0/0",
        "0/c/0/99",
        "0/c/99/0",
        "0/c/00",
        "0/c/0/-1",
        "0/juliaset/x",
        "4",
        f"{PARTS}/notes.txt",
        f"{PARTS}/a.part/notes.txt",
        f"{PARTS}/a.part.txt",
    ],
)
def test_a_file_of_others_is_named_and_left_alone(path: str, mosaic: Mosaic) -> None:
    victim = mosaic.path / path
    victim.parent.mkdir(parents=True, exist_ok=True)
    victim.write_text("mine")
    (found,) = faults(mosaic).items()
    assert path.startswith(found[0])
    assert found[1] == "it is not a file of this mosaic"
    assert mosaic.repair().computed == 0
    assert mosaic.compute().computed == 0
    assert victim.read_text() == "mine"


@pytest.mark.parametrize("is_done", [True, False])
def test_a_folder_in_the_place_of_a_chunk_is_named_and_left_alone(
    mosaic: Mosaic, *, is_done: bool
) -> None:
    victim = chunks(mosaic)[0]
    make_folder(victim)
    (victim / "mine").touch()
    if not is_done:
        os.truncate(mosaic.path / RECORD, 0)
    key = str(victim.relative_to(mosaic.path))
    found = list(mosaic.verify())
    assert [(fault.path, fault.reason) for fault in found] == [
        (key, "it is a folder, not a plain file")
    ]
    assert (found[0].tile is not None) == is_done
    before = mosaic.record().done.sum()
    for use in (mosaic.compute, mosaic.repair):
        with pytest.raises(MosaicError) as refused:
            use()
        words = f"{victim} is a folder; allowed: the file of a tile, so move it away"
        assert str(refused.value) == words
    assert mosaic.record().done.sum() == before  # before any tile is computed
    assert (victim / "mine").exists()
    shutil.rmtree(victim)
    mosaic.compute()
    assert not faults(mosaic)


def test_a_record_that_lost_rows_is_made_whole(mosaic: Mosaic) -> None:
    name, record = mosaic.digest(), mosaic.path / RECORD
    data = bytearray(record.read_bytes())
    data[3 * ROW.itemsize + 9] ^= 1
    record.write_bytes(data[:-5])
    assert faults(mosaic)[RECORD] == "1 rows do not agree with their checksums"
    assert mosaic.compute().computed == 2
    assert mosaic.digest() == name
    assert faults(mosaic) == {}


def test_without_its_record_all_is_computed_again(mosaic: Mosaic) -> None:
    name = mosaic.digest()
    os.truncate(mosaic.path / RECORD, 0)
    assert mosaic.missing().size == mosaic.layout.tiles
    assert mosaic.compute().computed == mosaic.layout.tiles
    assert mosaic.digest() == name


def test_a_copy_without_empty_files_and_folders_goes_on(folder: Path) -> None:
    mosaic = Mosaic((1100, 600), tile=512).create(folder / "m")
    shutil.rmtree(mosaic.path / "0/juliaset")
    for level in mosaic.levels:
        (mosaic.path / f"{level.number}/c").rmdir()
    assert not faults(mosaic)
    assert mosaic.missing().size == mosaic.layout.tiles
    assert mosaic.compute().computed == mosaic.layout.tiles
    assert not faults(mosaic)


def test_ctrl_c_keeps_what_was_recorded(folder: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.computed >= 3:
            raise KeyboardInterrupt

    mosaic = Mosaic((1600, 1500), tile=512, **BOOK).create(folder / "m")
    with pytest.raises(KeyboardInterrupt):
        mosaic.compute(batch_seconds=1e-9, report=stop)
    assert mosaic.record().done.sum() == 3
    assert mosaic.compute().computed == mosaic.layout.tiles - 3
    assert not faults(mosaic)


def test_metadata_that_was_changed_is_refused(mosaic: Mosaic) -> None:
    edit(mosaic.path / "0" / "zarr.json", fill_value=1)
    with pytest.raises(MosaicError, match=r"0/zarr.json differs from what its numbers ask for"):
        Mosaic.open(mosaic.path)
