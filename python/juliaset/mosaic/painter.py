"""The pixels of a mosaic in the order in which files take them, a piece at a time."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from juliaset.images.palettes import DEFAULT
from juliaset.mosaic.mosaic import Mosaic
from juliaset.mosaic.reading import Reader
from juliaset.mosaic.shading import Shades, Shading

EDGE = 512  # of a square: every tile of a mosaic is made of whole ones
_BLOCK = 1024  # what is painted at once, about 30 bytes a pixel
_BAND_BYTES = 64 << 20
Report = Callable[[int, int], None]


class Square(NamedTuple):
    """A square of a level, smaller at the far edges, and its place among the squares."""

    row: int
    column: int
    shades: Shades


class Painter:
    """Paints the levels of a mosaic, in one and the same way.

    Attributes:
        colours: The red, green and blue of each shade, of shape (256, 3).
        scales: How many levels there are, down to a single pixel.
    """

    colours: npt.NDArray[np.uint8]
    scales: int

    def __init__(
        self, mosaic: Mosaic, palette: str = DEFAULT, report: Report | None = None
    ) -> None:
        """Check that all tiles are there, and choose the colours.

        Args:
            mosaic: A mosaic that is computed.
            palette: The name of a palette.
            report: Called with the pixels that were painted, and with those that will be.

        Raises:
            MosaicError: Tiles are missing or damaged.
            ValueError: There is no such palette.
            OSError: A file cannot be read.
        """
        self._reader = Reader(mosaic)
        self._reader.check_complete()
        self._shading = Shading.of(self._reader, palette)
        self.colours, self.scales = self._shading.colours, self._reader.scales
        self._report, self._painted, self._total = report, 0, 0

    def shape(self, scale: int) -> tuple[int, int]:
        """Return the height and the width of a level."""
        return self._reader.layout.level_shape(scale)

    def expect(self, scales: range) -> None:
        """Note which levels will be painted: what is reported is a part of these."""
        for height, width in map(self.shape, scales):
            self._total += height * width

    def squares(self, scale: int) -> Iterator[Square]:
        """Yield all squares of a level, block by block."""
        height, width = self.shape(scale)
        for top in range(0, height, _BLOCK):
            for left in range(0, width, _BLOCK):
                rows = range(top, min(top + _BLOCK, height))
                columns = range(left, min(left + _BLOCK, width))
                block = self._paint(scale, rows, columns)
                for y in range(0, len(rows), EDGE):
                    for x in range(0, len(columns), EDGE):
                        shades = block[y : y + EDGE, x : x + EDGE]
                        yield Square((top + y) // EDGE, (left + x) // EDGE, shades)

    def bands(self, scale: int) -> Iterator[Shades]:
        """Yield a level from top to bottom, in bands of its whole width."""
        height, width = self.shape(scale)
        thick = min(_BLOCK, max(_BAND_BYTES // width, 1))
        for top in range(0, height, thick):
            rows = range(top, min(top + thick, height))
            band = np.empty((len(rows), width), np.uint8)
            for left in range(0, width, _BLOCK):
                columns = range(left, min(left + _BLOCK, width))
                band[:, left : columns.stop] = self._paint(scale, rows, columns)
            yield band

    def _paint(self, scale: int, rows: range, columns: range) -> Shades:
        counts = self._reader.part(scale, rows, columns)
        shades = self._shading.shades(counts, scale, rows.start, columns.start)
        self._painted += shades.size
        if self._report:
            self._report(self._painted, self._total)
        return shades
