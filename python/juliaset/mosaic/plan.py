"""What tiles will cost, and how many of them make a batch of a second.

Tiles differ a hundredfold. Before anything else, 16 x 16 points of each tile are computed: their
steps tell whether a tile is expensive. The cost of a pixel and of a step on this machine is learned
from each batch.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from juliaset.escape import escape_counts
from juliaset.mosaic.layout import Layout, Level
from juliaset.mosaic.work import TileNumbers
from juliaset.problem import Problem
from juliaset.registry import get_kernel

_SAMPLES = 16  # on an edge of a tile
_MOST_OF_A_BATCH = 1024  # tiles
_GUESS_S = np.array([1e-8, 1e-9])  # of a pixel and of a step, until a batch was measured
Floats = npt.NDArray[np.float32]


class Costs:
    """How many pixels each tile has, and about how many steps, by the tiles' numbers."""

    pixels: Floats
    steps: Floats

    def __init__(self, layout: Layout, kernel: str) -> None:
        """Sample all tiles; `kernel` will compute them."""
        self.pixels = np.empty(layout.tiles, np.float32)
        self.steps = np.empty(layout.tiles, np.float32)
        proves = get_kernel(kernel).steps == "some"
        for level in layout.levels:
            end = level.first + level.tiles
            heights, widths = (
                np.minimum(layout.tile, edge - np.arange(0, edge, layout.tile), dtype=np.float32)
                for edge in (level.height, level.width)
            )
            self.pixels[level.first : end] = np.outer(heights, widths).ravel()
            # The means of a row go where they belong at once. Small arrays that stay, made between
            # large ones that go, would keep malloc from using the same memory for the next row.
            for first in range(level.first, end, level.columns):
                tiles = slice(first, first + level.columns)
                row = (first - level.first) // level.columns
                means = _mean_steps(layout, level, row, proves=proves)
                self.steps[tiles] = self.pixels[tiles] * means


def _mean_steps(layout: Layout, level: Level, row: int, *, proves: bool) -> Floats:
    """Return the mean count of the points that are sampled in each tile of a row of tiles."""
    apart = layout.tile // _SAMPLES
    xs, ys = (axis[:: level.stride] for axis in layout.axes)
    top = row * layout.tile
    sampled = Problem(
        np.ascontiguousarray(xs[::apart]),
        np.ascontiguousarray(ys[top : top + layout.tile : apart]),
        layout.c,
        layout.max_iterations,
    )
    counts = escape_counts(sampled, threads=1)
    if proves:  # points that stay are proved to, most of them
        counts[counts == layout.max_iterations] = 0
    firsts = np.arange(0, counts.shape[1], _SAMPLES)
    sums = np.add.reduceat(counts.sum(axis=0, dtype=np.float64), firsts)
    points = np.diff([*firsts, counts.shape[1]]) * counts.shape[0]
    means: Floats = (sums / points).astype(np.float32)
    return means


class Pace:
    """What a pixel and a step cost, from all batches that were measured."""

    def __init__(self) -> None:
        """Begin with a guess."""
        self._squares = np.zeros((2, 2))
        self._products = np.zeros(2)
        self._factors: npt.NDArray[np.float64] = np.ones(2)  # of the two guesses

    def learn(self, pixels: float, steps: float, seconds: float) -> None:
        """Take the measurement of a batch into account."""
        guessed = np.array([pixels, steps]) * _GUESS_S
        self._squares += np.outer(guessed, guessed)
        self._products += guessed * seconds
        # One factor for both guesses, and as much of a second one as the measurements ask for: if
        # they are alike, that is nothing.
        one = np.full(2, self._products.sum() / self._squares.sum())
        rest = self._products - self._squares @ one
        both = one + np.linalg.lstsq(self._squares, rest, rcond=1e-6)[0]
        self._factors = one if (both < 0).any() else both

    def predict(self, pixels: Floats, steps: Floats) -> Floats:
        """Return how many seconds of one process tiles should take."""
        of_pixel, of_step = self._factors * _GUESS_S
        seconds: Floats = (pixels * of_pixel + steps * of_step).astype(np.float32)
        return seconds


class Plan:
    """Hands out batches of tiles, the coarse levels first, so that a viewer soon has a picture."""

    def __init__(self, layout: Layout, tiles: TileNumbers, kernel: str, seconds: float) -> None:
        """Plan for these tiles; a batch should take that many seconds."""
        self._costs, self._pace = Costs(layout, kernel), Pace()
        self._tiles, self._next = np.sort(tiles)[::-1], 0
        self._seconds, self._measured = seconds, False
        self._left = self._sums(self._tiles)

    def __iter__(self) -> Iterator[TileNumbers]:
        """Yield batches; each has the size that what was learned until then asks for."""
        while len(batch := self.next_batch()):
            yield batch

    def next_batch(self, shares: int = 1) -> TileNumbers:
        """Return the numbers of the next tiles; none when all were handed out.

        Until `learn` was called, a batch is one tile. If there is less left than a full batch for
        each share, batches become smaller, so that processes end at about the same time.
        """
        size = 1
        if self._measured:
            ahead = self._tiles[self._next : self._next + _MOST_OF_A_BATCH]
            asked = min(self._seconds, self.seconds_left() / shares)
            costs = self._pace.predict(self._costs.pixels[ahead], self._costs.steps[ahead])
            size = int(np.searchsorted(np.cumsum(costs), asked)) + 1
        batch = self._tiles[self._next : self._next + size]
        self._next += len(batch)
        self._left -= self._sums(batch)
        return batch

    def learn(self, batch: TileNumbers, seconds: float) -> None:
        """Note how long a batch took in its process."""
        pixels, steps = self._sums(batch)
        self._pace.learn(float(pixels), float(steps), seconds)
        self._measured = True

    def seconds_left(self) -> float:
        """Return how long the tiles that were not handed out should take one process."""
        if self._next >= len(self._tiles):
            return 0.0
        pixels, steps = self._left[:, np.newaxis].astype(np.float32)
        return float(self._pace.predict(pixels, steps)[0])

    def _sums(self, tiles: TileNumbers) -> npt.NDArray[np.float64]:
        """Return the pixels and the steps of tiles."""
        costs = self._costs.pixels, self._costs.steps
        return np.array([each[tiles].sum(dtype=np.float64) for each in costs])
