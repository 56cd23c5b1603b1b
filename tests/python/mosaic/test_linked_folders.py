"""A link instead of a folder: it is named, and nothing changes where it leads."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from stores import chunks, computed, faults

from juliaset.mosaic import Mosaic, MosaicError
from juliaset.mosaic.chunks import PARTS, empty_parts, write_chunk
from juliaset.mosaic.layout import Place
from juliaset.mosaic.lock import store_lock
from juliaset.mosaic.record import RECORD, RecordWriter, TileRecord
from juliaset.mosaic.writers import admitted, writing

FOLDERS = ["0/c", "0/c/0", "0/c/1", "1/c", "1/c/0", PARTS]
NEEDED_TO_OPEN = ["0", "1"]
Contents = dict[str, bytes]


@pytest.fixture(scope="module")
def honest(folder_of_module: Path) -> Path:
    return computed(folder_of_module / "honest", (700, 600)).path


def moved(mosaic: Mosaic, path: str) -> Path:
    """Move a folder out of the store, leave a link to it, and put files of a user into it."""
    victim = mosaic.path.with_name("victim")
    (mosaic.path / path).rename(victim)
    (mosaic.path / path).symlink_to(victim)
    (victim / "notes.txt").write_text("mine")
    (victim / "mine.part").write_text("mine")
    return victim


def contents(folder: Path) -> Contents:
    """Return all files of a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def refused(use: Callable[[], object], link: Path) -> None:
    """Check that something is refused in one line that names the link."""
    with pytest.raises(MosaicError) as error:
        use()
    assert str(error.value).endswith(f"{link} is a link; allowed: a folder of the mosaic's own")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("path", FOLDERS)
def test_a_linked_folder_is_named_and_nothing_is_changed_behind_it(
    path: str, mosaic: Mosaic
) -> None:
    os.truncate(mosaic.path / RECORD, 0)  # so that all tiles are to be written
    victim = moved(mosaic, path)
    before = contents(victim)
    assert faults(mosaic)[path] == "it is a link, not a folder of this mosaic"
    refused(mosaic.compute, mosaic.path / path)
    refused(mosaic.repair, mosaic.path / path)
    assert contents(victim) == before


@pytest.mark.parametrize("path", NEEDED_TO_OPEN)
def test_a_store_is_not_opened_through_a_link(path: str, mosaic: Mosaic) -> None:
    victim = moved(mosaic, path)
    before = contents(victim)
    refused(lambda: Mosaic.open(mosaic.path), mosaic.path / path)
    refused(mosaic.compute, mosaic.path / path)  # it was opened before the link was there
    assert contents(victim) == before


def test_the_folder_of_the_record_is_no_link(mosaic: Mosaic) -> None:
    victim = moved(mosaic, "0/juliaset")
    before = contents(victim)
    for use in (mosaic.compute, mosaic.repair, mosaic.digest, lambda: faults(mosaic)):
        refused(use, mosaic.path / "0/juliaset")
    assert contents(victim) == before


def test_a_tile_is_not_read_through_a_link(mosaic: Mosaic) -> None:
    (victim,) = {path.parent for path in chunks(mosaic) if path.parent.name == "1"}
    link = victim.relative_to(mosaic.path)
    moved(mosaic, str(link))
    refused(lambda: mosaic.counts[:], mosaic.path / link)
    found = faults(mosaic)
    assert f"{link} is a link" in found[f"{link}/0"]


# What writes, and the folder that becomes a link after all folders were looked at.
WRITERS: list[tuple[str, Callable[[Path], object]]] = [
    ("0/juliaset", lambda store: store_lock(store).__enter__()),
    ("0/juliaset", lambda store: admitted(store).__enter__()),
    ("0/juliaset", lambda store: writing(store, "").__enter__()),
    ("0/juliaset", RecordWriter),
    ("0", RecordWriter),
    (PARTS, lambda store: admitted(store).__enter__()),
    (PARTS, empty_parts),
    (PARTS, lambda store: write_chunk(store, Place(0, 0, 0), b"chunk")),
    ("0/c/0", lambda store: write_chunk(store, Place(0, 0, 0), b"chunk")),
    ("0/c/0", lambda store: write_chunk(store, Place(0, 0, 0), b"")),
    ("0/c", lambda store: write_chunk(store, Place(0, 9, 0), b"chunk")),
]


@pytest.mark.parametrize(("path", "write"), WRITERS)
def test_a_folder_that_becomes_a_link_is_refused_by_what_writes(
    path: str, write: Callable[[Path], object], mosaic: Mosaic
) -> None:
    victim = moved(mosaic, path)
    before, folders = contents(victim), sorted(victim.rglob("*"))
    refused(lambda: write(mosaic.path), mosaic.path / path)
    assert contents(victim) == before
    assert sorted(victim.rglob("*")) == folders


def test_a_link_to_nothing_and_a_file_are_no_folders_either(mosaic: Mosaic) -> None:
    parts = mosaic.path / PARTS
    parts.rmdir()
    parts.symlink_to(mosaic.path.with_name("nothing"))
    refused(mosaic.repair, parts)
    assert not parts.exists()
    parts.unlink()
    parts.write_text("mine")
    assert faults(mosaic) == {PARTS: "it is a file, not a folder of this mosaic"}
    with pytest.raises(MosaicError, match=f"{PARTS} is a file; allowed: a folder"):
        mosaic.repair()
    assert parts.read_text() == "mine"


def test_the_store_itself_may_have_the_name_of_a_link(mosaic: Mosaic) -> None:
    link = mosaic.path.with_name("link")
    link.symlink_to(mosaic.path)
    linked = Mosaic.open(link)
    os.truncate(link / RECORD, 0)
    assert linked.compute().computed == linked.layout.tiles
    assert not faults(linked)
    assert TileRecord.load(link, linked.layout.tiles).done.all()
