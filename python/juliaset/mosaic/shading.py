"""Colours for a picture that is painted piece by piece: each pixel's follows from its count alone.

`images.colours` looks at all pixels to find a smooth field and to share the palette out. Here it
looks at an overview of the mosaic, once. A pixel then takes the field from the overview, and keeps
it within what its own exact count allows. So pieces fit together, whatever their size and level.

A picture has 256 colours: 255 shades and the interior. A pixel takes one byte before compression.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from juliaset.images.colours import SLACK, depth, tone_curve
from juliaset.images.palettes import DEFAULT, SHADES, encode, shades_of
from juliaset.mosaic.reading import Reader
from juliaset.problem import Counts

INTERIOR = 255
_MOST_POINTS = 1 << 20  # of the overview
_MOST_HALVINGS = np.float32(100)
_LEAST = np.float32(2.0**-101)
Floats = npt.NDArray[np.float32]
Shades = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Shading:
    """How a mosaic is painted.

    Attributes:
        colours: The red, green and blue of each of the 256 shades, of shape (256, 3).
    """

    colours: npt.NDArray[np.uint8]
    _limit: int
    _scale: int  # of the overview
    _overview: Floats  # the potential, which halves from one count to the next; 0 at the interior
    _lowest: float  # the smooth count where it is 1
    _low: float  # depths, and what they become: evenly spaced from _low on
    _steps: float
    _curve: Shades

    @classmethod
    def of(cls, reader: Reader, palette: str = DEFAULT) -> "Shading":
        """Look at an overview of a mosaic.

        Raises:
            ValueError: There is no such palette.
            MosaicError: The overview is not computed, or damaged.
            OSError: It cannot be read.
        """
        shape = reader.layout.level_shape
        scale = next(k for k in range(reader.scales) if np.prod(shape(k)) <= _MOST_POINTS)
        height, width = shape(scale)
        counts = reader.part(scale, range(height), range(width))
        limit = reader.layout.max_iterations
        outside = counts < limit
        depths = depth(counts, outside)
        found = tone_curve(depths[outside])
        edges, places = ((0.0, 1.0), (0.0, 0.0)) if found is None else found
        smooth = np.expm1(depths)
        lowest = float(smooth[outside].min()) if outside.any() else 0.0
        halvings = np.minimum(smooth - np.float32(lowest), _MOST_HALVINGS)
        return cls(
            _colours(palette),
            limit,
            scale,
            np.where(outside, np.exp2(-halvings), np.float32(0)),
            lowest,
            float(edges[0]),
            (len(edges) - 1) / float(edges[-1] - edges[0]),
            np.rint(np.asarray(places) * (INTERIOR - 1)).astype(np.uint8),
        )

    def shades(self, counts: Counts, scale: int, top: int, left: int) -> Shades:
        """Return the shades of a rectangle of a level that begins at this row and column."""
        smooth = self._field(counts.shape, scale, top, left)
        np.log2(np.maximum(smooth, _LEAST, out=smooth), out=smooth)
        np.subtract(np.float32(self._lowest), smooth, out=smooth)
        low = counts.astype(np.float32)
        low -= np.float32(SLACK)
        np.maximum(smooth, low, out=smooth)
        low += np.float32(1 + 2 * SLACK)
        np.minimum(smooth, low, out=smooth)
        np.log1p(smooth, out=smooth)
        smooth -= np.float32(self._low)
        smooth *= np.float32(self._steps)
        places = np.rint(smooth, out=smooth).clip(0, self._curve.size - 1).astype(np.intp)
        shades = self._curve[places]
        shades[counts >= self._limit] = INTERIOR
        return shades

    def _field(self, shape: tuple[int, ...], scale: int, top: int, left: int) -> Floats:
        """Return the potential at the points of a rectangle: between the overview's, by lines."""
        factor = 2.0 ** (scale - self._scale)
        height, width = self._overview.shape
        above, down = _between(top, shape[0], factor, height)
        before, across = _between(left, shape[1], factor, width)
        first, last = int(above[0]), int(above[-1]) + 2
        part = np.pad(self._overview[first:last], ((0, 1), (0, 1)), mode="edge")
        wide = part[:, before] * (1 - across) + part[:, before + 1] * across
        rows = above - first
        field: Floats = wide[rows] * (1 - down[:, np.newaxis])
        field += wide[rows + 1] * down[:, np.newaxis]
        return field


def _between(
    start: int, number: int, factor: float, end: int
) -> tuple[npt.NDArray[np.intp], Floats]:
    """Return the point before each of these points, and how far each is on the way to the next."""
    positions = np.minimum((start + np.arange(number)) * factor, end - 1)
    before = positions.astype(np.intp)
    return before, (positions - before).astype(np.float32)


def _colours(palette: str) -> npt.NDArray[np.uint8]:
    shades, interior = shades_of(palette)
    chosen = np.rint(np.linspace(0, SHADES - 1, INTERIOR)).astype(np.intp)
    return encode(np.vstack((shades[chosen], interior)))
