"""The record of tiles survives whatever a killed process leaves of its last row."""

import os
import resource
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from juliaset.mosaic import DigestConflictError, Layout, MosaicError, checking
from juliaset.mosaic.checking import changed_tiles
from juliaset.mosaic.record import RECORD, ROW, RecordWriter, Rows, TileRecord, new_row

TILES = 9


def rows(*tiles: int, digest: int = 1) -> Rows:
    return np.concatenate([new_row(tile, 100 + tile, bytes([digest]) * 32) for tile in tiles])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / RECORD).parent.mkdir(parents=True)
    (tmp_path / RECORD).touch()
    return tmp_path


@pytest.fixture
def path(store: Path) -> Path:
    return store / RECORD


def append(store: Path, *tiles: int, digest: int = 1) -> None:
    writer = RecordWriter(store)
    writer.append(rows(*tiles, digest=digest))
    writer.close()


def test_what_is_written_is_read(store: Path) -> None:
    append(store, 3, 5)
    append(store, 0)
    record = TileRecord.load(store, TILES)
    assert record.done.nonzero()[0].tolist() == [0, 3, 5]
    assert record.missing().tolist() == [1, 2, 4, 6, 7, 8]
    assert record.sizes[5] == 105
    assert record.digests[5].tobytes() == b"\1" * 32
    assert record.bad_rows == 0


@pytest.mark.parametrize("kept", range(ROW.itemsize))
def test_a_row_that_was_cut_off_counts_as_not_written(store: Path, path: Path, kept: int) -> None:
    append(store, 3, 5)
    os.truncate(path, ROW.itemsize + kept)
    assert TileRecord.load(store, TILES).done.nonzero()[0].tolist() == [3]
    append(store, 7)
    record = TileRecord.load(store, TILES)
    assert record.done.nonzero()[0].tolist() == [3, 7]
    assert record.bad_rows == 0


@pytest.mark.parametrize("byte", [0, 4, 8, 39, 40, 43])
def test_a_row_with_a_flipped_byte_says_nothing(store: Path, path: Path, byte: int) -> None:
    append(store, 3, 5, 6)
    data = bytearray(path.read_bytes())
    data[ROW.itemsize + byte] ^= 0x10
    path.write_bytes(data)
    record = TileRecord.load(store, TILES)
    assert record.done.nonzero()[0].tolist() == [3, 6]
    assert record.bad_rows == 1


def test_zeros_as_a_disk_may_leave_them_are_no_rows(store: Path, path: Path) -> None:
    path.write_bytes(bytes(4 * ROW.itemsize))
    record = TileRecord.load(store, TILES)
    assert not record.done.any()
    assert record.bad_rows == 4


def test_a_tile_of_another_mosaic_says_nothing(store: Path) -> None:
    append(store, TILES)
    assert TileRecord.load(store, TILES).bad_rows == 1


def test_a_tile_may_come_twice_with_one_digest(store: Path) -> None:
    append(store, 3)
    append(store, 3)
    assert TileRecord.load(store, TILES).done.sum() == 1


def test_two_digests_of_one_tile_are_an_error(store: Path) -> None:
    record = TileRecord(TILES)
    record.add(rows(3))
    words = r"tile 3 was computed twice with different counts: .* so one machine or kernel is wrong"
    with pytest.raises(DigestConflictError, match=words):
        record.add(rows(2, 3, digest=2))
    append(store, 3)
    append(store, 3, digest=2)
    with pytest.raises(DigestConflictError, match=words):
        TileRecord.load(store, TILES)


def test_a_tile_that_is_computed_again_keeps_its_digest() -> None:
    record = TileRecord(TILES)
    record.add(rows(3))
    record.done[3] = False
    with pytest.raises(DigestConflictError):
        record.add(rows(3, digest=2))


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as if the disk was full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_rows_for_which_the_disk_has_no_room_leave_nothing(store: Path, path: Path) -> None:
    writer = RecordWriter(store)
    writer.append(rows(1))
    with (
        largest_file(3 * ROW.itemsize - 5),
        pytest.raises(OSError, match=r"File too large.*tiles"),
    ):
        writer.append(rows(2, 3))
    assert path.stat().st_size == ROW.itemsize
    writer.append(rows(4))
    writer.close()
    assert TileRecord.load(store, TILES).done.nonzero()[0].tolist() == [1, 4]


def test_a_file_that_is_far_too_large_is_not_read(store: Path, path: Path) -> None:
    os.truncate(path, 1 << 40)
    with pytest.raises(MosaicError, match=r"tiles has 1,099,511,627,776 bytes; allowed: "):
        TileRecord.load(store, TILES)


def test_it_is_a_plain_file(store: Path, path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")
    for use in (RecordWriter, lambda store: TileRecord.load(store, TILES)):
        with pytest.raises(MosaicError, match="tiles is a link, not a plain file"):
            use(store)


def test_a_million_tiles_take_less_than_a_hundred_megabytes() -> None:
    million = np.zeros(100_000, ROW)
    tracemalloc.start()
    record = TileRecord(1_000_000)
    for first in range(0, 1_000_000, 100_000):
        million["tile"] = np.arange(first, first + 100_000)
        record.add(million)
    assert record.done.all()
    assert tracemalloc.get_traced_memory()[1] < 100e6
    tracemalloc.stop()


def test_a_look_at_all_tiles_makes_no_object_for_each_that_stays(store: Path) -> None:
    layout = Layout(1 << 16, 1 << 16, tile=512)
    record, tiles = TileRecord(layout.tiles), np.arange(layout.tiles)
    record.sizes[:] = 1
    tracemalloc.start()
    faults = changed_tiles(store, layout, record, tiles)
    assert next(faults).tile == 0
    here = tracemalloc.Filter(inclusive=True, filename_pattern=checking.__file__)
    taken = tracemalloc.take_snapshot().filter_traces([here]).traces
    tracemalloc.stop()
    assert 0 < sum(trace.size for trace in taken) < layout.tiles  # bytes
    assert next(faults).tile == 1
