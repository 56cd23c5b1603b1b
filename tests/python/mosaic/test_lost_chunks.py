"""A chunk that was written and is lost is an error for all that read it, and never zeros."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from numcodecs.zstd import Zstd
from stores import BOOK, OUTSIDE, chunks, computed

from juliaset.mosaic import Mosaic, MosaicError
from juliaset.mosaic.deep_zoom import to_deep_zoom
from juliaset.mosaic.picture import counts_in, render
from juliaset.mosaic.png import to_png
from juliaset.mosaic.record import RecordWriter, new_row
from juliaset.mosaic.tiff import to_tiff

READERS: dict[str, Callable[[Mosaic], object]] = {
    "render": lambda mosaic: render(mosaic, size=(700, 600)),
    "counts_in": lambda mosaic: counts_in(mosaic, mosaic.layout.window, (700, 600)),
    "to_png": lambda mosaic: to_png(mosaic, mosaic.path.with_name("a.png")),
    "to_tiff": lambda mosaic: to_tiff(mosaic, mosaic.path.with_name("a.tif")),
    "to_deep_zoom": lambda mosaic: to_deep_zoom(mosaic, mosaic.path.with_name("zoom")),
}


@pytest.fixture(scope="module")
def honest(folder_of_module: Path) -> Path:
    return computed(folder_of_module / "honest", (700, 600), **BOOK).path


def refused(mosaic: Mosaic, read: Callable[[Mosaic], object]) -> str:
    with pytest.raises(MosaicError) as error:
        read(mosaic)
    assert "\n" not in str(error.value)
    assert [each.name for each in mosaic.path.parent.iterdir()] == ["m"]
    return str(error.value)


@pytest.mark.parametrize("name", READERS)
def test_a_chunk_that_is_lost_is_not_read_as_zeros(name: str, mosaic: Mosaic) -> None:
    (mosaic.path / "0/c/1/1").unlink()
    assert refused(mosaic, READERS[name]) == (
        f"{mosaic.path}: 0/c/1/1: it is missing; see `juliaset mosaic verify`"
    )


def test_a_row_of_chunks_that_is_lost_is_not_read_as_zeros(mosaic: Mosaic) -> None:
    shutil.rmtree(mosaic.path / "0/c/1")
    assert "0/c/1/0: it is missing" in refused(mosaic, READERS["render"])


def test_a_chunk_of_another_tile_is_not_read(mosaic: Mosaic) -> None:
    first, second = chunks(mosaic)[:2]
    shutil.copy(second, first)
    assert "0/c/0/0: it has " in refused(mosaic, READERS["render"])
    with pytest.raises(MosaicError, match=r"0/c/0/0: it has [\d,]+ bytes; [\d,]+ were written$"):
        mosaic.counts[:9, :9]
    assert mosaic.counts[:9, 512:].any()


def test_a_chunk_that_was_left_out_is_not_read_from_a_file_of_others(folder: Path) -> None:
    mosaic = computed(folder / "m", (1100, 1000), **OUTSIDE)
    stray = mosaic.path / "0/c/0/0"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(chunks(mosaic)[0].read_bytes())
    with pytest.raises(MosaicError, match=r"0/c/0/0: it is here, and was left out"):
        mosaic.counts[:9, :9]


def test_counts_that_were_opened_before_a_repair_are_read_after_it(mosaic: Mosaic) -> None:
    counts, first = mosaic.counts, mosaic.path / "0/c/0/0"
    data = first.read_bytes()
    assert counts[:9, 512:].any()  # what the record says is known from here on
    other = Zstd(level=19).encode(Zstd().decode(data))
    assert len(other) != len(data)
    record = mosaic.record()
    writer = RecordWriter(mosaic.path)
    writer.append(new_row(0, len(other), record.digests[0].tobytes()))
    writer.close()
    first.write_bytes(other)
    assert counts[:512, :512].any()


def test_zarr_reads_zeros_only_where_nothing_was_computed(mosaic: Mosaic) -> None:
    counts = mosaic.counts
    (mosaic.path / "0/c/1/1").unlink()
    assert counts[:512, :512].any()
    with pytest.raises(MosaicError, match=r"0/c/1/1: it is missing$"):
        counts[500:, 500:]
    begun = Mosaic((700, 600), tile=512).create(mosaic.path.with_name("begun"))
    assert not begun.counts[:].any()


def test_a_tile_whose_counts_are_all_the_fill_value_needs_no_chunk(folder: Path) -> None:
    mosaic = computed(folder / "m", (1100, 1000), **OUTSIDE)
    assert not (mosaic.path / "0/c/0/0").exists()
    assert not mosaic.counts[:512, :512].any()
    assert not counts_in(mosaic, (-9.0, -8.0, 7.0, 8.0), (9, 9)).any()
