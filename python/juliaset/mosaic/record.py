"""Which tiles are done, and their digests: a file to which rows are appended, and its contents.

A row has a fixed size and a checksum of its own. A process that is killed while it appends leaves
at most a part of a row at the end, which the next one cuts off. A row that does not match its
checksum is ignored, so its tile is computed again.
"""

import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from juliaset.mosaic.digest import SIZE, Digests
from juliaset.mosaic.errors import DigestConflictError, MosaicError
from juliaset.mosaic.own_files import open_own

RECORD = "0/juliaset/tiles"
ROW = np.dtype([("tile", "<u4"), ("size", "<u4"), ("digest", "u1", (SIZE,)), ("check", "<u4")])
Rows = npt.NDArray[np.void]  # of ROW
_ROWS_AT_ONCE = 1 << 14
_MOST_ROWS_OF_A_TILE = 16
_CHECKED = ROW.itemsize - 4  # the bytes before the checksum


def new_row(tile: int, size: int, digest: bytes) -> Rows:
    """Return the row of one tile; `size` is that of its chunk in bytes, 0 if it was left out."""
    row = np.zeros(1, ROW)
    row["tile"], row["size"] = tile, size
    row["digest"] = np.frombuffer(digest, np.uint8)
    row["check"] = _checks(row)
    return row


class TileRecord:
    """What is known about each tile, in three arrays.

    Attributes:
        done: Whether the tile is computed.
        sizes: The size of its chunk in bytes, 0 if that was left out.
        digests: Its digest, also of a tile that is to be computed again.
        bad_rows: How many rows of the file did not agree with their checksum.
    """

    done: npt.NDArray[np.bool_]
    sizes: npt.NDArray[np.uint32]
    digests: Digests
    bad_rows: int

    def __init__(self, tiles: int) -> None:
        """Make a record of a mosaic with no tile done."""
        self.done = np.zeros(tiles, np.bool_)
        self.sizes = np.zeros(tiles, np.uint32)
        self.digests = np.zeros((tiles, SIZE), np.uint8)
        self.bad_rows = 0
        self._known = np.zeros(tiles, np.bool_)

    @classmethod
    def load(cls, store: Path, tiles: int) -> Self:
        """Read the file of a store, a piece at a time.

        Raises:
            DigestConflictError: Two rows have different digests for one tile.
            MosaicError: It has more rows than any computation leaves, or is not a plain file.
            OSError: It cannot be read.
        """
        record = cls(tiles)
        for rows in _pieces(store, tiles):
            good = (rows["tile"] < tiles) & (rows["check"] == _checks(rows))
            record.bad_rows += int(np.count_nonzero(~good))
            record.add(rows[good])
        return record

    def add(self, rows: Rows) -> None:
        """Note tiles as done.

        Raises:
            DigestConflictError: A tile is known with another digest.
        """
        tiles, digests = rows["tile"], rows["digest"]
        known = self._known[tiles]
        _check_equal(tiles[known], self.digests[tiles[known]], digests[known])
        self.digests[tiles], self.sizes[tiles] = digests, rows["size"]
        _check_equal(tiles, self.digests[tiles], digests)  # two of these rows may differ, too
        self.done[tiles] = self._known[tiles] = True

    def missing(self) -> npt.NDArray[np.int64]:
        """Return the numbers of the tiles that are not done."""
        return np.flatnonzero(~self.done)


class RecordWriter:
    """Appends rows to the file; only the process that has locked the mosaic makes one."""

    def __init__(self, store: Path) -> None:
        """Open the file of a store, and cut off what a process that was killed left of a row."""
        self._path = store / RECORD
        self._file = open_own(store, RECORD, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._length = os.fstat(self._file).st_size // ROW.itemsize * ROW.itemsize
        os.ftruncate(self._file, self._length)

    def append(self, rows: Rows) -> None:
        """Append rows, and return when they are on the disk.

        Raises:
            OSError: They cannot be written; then none of them stays.
        """
        left = memoryview(rows.tobytes())
        size = len(left)
        try:
            while left:
                left = left[os.write(self._file, left) :]
            os.fsync(self._file)
        except OSError as error:
            os.ftruncate(self._file, self._length)
            raise OSError(error.errno, error.strerror, str(self._path)) from None
        self._length += size

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def _pieces(store: Path, tiles: int) -> Iterator[Rows]:
    try:
        descriptor = open_own(store, RECORD, os.O_RDONLY)
    except FileNotFoundError:  # a copy of a mosaic that was never computed may lack it
        return
    with os.fdopen(descriptor, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        most = (tiles + _ROWS_AT_ONCE) * _MOST_ROWS_OF_A_TILE * ROW.itemsize
        if size > most:
            raise MosaicError(f"{store / RECORD} has {size:,} bytes; allowed: {most:,}")
        left = size // ROW.itemsize
        while left > 0 and len(data := file.read(min(left, _ROWS_AT_ONCE) * ROW.itemsize)):
            rows = np.frombuffer(data[: len(data) // ROW.itemsize * ROW.itemsize], ROW)
            left -= max(len(rows), 1)
            yield rows


def _checks(rows: Rows) -> npt.NDArray[np.uint32]:
    data, size = rows.tobytes(), ROW.itemsize
    checks = (zlib.crc32(data[k : k + _CHECKED]) for k in range(0, len(data), size))
    return np.fromiter(checks, np.uint32, len(rows))


def _check_equal(tiles: npt.NDArray[np.uint32], known: Digests, found: Digests) -> None:
    wrong = np.flatnonzero((known != found).any(axis=1))
    if wrong.size:
        was, now = (bytes(each[wrong[0]]).hex()[:16] for each in (known, found))
        raise DigestConflictError(
            f"tile {tiles[wrong[0]]} was computed twice with different counts: the digests are "
            f"{was}... and {now}..., so one machine or kernel is wrong"
        )
