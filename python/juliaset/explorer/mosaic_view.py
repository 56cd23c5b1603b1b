"""What a view shows of a mosaic: the grid of its pyramid, and what its tiles bring of the view."""

from collections.abc import Iterator
from typing import NamedTuple

from juliaset.explorer.messages import LARGEST_C, MOST_STEPS, RefusedError, View
from juliaset.explorer.passes import Pass
from juliaset.mosaic import Layout, MosaicError, Place


class Part(NamedTuple):
    """The part of a tile that a view shows: its rows and columns, as those of the level."""

    place: Place
    rows: range
    columns: range


class Shown(NamedTuple):
    """The rectangle of a level that a view shows, and where it lies in the view.

    A view may reach beyond the mosaic. Its rows count upwards, as the plane's do: the first row of
    a level is row 0 of the view, the second is row -1.
    """

    level: int
    rows: range
    columns: range
    top: int
    left: int

    @classmethod
    def of(cls, view: View, layout: Layout) -> "Shown":
        """Return what a view shows.

        Raises:
            RefusedError: There is no such level, or nothing of it lies in the view.
        """
        if not 0 <= view.level < len(layout.levels):
            raise RefusedError(
                f"the view has level {view.level}; allowed: 0 to {len(layout.levels) - 1}"
            )
        level = layout.levels[view.level]
        top, left = -view.row, view.column
        rows = range(max(top, 0), min(top + view.height, level.height))
        columns = range(max(left, 0), min(left + view.width, level.width))
        if not rows or not columns:
            raise RefusedError("the view shows nothing of the mosaic; allowed: a part of it")
        return cls(level.number, rows, columns, rows.start - top, columns.start - left)

    def parts(self, layout: Layout) -> Iterator[Part]:
        """Yield what each tile has of it, row by row."""
        for row in range(self.rows.start // layout.tile, (self.rows.stop - 1) // layout.tile + 1):
            for column in range(
                self.columns.start // layout.tile, (self.columns.stop - 1) // layout.tile + 1
            ):
                yield Part(
                    Place(self.level, row, column),
                    _common(self.rows, row * layout.tile, layout.tile),
                    _common(self.columns, column * layout.tile, layout.tile),
                )

    def coarser(self, levels: int) -> "Shown | None":
        """Return what a level that is coarser has of it, at its own pixels; None if nothing."""
        rows, columns = _every(self.rows, 1 << levels), _every(self.columns, 1 << levels)
        if not rows or not columns:
            return None
        top = self.top + (rows.start << levels) - self.rows.start
        left = self.left + (columns.start << levels) - self.columns.start
        return Shown(self.level + levels, rows, columns, top, left)

    def pass_of(self, part: Part, stride: int = 1) -> Pass:
        """Return where the counts of a part lie in the view, stride pixels from one to the next."""
        return Pass(
            self.left + (part.columns.start - self.columns.start) * stride,
            self.top + (part.rows.start - self.rows.start) * stride,
            stride,
            stride,
            len(part.columns),
            len(part.rows),
            (stride, stride),
        )


def grid_of(layout: Layout) -> dict[str, object]:
    """Return the grid of the pyramid for a page, with the numbers that a mosaic fixes.

    Raises:
        MosaicError: A page cannot show its c or its limit.
    """
    if max(abs(layout.c.real), abs(layout.c.imag)) > LARGEST_C:
        raise MosaicError(f"c is {layout.c}; allowed in the explorer: parts up to {LARGEST_C}")
    if not 1 <= layout.max_iterations <= MOST_STEPS:
        raise MosaicError(
            f"max_iterations is {layout.max_iterations}; allowed in the explorer: 1 to {MOST_STEPS}"
        )
    x1, x2, y1, y2 = layout.window
    step, down = (x2 - x1) / layout.width, (y2 - y1) / layout.height
    return {
        "kind": "mosaic",
        "x": x1,
        "y": y2,
        "right": x2,
        "bottom": y1,
        "steps": [step * level.stride for level in layout.levels],
        "sizes": [[level.width, level.height] for level in layout.levels],
        "ratio": down / step,
        "c": [layout.c.real, layout.c.imag],
        "limit": layout.max_iterations,
    }


def _common(numbers: range, start: int, length: int) -> range:
    return range(max(numbers.start, start), min(numbers.stop, start + length))


def _every(numbers: range, stride: int) -> range:
    """Return the multiples of a stride, divided by it."""
    return range(-(-numbers.start // stride), -(-numbers.stop // stride))
