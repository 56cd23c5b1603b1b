"""What an explorer shows first: names and values, as they stand in a link."""

from contextlib import suppress
from math import ceil, floor
from pathlib import Path

from juliaset.explorer.grid import EDGE, problem_of, step_of
from juliaset.explorer.messages import (
    LARGEST_C,
    LEAST_LEVEL,
    MOST_LEVEL,
    MOST_STEPS,
    View,
)
from juliaset.explorer.mosaic_view import grid_of
from juliaset.explorer.offered import why_not
from juliaset.kernel_type import UnavailableError
from juliaset.mosaic import Mosaic
from juliaset.problem import BOOK_C, Problem, Window
from juliaset.registry import get_kernel

STEPS = 300
_PIXELS = 1000  # of the longer side; the page fits it to its own size


def start(
    c: complex | None = None,
    window: Window | None = None,
    kernel: str = "best",
    max_iterations: int = STEPS,
) -> dict[str, str]:
    """Return what differs from the book's problem.

    Raises:
        TypeError: An argument has a wrong type.
        ValueError: An argument has a value that is not allowed.
        UnavailableError: The kernel cannot run on this machine.
    """
    constant = BOOK_C if c is None else _constant(c)
    limit = _limit(max_iterations)
    if reason := why_not(get_kernel(kernel)):
        raise UnavailableError(f"{kernel} cannot run here: {reason}")
    found: dict[str, str] = {}
    if c is not None:
        found["c"] = f"{constant.real!r},{constant.imag!r}"
    if window is not None:
        view = view_of(window)
        problem_of(view, (constant.real, constant.imag), limit)
        places = (view.level, view.column, view.row, view.width, view.height)
        found["at"] = ",".join(map(str, places))
    if kernel != "best":
        found["engine"] = kernel
    if limit != STEPS:
        found["limit"] = str(limit)
    return found


def start_of(mosaic: Path) -> dict[str, str]:
    """Return what a page begins with that shows a mosaic.

    Raises:
        MosaicError: It is not a mosaic, or a page cannot show it.
        OSError: It cannot be read.
    """
    layout = Mosaic.open(mosaic).layout
    grid_of(layout)
    return start(layout.c, max_iterations=layout.max_iterations)


def view_of(window: Window) -> View:
    """Return a view of some thousand pixels that shows all of a window, and hardly more.

    Raises:
        ValueError: The window is not one, reaches too far out, or has too few points for doubles.
    """
    x1, x2, y1, y2 = _edges(window)
    longer = max(x2 - x1, y2 - y1)
    levels = range(LEAST_LEVEL, MOST_LEVEL + 1)
    level = next((each for each in levels if step_of(each) * _PIXELS <= longer), MOST_LEVEL)
    step = step_of(level)
    left, right, top, bottom = floor(x1 / step), ceil(x2 / step), ceil(y2 / step), floor(y1 / step)
    return View(level, left, top, max(right - left, 1), max(top - bottom, 1))


# A problem allows more numbers than an explorer, and its messages say how many.
def _constant(c: complex) -> complex:
    with suppress(ValueError):
        number = complex(Problem.view(width=1, c=c).c)
        if max(abs(number.real), abs(number.imag)) <= LARGEST_C:
            return number
    raise ValueError(f"c is {c}; allowed: finite parts up to {LARGEST_C}")


def _limit(max_iterations: int) -> int:
    with suppress(ValueError):
        limit = Problem.view(width=1, max_iterations=max_iterations).max_iterations
        if 1 <= limit <= MOST_STEPS:
            return limit
    raise ValueError(f"max_iterations is {max_iterations}; allowed: 1 to {MOST_STEPS}")


def _edges(window: Window) -> Window:
    with suppress(ValueError):
        Problem.view(window, width=1)
        x1, x2, y1, y2 = map(float, window)
        if max(map(abs, (x1, x2, y1, y2))) <= EDGE:
            return x1, x2, y1, y2
    raise ValueError(
        f"window is {window!r}; allowed: four numbers from -{EDGE:g} to {EDGE:g}, "
        "x1 < x2 and y1 < y2"
    )
