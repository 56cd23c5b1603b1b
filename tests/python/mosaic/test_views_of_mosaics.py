"""Views of a mosaic: the right points of the right level, read from the tiles of their part."""

from pathlib import Path

import numpy as np
import pytest
from stores import chunks, computed, whole

from juliaset.images.colours import picture
from juliaset.images.painting import SUPERSAMPLE
from juliaset.mosaic import Mosaic, MosaicError
from juliaset.mosaic.picture import counts_in, render, shape_of
from juliaset.mosaic.reading import Reader

SIZE = (2300, 600)  # three levels
WINDOW = (-1.8, 1.8, -1.0, 0.7)


@pytest.fixture(scope="module")
def mosaic(tmp_path_factory: pytest.TempPathFactory) -> Mosaic:
    return computed(tmp_path_factory.mktemp("views") / "a.zarr", SIZE, window=WINDOW)


def test_any_part_of_any_level_is_that_part_of_one_whole_call(mosaic: Mosaic) -> None:
    counts, reader = whole(SIZE, {"window": WINDOW}), Reader(mosaic)
    for scale in range(reader.scales):
        level = counts[:: 1 << scale, :: 1 << scale]
        assert mosaic.layout.level_shape(scale) == level.shape
        rows, columns = (range(edge // 3, edge) for edge in level.shape)
        found = reader.part(scale, rows, columns)
        assert np.array_equal(found, level[rows.start :, columns.start :])
    assert mosaic.layout.level_shape(reader.scales - 1) == (1, 1)


@pytest.mark.parametrize("stride", [1, 2, 4])
def test_a_view_takes_the_points_of_the_level_that_suits_it(stride: int, mosaic: Mosaic) -> None:
    found = counts_in(mosaic, WINDOW, (SIZE[0] // stride, SIZE[1] // stride))
    assert np.array_equal(found, whole(SIZE, {"window": WINDOW})[::stride, ::stride])


def test_a_view_that_is_finer_than_level_0_takes_the_nearest_points(mosaic: Mosaic) -> None:
    found = counts_in(mosaic, WINDOW, (3 * SIZE[0], 3 * SIZE[1]))
    counts = whole(SIZE, {"window": WINDOW})
    for part, expected in (
        (found[::3, ::3], counts),
        (found[1::3, 1::3], counts),
        (found[2:-3:3, 2:-3:3], counts[1:, 1:]),
    ):
        assert np.array_equal(part, expected)


@pytest.mark.parametrize("part", [1, 3, 7])  # of the width: its edges are rounded
def test_a_render_uses_all_points_equally_often(part: int, mosaic: Mosaic) -> None:
    x1, x2, y1, y2 = WINDOW
    width, height = SIZE[0] // part, SIZE[1] // part
    left, top = SIZE[0] % part, SIZE[1] % part
    across, down = (x2 - x1) / SIZE[0], (y2 - y1) / SIZE[1]
    window = (
        x1 + left * across,
        x1 + (left + width) * across,
        y2 - (top + height) * down,
        y2 - top * down,
    )
    found = counts_in(mosaic, window, (width * SUPERSAMPLE, height * SUPERSAMPLE))
    counts = whole(SIZE, {"window": WINDOW})[top : top + height, left : left + width]
    assert np.array_equal(found, counts.repeat(SUPERSAMPLE, 0).repeat(SUPERSAMPLE, 1))


def test_a_part_of_it_is_rendered_as_if_it_were_computed(mosaic: Mosaic) -> None:
    x1, x2, y1, y2 = WINDOW
    across, down = (x2 - x1) / SIZE[0], (y2 - y1) / SIZE[1]
    window = (x1 + 300 * across, x1 + 700 * across, y2 - 400 * down, y2 - 100 * down)
    counts = counts_in(mosaic, window, (400, 300))
    assert np.array_equal(counts, whole(SIZE, {"window": WINDOW})[100:400, 300:700])
    image = render(mosaic, window, (400 // SUPERSAMPLE, 300 // SUPERSAMPLE))
    expected = picture(counts, mosaic.max_iterations, supersample=SUPERSAMPLE)
    assert image.tobytes() == expected.tobytes()


def test_a_render_reads_only_the_tiles_of_its_part(mosaic: Mosaic, folder: Path) -> None:
    left = Mosaic(SIZE, window=WINDOW, tile=512).create(folder / "a.zarr")
    with pytest.raises(MosaicError, match="is not computed; `juliaset mosaic resume` computes it"):
        render(left)
    for chunk in chunks(mosaic):
        key = chunk.relative_to(mosaic.path)
        if key.parts[0] == "0" and key.parts[2:] != ("0", "0"):
            (folder / "a.zarr" / key).parent.mkdir(exist_ok=True)
            (folder / "a.zarr" / key).write_bytes(b"not a chunk")
    record = Path("0/juliaset/tiles")
    (left.path / record).write_bytes((mosaic.path / record).read_bytes())
    (left.path / "0/c/0").mkdir(exist_ok=True)
    (left.path / "0/c/0/0").write_bytes((mosaic.path / "0/c/0/0").read_bytes())
    assert render(left, (-1.8, -1.4, 0.3, 0.7), (200, 200)).size == (200, 200)
    with pytest.raises(MosaicError, match=r"0/c/\d/\d: it has 11 bytes; [\d,]+ were written"):
        render(left, (-1.0, -0.4, -0.3, -0.1), (600, 200))


@pytest.mark.parametrize(
    ("window", "size"),
    [((-2.0, 0.0, -1.0, 0.0), (9, 9)), ((0.0, 1.0, 0.0, 0.8), (9, 9))],
)
def test_a_window_beyond_the_mosaic_is_refused(
    window: tuple[float, float, float, float], size: tuple[int, int], mosaic: Mosaic
) -> None:
    with pytest.raises(MosaicError, match=r"allowed: a part of the mosaic's, -1\.8 1\.8 -1 0\.7"):
        render(mosaic, window, size)


@pytest.mark.parametrize(
    ("window", "shape"),
    [((0, 2, 0, 1), (1000, 500)), ((0, 1, 0, 4), (250, 1000)), ((0, 1, 0, 1e9), (1, 1000))],
)
def test_a_picture_whose_size_was_left_out_has_round_circles(
    window: tuple[float, float, float, float], shape: tuple[int, int]
) -> None:
    assert shape_of(window) == shape
