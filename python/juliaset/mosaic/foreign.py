"""Files in a store that do not belong to a mosaic: they are named, and stay as they are."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from juliaset.mosaic.checking import Fault
from juliaset.mosaic.chunks import PARTS, is_part
from juliaset.mosaic.errors import MosaicError
from juliaset.mosaic.layout import Layout, Level, Place
from juliaset.mosaic.lock import LOCK
from juliaset.mosaic.metadata import documents
from juliaset.mosaic.own_files import check_folder, kind_of_no_folder
from juliaset.mosaic.record import RECORD
from juliaset.mosaic.writers import WRITERS

_FOREIGN = "it is not a file of this mosaic"
_FILES = (LOCK, WRITERS, RECORD)
_OURS = str(Path(RECORD).parent)


def foreign_files(store: Path, layout: Layout, done: npt.NDArray[np.bool_]) -> Iterator[Fault]:
    """Yield what is in the store but does not belong to a mosaic; none of it is opened.

    A folder instead of a finished tile is left to the code that reads the tiles.
    """
    folders = list(_folders(store, layout))
    for folder in folders:
        if kind := kind_of_no_folder(store / folder):
            yield Fault(folder, None, f"it is {kind}, not a folder of this mosaic")
    yield from _foreign_beside_tiles(store, layout, {*documents(layout), *_FILES, *folders})
    for level in layout.levels:
        yield from _foreign_in_level(store, level)
    for place in _folders_of_others(store, layout):
        if not done[layout.number(place)]:
            yield Fault(place.key, None, "it is a folder, not a plain file")


def check_places(store: Path, layout: Layout) -> None:
    """Raise MosaicError if a folder or a tile has a place that a computation must not replace.

    A folder of the mosaic may be a link or a file, and the file of a tile may be a folder.
    """
    for folder in _folders(store, layout):
        check_folder(store, folder)
    for place in _folders_of_others(store, layout):
        raise MosaicError(
            f"{store / place.key} is a folder; allowed: the file of a tile, so move it away"
        )


def _folders(store: Path, layout: Layout) -> Iterator[str]:
    """Yield the paths at which there may be folders of the mosaic, and nothing else."""
    yield from (_OURS, PARTS)
    for level in layout.levels:
        yield from (str(level.number), f"{level.number}/c")
        yield from (Place(level.number, row, 0).folder for row in _rows(store, level))


def _folders_of_others(store: Path, layout: Layout) -> Iterator[Place]:
    """Yield where a folder has the name of a tile's file."""
    for level in layout.levels:
        for row in _rows(store, level):
            for found in _entries(store / Place(level.number, row, 0).folder):
                if _is_number_below(found.name, level.columns) and found.is_dir(
                    follow_symlinks=False
                ):
                    yield Place(level.number, row, int(found.name))


def _rows(store: Path, level: Level) -> Iterator[int]:
    """Yield the rows of tiles that have been begun."""
    for found in _entries(store / f"{level.number}/c"):
        if _is_number_below(found.name, level.rows):
            yield int(found.name)


def _foreign_beside_tiles(store: Path, layout: Layout, ours: set[str]) -> Iterator[Fault]:
    for folder in ("", _OURS, *(str(level.number) for level in layout.levels)):
        for found in _entries(store / folder):
            path = f"{folder}/{found.name}" if folder else found.name
            if path not in ours:
                yield Fault(path, None, _FOREIGN)
    for found in _entries(store / PARTS):
        if not is_part(found):
            yield Fault(f"{PARTS}/{found.name}", None, _FOREIGN)


def _foreign_in_level(store: Path, level: Level) -> Iterator[Fault]:
    for found in _entries(store / f"{level.number}/c"):
        if not _is_number_below(found.name, level.rows):
            yield Fault(f"{level.number}/c/{found.name}", None, _FOREIGN)
    for row in _rows(store, level):
        folder = Place(level.number, row, 0).folder
        for found in _entries(store / folder):
            if not _is_number_below(found.name, level.columns):
                yield Fault(f"{folder}/{found.name}", None, _FOREIGN)


def _entries(folder: Path) -> Iterator["os.DirEntry[str]"]:
    """Yield what is in a folder; nothing if it is not there, or is a link or a file."""
    if folder.is_dir() and not folder.is_symlink():
        with os.scandir(folder) as found:
            yield from found


def _is_number_below(name: str, end: int) -> bool:
    return name.isascii() and name.isdecimal() and str(int(name[:9])) == name and int(name) < end
