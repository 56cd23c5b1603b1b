"""Whether the tiles of a store are what its record says."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from juliaset.mosaic.chunks import read_tile, wrong_size
from juliaset.mosaic.digest import tile_digest
from juliaset.mosaic.errors import MosaicError
from juliaset.mosaic.layout import Layout
from juliaset.mosaic.record import TileRecord
from juliaset.mosaic.work import TileNumbers


class Fault(NamedTuple):
    """Something in a store that should not be there or is wrong.

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
    for number in map(int, tiles):
        if reason := _fault_of(store, layout, record, number):
            yield Fault(layout.place(number).key, number, reason)


def changed_tiles(
    store: Path, layout: Layout, record: TileRecord, tiles: TileNumbers
) -> Iterator[Fault]:
    """Yield tiles whose chunks have another size than recorded; nothing is read but sizes."""
    for number in map(int, tiles):
        if reason := _wrong_size(store, layout, record, number):
            yield Fault(layout.place(number).key, number, reason)


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
