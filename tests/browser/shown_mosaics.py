"""Mosaics in a page of the explorer, and what each view must show of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from exploring import Explorer
from program import Program

from juliaset.mosaic import Mosaic


class Shown(NamedTuple):
    """A mosaic, and the running program that shows it."""

    mosaic: Mosaic
    program: Program

    @property
    def path(self) -> Path:
        """The folder of the mosaic."""
        return self.mosaic.path


def created(path: Path, size: tuple[int, int], **picture: Any) -> Mosaic:  # noqa: ANN401
    """Make the folder of a mosaic of small tiles, none of them computed."""
    return Mosaic(size, **{"tile": 512, "max_iterations": 90, **picture}).create(path)


@contextmanager
def shown(mosaic: Mosaic) -> Iterator[Shown]:
    """Run a program that shows a mosaic."""
    with Program(mosaic.path) as program:
        yield Shown(mosaic, program)


@contextmanager
def computed_and_shown(path: Path, size: tuple[int, int], **picture: Any) -> Iterator[Shown]:  # noqa: ANN401
    """Compute a mosaic, and run a program that shows it."""
    mosaic = created(path, size, **picture)
    mosaic.compute()
    with shown(mosaic) as both:
        yield both


def expected(explorer: Explorer, mosaic: Mosaic) -> np.ndarray[Any, np.dtype[np.int32]]:
    """Return the counts of the view that is shown: those of its level, and -1 beyond them."""
    view = explorer.frame().view
    level = np.asarray(mosaic.counts_of(view["level"])[:])
    counts = np.full((view["height"], view["width"]), -1, np.int32)
    columns = view["column"] + np.arange(view["width"])
    rows = np.arange(view["height"]) - view["row"]
    across = (columns >= 0) & (columns < level.shape[1])
    down = (rows >= 0) & (rows < level.shape[0])
    counts[np.ix_(down, across)] = level[np.ix_(rows[down], columns[across])]
    return counts


def assert_right(explorer: Explorer, mosaic: Mosaic) -> dict[str, int]:
    """Compare what is shown with the level of the pyramid; return its view."""
    frame = explorer.settle().frame()
    counts = expected(explorer, mosaic)
    assert (counts >= 0).any()
    np.testing.assert_array_equal(frame.counts, counts)
    return frame.view


def assert_clear_beyond(explorer: Explorer, mosaic: Mosaic) -> None:
    """Compare what has a colour with what the mosaic has, also when smooth colours have come."""
    explorer.settle().page.wait_for_timeout(500)
    alpha = explorer.pixels()[..., 3]
    np.testing.assert_array_equal(alpha, np.where(expected(explorer, mosaic) < 0, 0, 255))
