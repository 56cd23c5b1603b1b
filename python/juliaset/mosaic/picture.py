"""Any part of a mosaic as a picture of any size, from the level of the pyramid that suits it."""

import math

import numpy as np
from PIL import Image

from juliaset.images.colours import picture
from juliaset.images.painting import BYTES_PER_PIXEL, SUPERSAMPLE
from juliaset.images.palettes import DEFAULT, check_palette
from juliaset.mosaic.errors import MosaicError
from juliaset.mosaic.mosaic import Mosaic
from juliaset.mosaic.reading import Indices, Reader
from juliaset.problem import Axis, Counts, Window, view_axes
from juliaset.system.memory import check_fits

LONGEST = 1000  # pixels of a picture whose size was left out
_ROUNDING = 1e-3  # of a column: positions are not exact, least of all in a deep zoom


def render(
    mosaic: Mosaic,
    window: Window | None = None,
    size: tuple[int, int] | None = None,
    palette: str = DEFAULT,
) -> Image.Image:
    """Paint a part of a mosaic. Nothing is computed, and only the tiles of that part are read.

    Each pixel is the mean light of 2 x 2 points, as `juliaset render` paints. Where the picture
    is finer than level 0, points are repeated.

    Args:
        mosaic: A mosaic whose tiles of that part are computed.
        window: The edges (x1, x2, y1, y2) of the part. None is the whole mosaic.
        size: The width and the height in pixels. None is what the part's shape asks for, with
            1000 pixels on the longer side.
        palette: The name of a palette of `juliaset render`.

    Returns:
        The picture.

    Raises:
        MosaicError: The window reaches beyond the mosaic, or tiles are not computed or damaged.
        ValueError: The size or the palette is not allowed, or the memory is too small for it.
        OSError: A tile cannot be read.
    """
    check_palette(palette)
    window = mosaic.layout.window if window is None else window
    _check_within(window, mosaic.layout.window)
    width, height = shape_of(window) if size is None else size
    check_fits(max(width, 0) * max(height, 0), BYTES_PER_PIXEL, f"{width} x {height} pixels")
    counts = counts_in(mosaic, window, (width * SUPERSAMPLE, height * SUPERSAMPLE))
    return picture(counts, mosaic.max_iterations, palette, supersample=SUPERSAMPLE)


def counts_in(mosaic: Mosaic, window: Window, size: tuple[int, int]) -> Counts:
    """Return the counts at the stored points that are nearest to those of a view.

    They come from the coarsest level that has at least as many points as are asked for.

    Args:
        mosaic: A mosaic whose tiles of that part are computed.
        window: The edges (x1, x2, y1, y2), as `Problem.view` takes them, within the mosaic's.
        size: The number of columns and of rows.

    Returns:
        The counts, an int32 array of shape (height, width).

    Raises:
        MosaicError: The window reaches beyond the mosaic, or tiles are not computed or damaged.
        ValueError: The size is not allowed, or the counts would not fit into the free memory.
        OSError: A tile cannot be read.
    """
    width, height = size
    _check_within(window, mosaic.layout.window)
    xs, ys = view_axes(window, width, height)
    check_fits(width * height, 4, f"the counts of {width} x {height} pixels")
    x1, x2, y1, y2 = mosaic.layout.window
    # In columns and rows of level 0; rows go down while imaginary parts grow.
    columns = (xs - x1) / (x2 - x1) * mosaic.layout.width
    rows = (y2 - ys) / (y2 - y1) * mosaic.layout.height
    apart = min(
        (window[1] - window[0]) / (x2 - x1) * mosaic.layout.width / width,
        (window[3] - window[2]) / (y2 - y1) * mosaic.layout.height / height,
    )
    reader = Reader(mosaic)
    scale = min(max(int(math.log2(apart)), 0) if apart > 1 else 0, len(mosaic.levels) - 1)
    stored_rows, stored_columns = mosaic.layout.level_shape(scale)
    return reader.points(
        scale, _nearest(rows, scale, stored_rows), _nearest(columns, scale, stored_columns)
    )


def shape_of(window: Window, longest: int = LONGEST) -> tuple[int, int]:
    """Return the size of a picture of this window in which circles are round."""
    x1, x2, y1, y2 = window
    across, down = x2 - x1, y2 - y1
    edge = max(across, down)
    return max(round(longest * (across / edge)), 1), max(round(longest * (down / edge)), 1)


def _nearest(positions: Axis, scale: int, end: int) -> Indices:
    """Return the indices on a level that are nearest to positions on level 0.

    Two points a column, as `render` asks for, lie on columns and in the middle between two. A
    middle belongs to the column before it, also if rounding has moved it a little: so all columns
    are used equally often.
    """
    before_middle = positions / (1 << scale) - (0.5 + _ROUNDING)
    indices: Indices = np.ceil(before_middle).astype(np.intp).clip(0, end - 1)
    return indices


def _check_within(window: Window, whole: Window) -> None:
    view_axes(window, 1, 1)  # it checks the numbers
    x1, x2, y1, y2 = whole
    if not (x1 <= window[0] and window[1] <= x2 and y1 <= window[2] and window[3] <= y2):
        edges, allowed = (" ".join(f"{edge:g}" for edge in each) for each in (window, whole))
        raise MosaicError(f"the window is {edges}; allowed: a part of the mosaic's, {allowed}")
