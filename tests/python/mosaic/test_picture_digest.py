"""One digest for one picture, however it was cut, stored and computed."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from stores import BOOK, computed, whole

from juliaset.mosaic import Layout, Mosaic, MosaicError
from juliaset.mosaic.digest import SIZE, digest_of, picture_digest, tile_digest
from juliaset.problem import Counts

RANDOM = np.random.default_rng(1).integers(0, 300, (2100, 1700), np.int32)


def digest_by_tiles(counts: Counts, tile: int) -> str:
    height, width = counts.shape
    layout = Layout(width, height, tile=tile)
    digests = np.zeros((layout.tiles, SIZE), np.uint8)
    for number in range(layout.levels[0].tiles):
        place = layout.place(number)
        y, x = place.row * tile, place.column * tile
        part = tile_digest(counts[y : y + tile, x : x + tile])
        digests[number] = np.frombuffer(part, np.uint8)
    return picture_digest(layout, digests)


@pytest.mark.parametrize("shape", [(1, 1), (512, 512), (513, 512), (1025, 1537), (2100, 1700)])
def test_it_does_not_depend_on_the_tiles(shape: tuple[int, int]) -> None:
    counts = RANDOM[: shape[0], : shape[1]]
    found = {digest_by_tiles(counts, tile) for tile in (512, 1024, 2048, 4096)}
    assert found == {digest_of(counts)}


def test_a_block_is_the_digest_of_its_little_endian_counts() -> None:
    counts = RANDOM[:30, :40]
    assert tile_digest(counts) == hashlib.sha256(counts.astype("<i4").tobytes()).digest()
    named = b"juliaset counts 1 40 x 30\n" + tile_digest(counts)
    assert digest_of(counts) == hashlib.sha256(named).hexdigest()


def test_equal_counts_have_the_digest_that_others_would_compute() -> None:
    counts = np.full((512, 100), 7, np.int32)
    assert tile_digest(counts) == hashlib.sha256(counts.tobytes()).digest()


def test_four_blocks_are_joined_in_the_order_of_reading() -> None:
    counts = RANDOM[:1024, :1024]
    four = [counts[y : y + 512, x : x + 512] for y in (0, 512) for x in (0, 512)]
    parts = [hashlib.sha256(np.ascontiguousarray(block).data).digest() for block in four]
    assert tile_digest(counts) == hashlib.sha256(b"".join(parts)).digest()


def test_one_count_and_the_shape_change_it() -> None:
    counts = RANDOM[:600, :600].copy()
    before = digest_of(counts)
    counts[599, 599] += 1
    assert digest_of(counts) != before
    flat = np.zeros((512, 1), np.int32)
    assert digest_of(flat) != digest_of(flat.T.copy())


def test_mosaics_of_one_picture_have_one_name(folder: Path) -> None:
    size = (700, 520)
    names = {
        computed(folder / f"{k}", size, kernel, tile=tile).digest()
        for k, (tile, kernel) in enumerate(
            [(512, "best"), (1024, "cpp.scalar"), (2048, "numpy.compacting")]
        )
    }
    assert names == {digest_of(whole(size, BOOK))}
    assert computed(folder / "few", size, max_iterations=1).digest() not in names


def test_the_type_of_the_file_does_not_change_it(folder: Path) -> None:
    # Every point has left after a few steps, so the counts are the same below any limit.
    window = (1.5, 2.5, -0.5, 0.5)
    low, high = (
        computed(folder / f"{limit}", (600, 60), window=window, max_iterations=limit)
        for limit in (300, 40_000)
    )
    assert low.layout.dtype != high.layout.dtype
    assert low.digest() == high.digest()


def test_a_picture_that_is_not_finished_has_none(folder: Path) -> None:
    mosaic = Mosaic((600, 30), tile=512).create(folder / "m")
    with pytest.raises(MosaicError, match="2 of the 2 tiles of level 0 are missing"):
        mosaic.digest()
