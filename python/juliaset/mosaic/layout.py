"""Where everything is: the axes of the whole picture, its levels, and the tiles of each.

Nothing here has an object for each tile: a tile is a number, and its place follows from it.
"""

import operator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, SupportsIndex

import numpy as np

from juliaset.mosaic.errors import MosaicError
from juliaset.problem import BOOK_C, BOOK_EDGE, Axis, Problem, Window, view_axes

BLOCK = 512  # the edge of the blocks of which a digest is made, whatever the tile's edge
TILES = (512, 1024, 2048, 4096, 8192)  # a tile's digest is a node above whole blocks
LONGEST_EDGE = 1 << 20
MOST_TILES = 2_000_000  # a digest each: 64 MB
_LARGEST_INT16 = 32_767


class Level(NamedTuple):
    """One picture of the pyramid; level k has every 2**k-th column and row of the whole picture."""

    number: int
    width: int
    height: int
    columns: int
    rows: int
    first: int  # the number of its first tile

    @property
    def tiles(self) -> int:
        """How many tiles it has."""
        return self.columns * self.rows

    @property
    def stride(self) -> int:
        """The distance of its columns in columns of the whole picture."""
        return 1 << self.number


class Place(NamedTuple):
    """Where a tile is: its level, and its row and column among the tiles of that level."""

    level: int
    row: int
    column: int

    @property
    def key(self) -> str:
        """The path of its chunk below the store, as Zarr v3 names chunks."""
        return f"{self.folder}/{self.column}"

    @property
    def folder(self) -> str:
        """The path of its chunk's folder, that of a row of tiles."""
        return f"{self.level}/c/{self.row}"


@dataclass(frozen=True)
class Layout:
    """A picture of any size and how it is cut: data of which everything else follows.

    Attributes:
        width: The number of columns of level 0.
        height: The number of rows of level 0.
        window: The edges (x1, x2, y1, y2), as `Problem.view` takes them.
        c: The constant that each step adds.
        max_iterations: The limit of steps for each pixel.
        tile: The edge of a tile in pixels, one of `TILES`.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: An argument has a value that is not allowed.
    """

    width: int
    height: int
    window: Window = (-BOOK_EDGE, BOOK_EDGE, -BOOK_EDGE, BOOK_EDGE)
    c: complex = BOOK_C
    max_iterations: int = 300
    tile: int = 2048

    def __post_init__(self) -> None:
        """Check everything, without an array of the picture's size."""
        if self.tile not in TILES:
            raise MosaicError(f"tile is {self.tile!r}; allowed: {', '.join(map(str, TILES))}")
        for name in ("width", "height"):
            edge = getattr(self, name)
            if isinstance(edge, SupportsIndex) and not 1 <= operator.index(edge) <= LONGEST_EDGE:
                raise MosaicError(f"{name} is {edge}; allowed: 1 to {LONGEST_EDGE}")
        view_axes(self.window, 1, 1)
        object.__setattr__(self, "window", tuple(float(edge) for edge in self.window))
        xs, ys = self.axes
        corner = Problem(xs[-1:], ys[-1:], self.c, self.max_iterations)  # it checks the numbers
        given: dict[str, object] = {"width": xs.size, "height": ys.size, "tile": int(self.tile)}
        given |= {"c": corner.c, "max_iterations": corner.max_iterations}
        for name, value in given.items():
            object.__setattr__(self, name, value)
        if self.tiles > MOST_TILES:
            raise MosaicError(
                f"{self.width} x {self.height} pixels are {self.tiles:,} tiles of {self.tile}; "
                f"allowed: up to {MOST_TILES:,}, so take a larger tile"
            )

    def __reduce__(self) -> tuple[object, ...]:
        """Send the few numbers to another process, and not the axes."""
        given = (self.width, self.height, self.window, self.c, self.max_iterations, self.tile)
        return type(self), given

    @cached_property
    def axes(self) -> tuple[Axis, Axis]:
        """The axes of level 0, xs and ys: exactly those of `Problem.view`."""
        xs, ys = view_axes(self.window, self.width, self.height)
        xs.flags.writeable = ys.flags.writeable = False
        return xs, ys

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The pyramid: level 0 is the picture, and the last level is one tile."""
        levels: list[Level] = []
        first = 0
        while not levels or levels[-1].tiles > 1:
            height, width = self.level_shape(len(levels))
            columns, rows = -(-width // self.tile), -(-height // self.tile)
            levels.append(Level(len(levels), width, height, columns, rows, first))
            first += columns * rows
        return tuple(levels)

    def level_shape(self, number: int) -> tuple[int, int]:
        """Return the height and the width of a level; levels go on beyond the last one stored."""
        stride = 1 << number
        return -(-self.height // stride), -(-self.width // stride)

    @property
    def tiles(self) -> int:
        """How many tiles all levels have together; their numbers begin at 0."""
        return self.levels[-1].first + 1

    @property
    def dtype(self) -> np.dtype[np.signedinteger]:
        """What a count is stored as: the smaller of two types that holds the limit."""
        return np.dtype("<i2" if self.max_iterations <= _LARGEST_INT16 else "<i4")

    def place(self, number: int) -> Place:
        """Return where the tile of this number is."""
        if not 0 <= number < self.tiles:
            raise MosaicError(f"there is no tile {number}; allowed: 0 to {self.tiles - 1}")
        level = next(level for level in reversed(self.levels) if level.first <= number)
        return Place(level.number, *divmod(int(number) - level.first, level.columns))

    def number(self, place: Place) -> int:
        """Return the number of the tile at this place."""
        level = self.levels[place.level]
        return level.first + place.row * level.columns + place.column

    def shape(self, place: Place) -> tuple[int, int]:
        """Return the height and the width of a tile, which are smaller at the far edges."""
        level = self.levels[place.level]
        height = min(self.tile, level.height - place.row * self.tile)
        return height, min(self.tile, level.width - place.column * self.tile)

    def problem(self, place: Place) -> Problem:
        """Return a tile as a problem: slices of the axes of the whole picture."""
        stride = self.levels[place.level].stride
        (height, width), (xs, ys) = self.shape(place), self.axes
        x, y = place.column * self.tile * stride, place.row * self.tile * stride
        return Problem(
            np.ascontiguousarray(xs[x : x + width * stride : stride]),
            np.ascontiguousarray(ys[y : y + height * stride : stride]),
            self.c,
            self.max_iterations,
        )
