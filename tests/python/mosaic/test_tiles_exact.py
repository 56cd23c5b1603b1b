"""Every tile is bit by bit the same part of one whole call, with every exact kernel."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zarr
from rows import Row, in_default_flavour, parameters
from stores import BOOK, PICTURES, chunks, computed, same, whole

from juliaset import Problem, kernels
from juliaset.mosaic import Layout, Mosaic, MosaicError
from juliaset.mosaic.chunks import read_tile
from juliaset.mosaic.creation import create_store
from juliaset.mosaic.digest import tile_digest
from juliaset.mosaic.work import Assignment, compute_batch
from juliaset.mosaic.writers import admitted

SIZE = (520, 9)  # two tiles next to each other


def takes_long(row: Row) -> bool:
    """Return whether a call does more than to compute: it compiles, or starts processes."""
    return row.kernel.toolchain == "numba" or row.starts_processes


def exact(*, long: bool) -> list[Any]:
    return parameters(
        lambda row: row.kernel.exact and in_default_flavour(row) and takes_long(row) == long
    )


@cache
def digests_of(picture: str, *, slow: bool) -> tuple[Layout, list[bytes]]:
    """Return a picture for small tests, and the digests of its tiles in one whole call."""
    few = {**PICTURES[picture], **({"max_iterations": 60} if slow else {})}
    layout, counts = Layout(*SIZE, tile=512, **few), whole(SIZE, few)
    digests = []
    for number in range(layout.tiles):
        place = layout.place(number)
        level = counts[:: 1 << place.level, :: 1 << place.level]
        y, x = place.row * 512, place.column * 512
        digests.append(tile_digest(level[y : y + 512, x : x + 512]))
    return layout, digests


def check_tiles(row: Row, folder: Path) -> None:
    for picture in PICTURES:
        layout, digests = digests_of(picture, slow=row.slow)
        store = folder / picture
        create_store(layout, store)
        with admitted(store) as writers:
            work = Assignment(store, layout, row.kernel.name, None, writers)
            done = compute_batch(work, np.arange(layout.tiles))
        assert [digest.tobytes() for digest in done.rows["digest"]] == digests, picture
        written = [
            read_tile(store, layout, layout.place(int(row["tile"])), int(row["size"]))
            for row in done.rows
        ]
        assert [tile_digest(counts) for counts in written] == digests, picture


@pytest.mark.parametrize("row", exact(long=False))
def test_an_exact_kernel_computes_the_same_tiles(row: Row, folder: Path) -> None:
    check_tiles(row, folder)


@pytest.mark.slow
@pytest.mark.parametrize("row", exact(long=True))
def test_an_exact_kernel_that_takes_long_computes_the_same_tiles(row: Row, folder: Path) -> None:
    check_tiles(row, folder)


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("tile", [512, 1024])
def test_every_level_is_every_second_point_of_the_one_below(
    name: str, tile: int, folder: Path
) -> None:
    mosaic = computed(folder / "m", (1500, 1037), tile=tile, **PICTURES[name])
    expected = whole((1500, 1037), PICTURES[name])
    assert len(mosaic.levels) == {512: 3, 1024: 2}[tile]
    for level in mosaic.levels:
        assert same(mosaic.counts_of(level.number)[:], expected[:: level.stride, :: level.stride])


def test_the_axes_are_those_of_a_problem(folder: Path) -> None:
    window = (-0.71, 0.3, -1.1, 0.9)
    mosaic = Mosaic((1001, 777), window=window, tile=512).create(folder / "m")
    problem = Problem.view(window, 1001, 777)
    assert np.array_equal(mosaic.xs, problem.xs)
    assert np.array_equal(mosaic.ys, problem.ys)
    assert (mosaic.c, mosaic.max_iterations) == (problem.c, problem.max_iterations)


def test_any_reader_of_zarr_sees_the_counts_where_chunks_were_left_out(folder: Path) -> None:
    window = (-9.0, 1.0, -2.0, 8.0)  # much of it is outside
    mosaic = computed(folder / "m", (1500, 1500), window=window)
    group = zarr.open_group(folder / "m", mode="r")
    assert 0 < len(chunks(mosaic)) < mosaic.layout.tiles
    assert same(group["0"][:], whole((1500, 1500), {"window": window}))
    assert dict(group.members()).keys() == {"0", "1", "2"}  # and no warning of a foreign file
    assert not list(mosaic.verify())


@pytest.mark.parametrize(("limit", "dtype"), [(32_767, np.int16), (32_768, np.int32)])
def test_a_count_has_the_smaller_type_that_fits(
    limit: int, dtype: type[np.signedinteger[Any]], folder: Path
) -> None:
    size, picture = (40, 30), {"max_iterations": limit, "c": -0.1}
    mosaic = computed(folder / "m", size, **picture)
    assert mosaic.counts.dtype == dtype
    assert mosaic.counts[:].max() == limit
    assert same(mosaic.counts[:], whole(size, picture))


def test_viewers_find_the_levels(folder: Path) -> None:
    mosaic = Mosaic((3000, 100), tile=512).create(folder / "m")
    ome = json.loads((mosaic.path / "zarr.json").read_text())["attributes"]["ome"]
    assert ome["version"] == "0.5"
    scales = {
        each["path"]: each["coordinateTransformations"][0]["scale"]
        for each in ome["multiscales"][0]["datasets"]
    }
    assert scales == {"0": [1, 1], "1": [2, 2], "2": [4, 4], "3": [8, 8]}
    assert [axis["name"] for axis in ome["multiscales"][0]["axes"]] == ["y", "x"]


def test_the_counts_cannot_be_changed(folder: Path) -> None:
    counts = computed(folder / "m", (20, 10), **BOOK).counts
    with pytest.raises(NotImplementedError, match="can only be read"):
        counts[0, 0] = 1


def test_a_kernel_that_may_be_wrong_is_refused(folder: Path) -> None:
    tolerant = next(kernel.name for kernel in kernels() if not kernel.exact)
    mosaic = Mosaic((20, 10), tile=512).create(folder / "m")
    with pytest.raises(MosaicError, match=rf"kernel is '{tolerant}', .* allowed: an exact one"):
        mosaic.compute(tolerant)
