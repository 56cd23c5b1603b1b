"""Whether a store has what its record says: every tile, and no file more."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from juliaset.mosaic.chunks import PARTS, is_part, read_tile, wrong_size
from juliaset.mosaic.digest import tile_digest
from juliaset.mosaic.errors import MosaicError
from juliaset.mosaic.layout import Layout, Level
from juliaset.mosaic.lock import LOCK
from juliaset.mosaic.metadata import documents
from juliaset.mosaic.own_files import check_folder, kind_of_no_folder
from juliaset.mosaic.record import RECORD, TileRecord
from juliaset.mosaic.work import TileNumbers
from juliaset.mosaic.writers import WRITERS

_FOREIGN = "it is not a file of this mosaic"
_OURS = str(Path(RECORD).parent)


class Fault(NamedTuple):
    """Something in a store that should not be so.

    Attributes:
        path: The file, below the store.
        tile: The number of the tile that is broken; None for a file that does not belong here.
        reason: What is wrong.
    """

    path: str
    tile: int | None
    reason: str

    def __str__(self) -> str:
        """Return it in one line."""
        return f"{self.path}: {self.reason}"


def broken_tiles(
    store: Path, layout: Layout, record: TileRecord, tiles: TileNumbers
) -> Iterator[Fault]:
    """Read tiles that the record says are done; yield those whose chunks are not what it says."""
    for number in tiles.tolist():
        if reason := _fault_of(store, layout, record, number):
            yield Fault(layout.place(number).key, number, reason)


def changed_tiles(
    store: Path, layout: Layout, record: TileRecord, tiles: TileNumbers
) -> Iterator[Fault]:
    """Yield tiles whose chunks have another size than recorded; nothing is read but sizes."""
    for number in tiles.tolist():
        if reason := _wrong_size(store, layout, record, number):
            yield Fault(layout.place(number).key, number, reason)


def foreign_files(store: Path, layout: Layout) -> Iterator[Fault]:
    """Yield what is in the store and is not of a mosaic; nothing of it is opened."""
    folders = list(_folders(store, layout))
    for folder in folders:
        if kind := kind_of_no_folder(store / folder):
            yield Fault(folder, None, f"it is {kind}, not a folder of this mosaic")
    ours = {*documents(layout), LOCK, WRITERS, RECORD, *folders}
    for folder in ("", _OURS, *(str(level.number) for level in layout.levels)):
        for found in _entries(store / folder):
            path = f"{folder}/{found.name}" if folder else found.name
            if path not in ours:
                yield Fault(path, None, _FOREIGN)
    for found in _entries(store / PARTS):
        if not is_part(found):
            yield Fault(f"{PARTS}/{found.name}", None, _FOREIGN)
    for level in layout.levels:
        yield from _foreign_in_level(store, level)


def check_folders(store: Path, layout: Layout) -> None:
    """Raise MosaicError if a link, or a file, stands in the place of a folder of the mosaic."""
    for folder in _folders(store, layout):
        check_folder(store, folder)


def _folders(store: Path, layout: Layout) -> Iterator[str]:
    """Yield the paths at which there may be folders of the mosaic, and nothing else."""
    yield from (_OURS, PARTS)
    for level in layout.levels:
        yield from (str(level.number), f"{level.number}/c")
        yield from _rows(store, level)


def _rows(store: Path, level: Level) -> Iterator[str]:
    """Yield the paths of the rows of tiles that have been begun."""
    for found in _entries(store / f"{level.number}/c"):
        if _is_number_below(found.name, level.rows):
            yield f"{level.number}/c/{found.name}"


def _foreign_in_level(store: Path, level: Level) -> Iterator[Fault]:
    for found in _entries(store / f"{level.number}/c"):
        if not _is_number_below(found.name, level.rows):
            yield Fault(f"{level.number}/c/{found.name}", None, _FOREIGN)
    for row in _rows(store, level):
        for found in _entries(store / row):
            if not _is_number_below(found.name, level.columns):
                yield Fault(f"{row}/{found.name}", None, _FOREIGN)


def _fault_of(store: Path, layout: Layout, record: TileRecord, number: int) -> str:
    """Return what is wrong with a tile that is done; empty if nothing."""
    place = layout.place(number)
    try:
        digest = tile_digest(read_tile(store, layout, place, int(record.sizes[number])))
    except MosaicError as error:
        return str(error).removeprefix(f"{place.key}: ")
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
    same = digest == record.digests[number].tobytes()
    return "" if same else "its counts are not those that were computed"


def _wrong_size(store: Path, layout: Layout, record: TileRecord, number: int) -> str:
    try:
        found = (store / layout.place(number).key).lstat().st_size
    except (FileNotFoundError, NotADirectoryError):
        found = None
    return wrong_size(found, int(record.sizes[number]))


def _entries(folder: Path) -> Iterator["os.DirEntry[str]"]:
    """Yield what is in a folder; nothing if it is not there, or is a link or a file."""
    if folder.is_dir() and not folder.is_symlink():
        with os.scandir(folder) as found:
            yield from found


def _is_number_below(name: str, end: int) -> bool:
    return name.isascii() and name.isdecimal() and str(int(name[:9])) == name and int(name) < end
