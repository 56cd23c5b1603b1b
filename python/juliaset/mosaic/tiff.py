"""A mosaic as a cloud optimised GeoTIFF: one file, of which a reader fetches what it shows.

It is a BigTIFF with squares, and with the pyramid as its overviews. All directories come first,
that of level 0 at their head, so that one request reads them; then the squares, the smallest level
first. How large a compressed square is, and so where the next one lies, is known when it is
written: the directories have room for these numbers, and get them at the end.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from juliaset.images.colours import texts_of
from juliaset.images.palettes import DEFAULT
from juliaset.mosaic.layout import Layout
from juliaset.mosaic.mosaic import Mosaic
from juliaset.mosaic.painter import EDGE, Painter, Report
from juliaset.system.files import whole_file

_EFFORT = 6  # of zlib
_HEADER = struct.pack("<2sHHHQ", b"II", 43, 8, 0, 16)  # BigTIFF; the first directory is at 16
_ASCII, _SHORT, _LONG, _DOUBLE, _LONG8 = 2, 3, 4, 12, 16  # types of values
_SIZES = {_ASCII: 1, _SHORT: 2, _LONG: 4, _DOUBLE: 8, _LONG8: 8}
_INLINE = 8  # bytes of values that are in a directory itself
_DEFLATE, _INDEXED = 8, 3
_OFFSETS, _BYTES = 324, 325  # the tags that are filled in at the end
# GeoTIFF: a coordinate system of our own, in which a pixel is a point.
_GEO_KEYS = (1, 1, 0, 2, 1024, 0, 1, 32767, 1025, 0, 1, 2)


@dataclass(frozen=True)
class _Value:
    """The value of a tag: its type, how many there are, and their bytes."""

    kind: int
    data: bytes

    @property
    def number(self) -> int:
        return len(self.data) // _SIZES[self.kind]


def to_tiff(
    mosaic: Mosaic, path: Path, palette: str = DEFAULT, report: Report | None = None
) -> None:
    """Write a mosaic with its pyramid as one TIFF file; the memory holds a block of it.

    Args:
        mosaic: A mosaic that is computed.
        path: The file.
        palette: The name of a palette of `juliaset render`.
        report: Called with the pixels that were painted, and with those that will be.

    Raises:
        MosaicError: Tiles are missing or damaged.
        ValueError: There is no such palette.
        OSError: A tile cannot be read, or the file cannot be written.
    """
    painter = Painter(mosaic, palette, report)
    # As many overviews as it takes until one square has all.
    scales = range(next(k for k in range(painter.scales) if max(painter.shape(k)) <= EDGE) + 1)
    painter.expect(scales)
    with whole_file(path) as file:
        file.write(_HEADER)
        places = [
            _write_directory(
                file, _tags(painter, scale, mosaic.layout), is_last=scale == scales[-1]
            )
            for scale in scales
        ]
        for scale in reversed(scales):
            offsets, sizes = _write_squares(file, painter, scale)
            end = file.tell()
            for tag, numbers in ((_OFFSETS, offsets), (_BYTES, sizes)):
                file.seek(places[scale][tag])
                file.write(numbers.tobytes())
            file.seek(end)


def _write_squares(
    file: BinaryIO, painter: Painter, scale: int
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Write a level; return where its squares are, and their sizes."""
    rows, columns = (-(-edge // EDGE) for edge in painter.shape(scale))
    offsets, sizes = np.zeros((2, rows, columns), "<u8")
    for square in painter.squares(scale):
        height, width = square.shades.shape
        whole = np.pad(square.shades, ((0, EDGE - height), (0, EDGE - width)), mode="edge")
        data = zlib.compress(whole.tobytes(), _EFFORT)
        offsets[square.row, square.column] = file.tell()
        sizes[square.row, square.column] = len(data)
        file.write(data)
    return offsets, sizes


def _write_directory(file: BinaryIO, tags: dict[int, _Value], *, is_last: bool) -> dict[int, int]:
    """Write a directory and the values for which it has no room; return where the values are."""
    start = file.tell()
    at = start + 8 + 20 * len(tags) + 8
    entries, values, places = b"", b"", {}
    for row, (tag, value) in enumerate(sorted(tags.items())):
        if len(value.data) <= _INLINE:
            places[tag] = start + 8 + 20 * row + 12
            field = value.data.ljust(_INLINE, b"\0")
        else:
            places[tag] = at + len(values)
            field = struct.pack("<Q", places[tag])
            values += value.data + b"\0" * (-len(value.data) % 8)
        entries += struct.pack("<HHQ", tag, value.kind, value.number) + field
    following = 0 if is_last else at + len(values)
    file.write(struct.pack("<Q", len(tags)) + entries + struct.pack("<Q", following) + values)
    return places


def _tags(painter: Painter, scale: int, layout: Layout) -> dict[int, _Value]:
    """Return what the directory of a level says."""
    height, width = painter.shape(scale)
    squares = -(-height // EDGE) * -(-width // EDGE)
    colours = painter.colours.T.astype("<u2") * 257  # 255 becomes 65535
    tags = {
        254: _Value(_LONG, struct.pack("<I", min(scale, 1))),  # whether it is an overview
        256: _Value(_LONG, struct.pack("<I", width)),
        257: _Value(_LONG, struct.pack("<I", height)),
        258: _Value(_SHORT, struct.pack("<H", 8)),  # bits
        259: _Value(_SHORT, struct.pack("<H", _DEFLATE)),
        262: _Value(_SHORT, struct.pack("<H", _INDEXED)),
        277: _Value(_SHORT, struct.pack("<H", 1)),  # one number for each pixel
        320: _Value(_SHORT, colours.tobytes()),
        322: _Value(_LONG, struct.pack("<I", EDGE)),
        323: _Value(_LONG, struct.pack("<I", EDGE)),
        _OFFSETS: _Value(_LONG8, bytes(8 * squares)),
        _BYTES: _Value(_LONG8, bytes(8 * squares)),
    }
    return tags if scale else tags | dict(_described(layout))


def _described(layout: Layout) -> Iterator[tuple[int, _Value]]:
    """Yield the tags of level 0 that say what it shows, and where in the plane it lies."""
    texts = texts_of(layout.c, layout.window, layout.max_iterations)
    software = texts.pop("Software")
    about = ", ".join(f"{key} = {text}" for key, text in texts.items())
    x1, x2, y1, y2 = layout.window
    steps = ((x2 - x1) / layout.width, (y2 - y1) / layout.height, 0.0)
    yield 270, _Value(_ASCII, about.encode() + b"\0")
    yield 305, _Value(_ASCII, software.encode() + b"\0")
    yield 33550, _Value(_DOUBLE, struct.pack("<3d", *steps))
    yield 33922, _Value(_DOUBLE, struct.pack("<6d", 0, 0, 0, x1, y2, 0))  # the first pixel's point
    yield 34735, _Value(_SHORT, struct.pack("<12H", *_GEO_KEYS))
