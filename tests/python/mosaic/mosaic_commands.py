"""`juliaset mosaic` in the process of a test, whose fixture `in_folder` chooses the folder."""

import pytest

from juliaset.cli import main
from juliaset.mosaic import Mosaic


def mosaic(*words: str) -> int:
    """Run a command and return its exit code."""
    with pytest.raises(SystemExit) as end:
        main(["mosaic", *words])
    assert isinstance(end.value.code, int)
    return end.value.code


def computed(*words: str) -> Mosaic:
    """Compute a mosaic in `a.zarr`, with more options."""
    assert mosaic("compute", "a.zarr", "--size", "1300x1100", "--tile", "512", *words) == 0
    return Mosaic.open("a.zarr")
