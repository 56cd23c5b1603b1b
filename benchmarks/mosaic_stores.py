"""Stores of mosaics for the benchmarks, and how much is in them."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from juliaset.mosaic import Layout, Mosaic


@contextmanager
def new_store(folder: Path, layout: Layout) -> Iterator[Path]:
    """Make a mosaic with no tile computed, and remove it afterwards."""
    place = Path(tempfile.mkdtemp(prefix="juliaset-benchmark-", dir=folder))
    size, path = (layout.width, layout.height), place / "a.zarr"
    Mosaic(size, max_iterations=layout.max_iterations, tile=layout.tile).create(path)
    try:
        yield path
    finally:
        shutil.rmtree(place)


def bytes_of(folder: Path) -> int:
    """Return the size of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def pixels_of(layout: Layout) -> int:
    """Return how many pixels all levels have together."""
    return sum(level.width * level.height for level in layout.levels)
