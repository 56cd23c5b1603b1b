"""From coarse to fine: the sub-lattices of a picture, in an order in which each pixel comes once.

The first pass has one pixel of 256. The others come between: columns and rows alternate, and each
halves the distance, as the passes of an interlaced PNG do. A sub-lattice of two axes is a problem
of its own, so every kernel computes it, and its counts are those of the whole picture.
"""

from collections.abc import Iterator
from typing import NamedTuple

from juliaset.problem import Problem

COARSEST = 16  # pixels from one to the next, in the first pass


class Pass(NamedTuple):
    """The pixels (x + k*dx, y + l*dy) of a picture; block: what one of them stands for as yet."""

    x: int
    y: int
    dx: int
    dy: int
    width: int
    height: int
    block: tuple[int, int]

    @property
    def pixels(self) -> int:
        """The number of its pixels."""
        return self.width * self.height

    @property
    def columns(self) -> slice:
        """Its columns of the picture."""
        return slice(self.x, self.x + (self.width - 1) * self.dx + 1, self.dx)

    @property
    def rows(self) -> slice:
        """Its rows of the picture."""
        return slice(self.y, self.y + (self.height - 1) * self.dy + 1, self.dy)

    def problem(self, whole: Problem) -> Problem:
        """Return the problem whose pixels these are."""
        xs, ys = whole.xs[self.columns].copy(), whole.ys[self.rows].copy()
        return Problem(xs, ys, whole.c, whole.max_iterations)

    def split(self, pixels: int) -> "tuple[Pass, Pass | None]":
        """Return its first rows, of about that many pixels, and the rest if there is one."""
        rows = max(pixels // self.width, 1)
        if rows >= self.height:
            return self, None
        rest = self._replace(y=self.y + rows * self.dy, height=self.height - rows)
        return self._replace(height=rows), rest


def whole(width: int, height: int) -> Pass:
    """Return all pixels as one pass."""
    return Pass(0, 0, 1, 1, width, height, (1, 1))


def coarse_to_fine(width: int, height: int) -> Iterator[Pass]:
    """Yield the passes of a picture; small pictures lack some of them."""
    coarsest = Pass(0, 0, COARSEST, COARSEST, 0, 0, (COARSEST, COARSEST))
    for each in (coarsest, *_between(COARSEST)):
        columns = -(-(width - each.x) // each.dx)
        rows = -(-(height - each.y) // each.dy)
        if columns > 0 and rows > 0:
            yield each._replace(width=columns, height=rows)


def _between(apart: int) -> Iterator[Pass]:
    while apart > 1:
        half = apart // 2
        yield Pass(half, 0, apart, apart, 0, 0, (half, apart))
        yield Pass(0, half, half, apart, 0, 0, (half, half))
        apart = half
