"""Pictures of a mosaic: the same pixels in every form, and whole files or none."""

import math
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from stores import computed, whole

from juliaset.mosaic import Mosaic, MosaicError
from juliaset.mosaic.deep_zoom import to_deep_zoom
from juliaset.mosaic.painter import Painter
from juliaset.mosaic.picture import render
from juliaset.mosaic.png import to_png
from juliaset.mosaic.tiff import to_tiff

SIZE = (2300, 600)  # more than one block of pixels across, and three levels
WINDOW = (-1.8, 1.8, -1.0, 0.7)
Pixels = npt.NDArray[np.uint8]


@pytest.fixture(scope="module")
def mosaic(tmp_path_factory: pytest.TempPathFactory) -> Mosaic:
    return computed(tmp_path_factory.mktemp("pictures") / "a.zarr", SIZE, window=WINDOW)


@pytest.fixture(scope="module")
def png(mosaic: Mosaic) -> Pixels:
    path = mosaic.path.with_name("whole.png")
    to_png(mosaic, path)
    return pixels(path)


def pixels(path: Path) -> Pixels:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def test_an_interior_point_has_a_colour_of_its_own(mosaic: Mosaic, png: Pixels) -> None:
    counts = whole(SIZE, {"window": WINDOW})
    interior = Painter(mosaic).colours[255]
    assert np.array_equal((png == interior).all(axis=2), counts == mosaic.max_iterations)


def test_a_later_escape_lies_further_along_the_palette(mosaic: Mosaic) -> None:
    counts = whole(SIZE, {"window": WINDOW})
    (top, *_) = Painter(mosaic).bands(0)
    counts = counts[: len(top)]
    for count in range(1, 12):
        shades, later = top[counts == count], top[counts == count + 2]
        assert shades.max() <= later.min()


def test_pieces_that_are_painted_apart_fit_together(mosaic: Mosaic, png: Pixels) -> None:
    painter = Painter(mosaic)
    for square in painter.squares(0):
        y, x = square.row * 512, square.column * 512
        height, width = square.shades.shape
        found = painter.colours[square.shades]
        assert np.array_equal(found, png[y : y + height, x : x + width])


def test_a_deep_zoom_image_has_the_pixels_of_the_levels(
    mosaic: Mosaic, png: Pixels, folder: Path
) -> None:
    description = to_deep_zoom(mosaic, folder / "zoom")
    root = ET.fromstring(description.read_text())  # noqa: S314 - our own
    named = "{http://schemas.microsoft.com/deepzoom/2008}"
    assert root.tag == f"{named}Image"
    assert root.attrib == {"Format": "png", "Overlap": "0", "TileSize": "512"}
    assert [each.attrib for each in root] == [{"Width": "2300", "Height": "600"}]
    levels = description.with_name("picture_files")
    last = max(SIZE).bit_length()  # 2**12 is the first power that is not below the width
    assert sorted(int(each.name) for each in levels.iterdir()) == list(range(last + 1))
    assert np.array_equal(stitched(levels / str(last)), png)
    for level in range(last + 1):
        stride = 1 << (last - level)
        assert np.array_equal(stitched(levels / str(level)), png[::stride, ::stride])
    assert [each.name for each in folder.iterdir()] == ["zoom"]


def stitched(level: Path) -> Pixels:
    """Put the squares of a level together, as a viewer does."""
    names = [tuple(map(int, path.stem.split("_"))) for path in level.iterdir()]
    rows = range(max(row for _, row in names) + 1)
    columns = range(max(column for column, _ in names) + 1)
    assert len(names) == len(rows) * len(columns)
    return np.vstack(
        [np.hstack([pixels(level / f"{column}_{row}.png") for column in columns]) for row in rows]
    )


def test_a_tiff_has_the_pyramid_as_its_overviews(mosaic: Mosaic, png: Pixels, folder: Path) -> None:
    path = folder / "a.tif"
    to_tiff(mosaic, path)
    with Image.open(path) as image:
        assert image.n_frames == 4  # 2300, 1150, 575, 288
        for number in range(image.n_frames):
            image.seek(number)
            level = np.asarray(image.convert("RGB"))
            stride = 1 << number
            assert np.array_equal(level, png[::stride, ::stride])
    assert [each.name for each in folder.iterdir()] == ["a.tif"]


def test_a_tiff_is_laid_out_for_readers_that_fetch_parts(mosaic: Mosaic, folder: Path) -> None:
    path = folder / "a.tif"
    to_tiff(mosaic, path)
    data = path.read_bytes()
    assert data[:8] == struct.pack("<2sHHH", b"II", 43, 8, 0)
    starts, last_of_directories = [], 0
    for at, tags in directories(data):
        (first, *_) = numbers(data, tags[324])
        starts.append(first)
        last_of_directories = at
        assert (tags[322][2], tags[323][2]) == (512, 512)
    assert starts == sorted(starts, reverse=True)  # the smallest level first
    assert last_of_directories < starts[-1]
    first_tags = next(directories(data))[1]
    assert doubles(data, first_tags[33922]) == (0, 0, 0, WINDOW[0], WINDOW[3], 0)
    assert doubles(data, first_tags[33550]) == (3.6 / 2300, 1.7 / 600, 0)


Tag = tuple[int, int, int]  # its type, how many values, and the value or where it is


def directories(data: bytes) -> Iterator[tuple[int, dict[int, Tag]]]:
    (at,) = struct.unpack_from("<Q", data, 8)
    assert at == 16  # where GDAL's check of such files wants it
    while at:
        (entries,) = struct.unpack_from("<Q", data, at)
        rows = [struct.unpack_from("<HHQQ", data, at + 8 + 20 * k) for k in range(entries)]
        assert [row[0] for row in rows] == sorted(row[0] for row in rows)
        yield at, {tag: (kind, number, value) for tag, kind, number, value in rows}
        (at,) = struct.unpack_from("<Q", data, at + 8 + 20 * entries)


def numbers(data: bytes, tag: Tag) -> tuple[int, ...]:
    _, number, at = tag
    return (at,) if number == 1 else struct.unpack_from(f"<{number}Q", data, at)


def doubles(data: bytes, tag: Tag) -> tuple[float, ...]:
    return struct.unpack_from(f"<{tag[1]}d", data, tag[2])


def test_a_png_says_what_it_shows(mosaic: Mosaic, png: Pixels) -> None:
    assert png.shape == (600, 2300, 3)
    with Image.open(mosaic.path.with_name("whole.png")) as image:
        assert image.mode == "P"
        assert image.info["window"] == "-1.8 1.8 -1.0 0.7"
        assert complex(image.info["c"]) == mosaic.c
        assert image.info["max_iterations"] == "300"


@pytest.mark.parametrize("write", [to_png, to_deep_zoom, to_tiff])
def test_an_export_that_fails_leaves_nothing(
    write: Callable[[Mosaic, Path], object], folder: Path
) -> None:
    mosaic = computed(folder / "a.zarr", (700, 600))
    broken = mosaic.path / "0/c/1/1"
    data = bytearray(broken.read_bytes())
    data[-1] ^= 1
    broken.write_bytes(data)
    with pytest.raises(MosaicError, match="0/c/1/1: its contents do not agree with their checksum"):
        write(mosaic, folder / "new")
    assert [each.name for each in folder.iterdir()] == ["a.zarr"]


@pytest.mark.parametrize("size", [(1, 1), (1, 700), (512, 2)])
def test_thin_pictures_are_painted_too(size: tuple[int, int], folder: Path) -> None:
    mosaic = computed(folder / "a.zarr", size, window=(-0.1, 1.5, -0.2, 0.9))
    to_png(mosaic, folder / "a.png")
    to_tiff(mosaic, folder / "a.tif")
    zoom = to_deep_zoom(mosaic, folder / "zoom").with_name("picture_files")
    assert len(list(zoom.iterdir())) == 1 + math.ceil(math.log2(max(size)))
    assert pixels(folder / "a.png").shape == (size[1], size[0], 3)
    assert np.array_equal(pixels(folder / "a.png"), pixels(folder / "a.tif"))
    assert render(mosaic, size=(3, 2)).size == (3, 2)


def test_a_picture_of_one_count_has_one_colour(folder: Path) -> None:
    mosaic = computed(folder / "a.zarr", (600, 600), window=(3.0, 4.0, 3.0, 4.0))
    to_png(mosaic, folder / "a.png")
    assert len(np.unique(pixels(folder / "a.png").reshape(-1, 3), axis=0)) == 1
