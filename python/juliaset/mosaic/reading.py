"""Counts of any part of a mosaic, at the scale of any level, put together from its tiles.

Levels go on beyond the last one that is stored: each has every second column and row of the one
before, down to a single point. What is read is as exact as level 0, because all levels are.
"""

from collections import OrderedDict

import numpy as np
import numpy.typing as npt

from juliaset.mosaic.chunks import read_tile
from juliaset.mosaic.errors import MosaicError
from juliaset.mosaic.layout import Layout, Level, Place
from juliaset.mosaic.mosaic import Mosaic
from juliaset.problem import Counts

Indices = npt.NDArray[np.intp]
_KEPT_BYTES = 64 << 20


class Reader:
    """Reads a mosaic; keeps the last few tiles, because neighbours are usually read next.

    Attributes:
        layout: What the mosaic is.
        scales: How many levels there are, with those that are not stored.
    """

    def __init__(self, mosaic: Mosaic, kept_bytes: int = _KEPT_BYTES) -> None:
        """Look which tiles are done, and which of them have a chunk.

        kept_bytes: how much memory may be used for tiles; one is always kept.
        """
        self.layout: Layout = mosaic.layout
        self.scales = max(self.layout.width - 1, self.layout.height - 1).bit_length() + 1
        record = mosaic.record()
        self._store, self._done, self._sizes = mosaic.path, record.done, record.sizes
        self._tiles: OrderedDict[Place, Counts] = OrderedDict()
        self._most_tiles = max(kept_bytes // (self.layout.tile**2 * 4), 1)

    def check_complete(self) -> None:
        """Raise MosaicError unless all tiles are done."""
        if missing := int(np.count_nonzero(~self._done)):
            raise MosaicError(
                f"{missing:,} of the {self._done.size:,} tiles of {self._store} are not computed; "
                f"`juliaset mosaic resume` computes them"
            )

    def part(self, scale: int, rows: range, columns: range) -> Counts:
        """Return a rectangle of a level."""
        return self.points(scale, np.array(rows, np.intp), np.array(columns, np.intp))

    def points(self, scale: int, rows: Indices, columns: Indices) -> Counts:
        """Return the counts at all crossings of these rows and columns, which must ascend.

        Raises:
            MosaicError: A tile with such a point is not computed, or its file is lost or damaged.
            OSError: A tile cannot be read.
        """
        level = self.layout.levels[min(scale, len(self.layout.levels) - 1)]
        rows, columns = (each << (scale - level.number) for each in (rows, columns))
        counts = np.empty((rows.size, columns.size), np.int32)
        for row, ys in _by_tile(rows, self.layout.tile):
            for column, xs in _by_tile(columns, self.layout.tile):
                tile = self._tile(level, row, column)
                inner = np.ix_(rows[ys] % self.layout.tile, columns[xs] % self.layout.tile)
                counts[ys, xs] = tile[inner]
        return counts

    def is_done(self, place: Place) -> bool:
        """Return whether a tile was computed when this reader began."""
        return bool(self._done[self.layout.number(place)])

    def holds(self, place: Place) -> bool:
        """Return whether a tile is in memory, so that its counts take no time to read."""
        return place in self._tiles

    def _tile(self, level: Level, row: int, column: int) -> Counts:
        place = Place(level.number, row, column)
        if place in self._tiles:
            self._tiles.move_to_end(place)
            return self._tiles[place]
        number = self.layout.number(place)
        if not self._done[number]:
            raise MosaicError(
                f"{self._store}: the tile {place.key} is not computed; "
                f"`juliaset mosaic resume` computes it"
            )
        while len(self._tiles) >= self._most_tiles:
            self._tiles.popitem(last=False)
        self._tiles[place] = self._read(place, int(self._sizes[number]))
        return self._tiles[place]

    def _read(self, place: Place, size: int) -> Counts:
        try:
            return read_tile(self._store, self.layout, place, size)
        except MosaicError as error:
            raise MosaicError(f"{self._store}: {error}; see `juliaset mosaic verify`") from None


def _by_tile(indices: Indices, tile: int) -> list[tuple[int, slice]]:
    """Return which of these ascending indices lie in which row or column of tiles."""
    numbers = indices // tile
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    ends = [*starts[1:], indices.size]
    return [
        (int(numbers[start]), slice(int(start), int(end)))
        for start, end in zip(starts, ends, strict=True)
    ]
