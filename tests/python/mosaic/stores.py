"""Mosaics that tests compute: three pictures, cut into tiles that are as small as they may be."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from juliaset import Problem, escape_counts
from juliaset.mosaic import Mosaic
from juliaset.mosaic.chunks import PARTS
from juliaset.mosaic.digest import digest_of
from juliaset.problem import Counts

BOOK: dict[str, Any] = {"max_iterations": 300}
SENSITIVE: dict[str, Any] = {
    "window": (-1.8, 1.8, -1.8, 1.8),
    "c": -0.8 + 0.156j,
    "max_iterations": 1000,
}
BEYOND_TWO: dict[str, Any] = {"window": (-3.0, 3.0, -3.0, 3.0), "c": -2.1, "max_iterations": 100}
OUTSIDE: dict[str, Any] = {"window": (-9.0, 1.0, -2.0, 8.0), "max_iterations": 60}  # most of it
PICTURES = {"book": BOOK, "sensitive": SENSITIVE, "beyond two": BEYOND_TWO}


def whole(size: tuple[int, int], picture: dict[str, Any], kernel: str = "best") -> Counts:
    """Return the counts of one whole call."""
    return escape_counts(Problem.view(width=size[0], height=size[1], **picture), kernel)


def computed(
    path: Path,
    size: tuple[int, int] = (1300, 1100),
    kernel: str = "best",
    **picture: Any,  # noqa: ANN401 - what a Mosaic takes
) -> Mosaic:
    """Compute a mosaic with tiles of 512, unless another size is asked for."""
    mosaic = Mosaic(size, **{"tile": 512, **picture}).create(path)
    mosaic.compute(kernel)
    return mosaic


def chunks(mosaic: Mosaic) -> list[Path]:
    """Return the files of all tiles that have one."""
    return sorted(path for path in mosaic.path.glob("*/c/*/*") if path.is_file())


def faults(mosaic: Mosaic) -> dict[str, str]:
    """Return what is wrong, by the path of the file."""
    return {fault.path: fault.reason for fault in mosaic.verify()}


def check_whole(mosaic: Mosaic, size: tuple[int, int], picture: dict[str, Any]) -> None:
    """Check that it is the picture of one whole call, and that nothing is broken or left over."""
    assert mosaic.digest() == digest_of(whole(size, picture))
    assert not faults(mosaic)
    assert not list((mosaic.path / PARTS).iterdir())


def edit(path: Path, **changes: object) -> None:
    """Change keys of a JSON file; a key may go through objects, joined by two underscores."""
    document = json.loads(path.read_text())
    for key, value in changes.items():
        *way, last = key.split("__")
        inner = document
        for step in way:
            inner = inner[step]
        inner[last] = value
    path.write_text(json.dumps(document))


def same(found: object, expected: Counts) -> bool:
    """Return whether two arrays have the same counts in the same shape."""
    return bool(np.array_equal(np.asarray(found), expected))
