"""A mosaic as a Deep Zoom Image: a small XML file, and a folder of squares for each level.

Viewers in a browser, such as OpenSeadragon, load the squares that they show. Levels are counted
from a single pixel upwards, and each is half as large as the next, rounded up: so are ours.
"""

from pathlib import Path

from juliaset.images.palettes import DEFAULT
from juliaset.mosaic.creation import check_new
from juliaset.mosaic.mosaic import Mosaic
from juliaset.mosaic.painter import EDGE, Painter, Report
from juliaset.mosaic.png import png_of
from juliaset.system.files import whole_folder

_NAME = "picture"


def to_deep_zoom(
    mosaic: Mosaic, folder: Path, palette: str = DEFAULT, report: Report | None = None
) -> Path:
    """Write a new folder with `picture.dzi` and its squares: all of it, or nothing.

    Args:
        mosaic: A mosaic that is computed.
        folder: The folder, which must be new or empty.
        palette: The name of a palette of `juliaset render`.
        report: Called with the pixels that were painted, and with those that will be.

    Returns:
        The path of `picture.dzi`.

    Raises:
        MosaicError: The folder is not new, or tiles are missing or damaged.
        ValueError: There is no such palette.
        OSError: A tile cannot be read, or the folder cannot be written.
    """
    check_new(folder)
    painter = Painter(mosaic, palette, report)
    painter.expect(range(painter.scales))
    with whole_folder(folder) as part:
        for scale in reversed(range(painter.scales)):
            _write_level(painter, scale, part / f"{_NAME}_files" / str(painter.scales - 1 - scale))
        (part / f"{_NAME}.dzi").write_text(_description(*painter.shape(0)))
    return folder / f"{_NAME}.dzi"


def _write_level(painter: Painter, scale: int, folder: Path) -> None:
    folder.mkdir(parents=True)
    for square in painter.squares(scale):
        data = png_of(square.shades, painter.colours)
        (folder / f"{square.column}_{square.row}.png").write_bytes(data)


def _description(height: int, width: int) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Image xmlns="http://schemas.microsoft.com/deepzoom/2008" '
        f'Format="png" Overlap="0" TileSize="{EDGE}">\n'
        f'  <Size Width="{width}" Height="{height}"/>\n'
        "</Image>\n"
    )
