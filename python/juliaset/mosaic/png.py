"""PNG files with 256 colours, written as their rows become known."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from juliaset.images.colours import texts_of
from juliaset.images.palettes import DEFAULT
from juliaset.mosaic.mosaic import Mosaic
from juliaset.mosaic.painter import Painter, Report
from juliaset.mosaic.shading import Shades
from juliaset.system.files import whole_file

_EFFORT = 6  # of zlib
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BITS, _INDEXED = 8, 3


def to_png(
    mosaic: Mosaic, path: Path, palette: str = DEFAULT, report: Report | None = None
) -> None:
    """Write the whole of level 0 as one PNG file; the memory holds a band of it.

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
    painter.expect(range(1))
    texts = texts_of(mosaic.c, mosaic.layout.window, mosaic.max_iterations)
    with whole_file(path) as file:
        file.write(_SIGNATURE)
        for chunk in _chunks(painter.shape(0), painter.colours, painter.bands(0), texts):
            file.write(chunk)


def png_of(shades: Shades, colours: npt.NDArray[np.uint8]) -> bytes:
    """Return a small picture as a PNG file."""
    height, width = shades.shape
    return _SIGNATURE + b"".join(_chunks((height, width), colours, iter([shades]), {}))


def _chunks(
    shape: tuple[int, int],
    colours: npt.NDArray[np.uint8],
    bands: Iterator[Shades],
    texts: dict[str, str],
) -> Iterator[bytes]:
    height, width = shape
    yield _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, _BITS, _INDEXED, 0, 0, 0))
    yield _chunk(b"PLTE", colours.tobytes())
    for key, text in texts.items():
        yield _chunk(b"tEXt", f"{key}\0{text}".encode("latin-1"))
    zipped = zlib.compressobj(_EFFORT)
    for band in bands:
        # Each row begins with the number of its filter; indexed colours are best without one.
        yield _data(zipped.compress(np.pad(band, ((0, 0), (1, 0))).data))
    yield _data(zipped.flush())
    yield _chunk(b"IEND", b"")


def _data(zipped: bytes) -> bytes:
    return _chunk(b"IDAT", zipped) if zipped else b""


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
