"""Whether a store has what its record says: every tile, and no file more."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from juliaset.mosaic.chunks import PARTS, read_tile
from juliaset.mosaic.digest import tile_digest
from juliaset.mosaic.errors import MosaicError
from juliaset.mosaic.layout import Layout
from juliaset.mosaic.lock import LOCK
from juliaset.mosaic.metadata import documents
from juliaset.mosaic.record import TileRecord
from juliaset.mosaic.work import TileNumbers
from juliaset.mosaic.writers import WRITERS

RECORD = "0/juliaset/tiles"


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
    ours = {*documents(layout), LOCK, WRITERS, RECORD, PARTS, str(Path(LOCK).parent)}
    folders = {"": ours, str(Path(LOCK).parent): ours}
    for level in layout.levels:
        ours |= {str(level.number), f"{level.number}/c"}
        folders[str(level.number)] = ours
    for folder, known in folders.items():
        for name in _names(store / folder):
            path = f"{folder}/{name}" if folder else name
            if path not in known:
                yield Fault(path, None, "it is not a file of this mosaic")
    for level in layout.levels:
        yield from _foreign_in_level(store, f"{level.number}/c", level.rows, level.columns)


def _foreign_in_level(store: Path, folder: str, rows: int, columns: int) -> Iterator[Fault]:
    for row in _names(store / folder):
        inner = f"{folder}/{row}"
        if not _is_number_below(row, rows):
            yield Fault(inner, None, "it is not a file of this mosaic")
            continue
        for column in _names(store / inner):
            if not _is_number_below(column, columns):
                yield Fault(f"{inner}/{column}", None, "it is not a file of this mosaic")


def _fault_of(store: Path, layout: Layout, record: TileRecord, number: int) -> str:
    """Return what is wrong with a tile that is done; empty if nothing."""
    if reason := _wrong_size(store, layout, record, number):
        return reason
    place = layout.place(number)
    try:
        digest = tile_digest(read_tile(store, layout, place))
    except MosaicError as error:
        return str(error).removeprefix(f"{place.key}: ")
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
    same = digest == record.digests[number].tobytes()
    return "" if same else "its counts are not those that were computed"


def _wrong_size(store: Path, layout: Layout, record: TileRecord, number: int) -> str:
    expected = int(record.sizes[number])
    try:
        found = (store / layout.place(number).key).lstat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return "it is missing" if expected else ""
    if not expected:
        return "it is here, and was left out because all its counts are the fill value"
    return "" if found == expected else f"it has {found:,} bytes; {expected:,} were written"


def _names(folder: Path) -> Iterator[str]:
    """Yield the names in a folder; none if it is not there, or is a link or a file."""
    if folder.is_dir() and not folder.is_symlink():
        with os.scandir(folder) as found:
            for each in found:
                yield each.name


def _is_number_below(name: str, end: int) -> bool:
    return name.isascii() and name.isdecimal() and str(int(name[:9])) == name and int(name) < end
