"""The file of one tile: counts to bytes and back, written completely or not at all."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

from juliaset.mosaic.durable import sync_folder, write_synced
from juliaset.mosaic.errors import MosaicError
from juliaset.mosaic.layout import Layout, Place
from juliaset.mosaic.own_files import own_folder, read_own
from juliaset.mosaic.zstd_frame import check_frame
from juliaset.problem import Counts
from juliaset.system.plain_files import UnfitFileError

FILL = 0  # the count of a point outside, and what a reader sees if there is no chunk
LEVEL = 1
PARTS = "0/juliaset/parts"
PART = ".part"  # the end of the name of a file that is being written
Stored = npt.NDArray[np.signedinteger]


def chunk_bytes(layout: Layout) -> int:
    """Return the size of a tile's chunk before it is compressed."""
    return layout.tile * layout.tile * layout.dtype.itemsize


def largest_file(layout: Layout) -> int:
    """Return the most bytes that zstd makes of a chunk, whatever is in it."""
    return chunk_bytes(layout) + chunk_bytes(layout) // 128 + 1024


def encode(counts: Counts, layout: Layout) -> bytes:
    """Return the contents of a tile's chunk; empty if all of it is the fill value."""
    from numcodecs.zstd import Zstd  # noqa: PLC0415 - an extra

    if not counts.any():
        return b""
    if counts.shape == (layout.tile, layout.tile):
        stored = counts.astype(layout.dtype)
    else:
        stored = np.full((layout.tile, layout.tile), FILL, layout.dtype)
        stored[: counts.shape[0], : counts.shape[1]] = counts
    data: bytes = Zstd(level=LEVEL, checksum=True).encode(stored)
    return data


def decode(data: bytes, layout: Layout, place: Place) -> Counts:
    """Return the counts in a chunk that may be a stranger's.

    Raises:
        MosaicError: It is not a chunk of this mosaic; the message goes on after its name.
    """
    from numcodecs.zstd import Zstd  # noqa: PLC0415 - an extra

    check_frame(data, chunk_bytes(layout))
    stored: Stored = np.empty((layout.tile, layout.tile), layout.dtype)
    try:
        Zstd().decode(data, stored)
    except (RuntimeError, ValueError):
        raise MosaicError("its contents do not agree with their checksum") from None
    low, high = int(stored.min()), int(stored.max())
    if low < 0 or high > layout.max_iterations:
        raise MosaicError(
            f"it has counts from {low} to {high}; allowed: 0 to {layout.max_iterations}"
        )
    height, width = layout.shape(place)
    if stored[height:].any() or stored[:, width:].any():
        raise MosaicError("it has counts beyond the edge of the picture")
    return stored[:height, :width].astype(np.int32)


def read_tile(store: Path, layout: Layout, place: Place, size: int) -> Counts:
    """Return the counts of a tile that is done.

    Args:
        store: The folder of the mosaic.
        layout: What the mosaic is.
        place: Where the tile is.
        size: The size of its chunk, as recorded. It is 0 if the chunk was left out, because all
            counts are the fill value: a lost chunk looks the same, and only the record can tell.

    Raises:
        MosaicError: Its file is lost, or is not the chunk that was written.
        OSError: Its file cannot be read.
    """
    try:
        data = read_own(store, place.key, largest_file(layout))
    except FileNotFoundError:
        data = None
    except UnfitFileError as error:
        raise MosaicError(f"{place.key}: it {error}") from None
    if reason := wrong_size(None if data is None else len(data), size):
        raise MosaicError(f"{place.key}: {reason}")
    if data is None:
        return np.full(layout.shape(place), FILL, np.int32)
    try:
        return decode(data, layout, place)
    except MosaicError as error:
        raise MosaicError(f"{place.key}: {error}") from None


def wrong_size(found: int | None, recorded: int) -> str:
    """Return what is wrong with a chunk of this size, None if there is none; empty if nothing."""
    if found is None:
        return "it is missing" if recorded else ""
    if not recorded:
        return "it is here, and was left out because all its counts are the fill value"
    return "" if found == recorded else f"it has {found:,} bytes; {recorded:,} were written"


def write_chunk(store: Path, place: Place, data: bytes) -> None:
    """Write a chunk, or take it away if data is empty; when this returns, it is on the disk.

    Raises:
        MosaicError: Its folder, or that of the parts, is not one of the store.
        OSError: It cannot be written; then what was there before is still there.
    """
    try:
        if data:
            _replace(store, place, data)
        else:
            _take_away(store, place)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(store / place.key)) from None


def _replace(store: Path, place: Place, data: bytes) -> None:
    with own_folder(store, PARTS) as parts, own_folder(store, place.folder, make=True) as row:
        part = parts / f"{secrets.token_hex(8)}{PART}"
        try:
            write_synced(part, data)
            part.replace(row / str(place.column))
            sync_folder(row)
        finally:
            with suppress(OSError):  # it is renamed, or its folder may not be written
                part.unlink()


def _take_away(store: Path, place: Place) -> None:
    with suppress(FileNotFoundError), own_folder(store, place.folder) as row:
        (row / str(place.column)).unlink()
        sync_folder(row)


def is_part(found: "os.DirEntry[str]") -> bool:
    """Return whether something in the folder of parts is a file that a writer made."""
    return found.name.endswith(PART) and found.is_file(follow_symlinks=False)


def empty_parts(store: Path) -> None:
    """Remove what killed writers left, and no file of others; make the folder if it is missing.

    Raises:
        MosaicError: It is not a folder of the store.
        OSError: It cannot be read or written.
    """
    with own_folder(store, PARTS, make=True) as parts, os.scandir(parts) as found:
        for part in found:
            if is_part(part):
                Path(part.path).unlink(missing_ok=True)
