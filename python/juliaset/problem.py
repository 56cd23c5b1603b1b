"""A picture to compute: two axes, a constant and a limit, checked once, here."""

import cmath
import math
import operator
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Self, SupportsIndex

import numpy as np
import numpy.typing as npt

from juliaset.system import huge_pages
from juliaset.system.memory import check_fits

Axis = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int32]
Window = tuple[float, float, float, float]  # the edges x1, x2, y1 and y2

BOOK_C = -0.62772 - 0.42193j
BOOK_EDGE = 1.8
LARGEST_INT32 = 2**31 - 1
LONGEST_AXIS = 2**30
# Beyond this a square overflows, and Python's abs() raises where C goes on with infinity.
LARGEST_NUMBER = 1e150


@dataclass(frozen=True, eq=False)
class Problem:
    """A picture to compute: z = xs[i] + 1j*ys[j], then z = z*z + c while abs(z) < 2.

    `Problem.book` and `Problem.view` make the usual pictures. The arguments are checked once, here:
    kernels rely on them.

    Attributes:
        xs: The real parts of the columns, a read-only float64 array.
        ys: The imaginary parts of the rows, from top to bottom, a read-only float64 array.
        c: The constant that each step adds.
        max_iterations: The limit of steps for each pixel.

    Raises:
        TypeError: An axis is not a NumPy array of float64, c is not a number, or max_iterations
            is not a whole number.
        ValueError: An axis is empty, not contiguous or not one-dimensional, a number is not finite
            or exceeds 1e150, max_iterations is negative or exceeds 2147483647, or the counts would
            not fit into the free memory.
    """

    xs: Axis
    ys: Axis
    c: complex
    max_iterations: int

    def __post_init__(self) -> None:
        """Check the arguments; keep the axes as read-only views."""
        for name in ("xs", "ys"):
            axis = _checked_axis(name, getattr(self, name))
            object.__setattr__(self, name, axis)
        object.__setattr__(self, "c", _checked_c(self.c))
        limit = _checked_int("max_iterations", self.max_iterations, least=0)
        object.__setattr__(self, "max_iterations", limit)
        check_fits(self.pixels, 4, f"the counts of {self.width} x {self.height} pixels")

    def __reduce__(self) -> tuple[object, ...]:
        """Unpickle through the checks: the axes of a copy are read-only too."""
        return type(self), (self.xs, self.ys, self.c, self.max_iterations)

    @classmethod
    def book(cls, width: int = 1000, max_iterations: int = 300) -> Self:
        """Make the book's picture: c = -0.62772-0.42193j on [-1.8, 1.8]^2.

        The axes add up rounded steps as the book's do, so that some widths (10, 250, 333, 400,
        640, 800, 1024 ...) get one point more than requested.

        Args:
            width: The number of points on each axis.
            max_iterations: The limit of steps for each pixel.

        Returns:
            The problem. With the default arguments its counts add up to 33219980.

        Raises:
            TypeError: An argument is not a whole number.
            ValueError: width is less than 1, max_iterations is negative or exceeds 2147483647, or
                the counts would not fit into the free memory.
        """
        width = _checked_int("width", width, least=1)
        check_fits(width * width, 4, f"the counts of {width} x {width} pixels")
        step = (BOOK_EDGE - -BOOK_EDGE) / width
        xs, x = [], -BOOK_EDGE
        while x < BOOK_EDGE:
            xs.append(x)
            x += step
        ys, y = [], BOOK_EDGE
        while y > -BOOK_EDGE:
            ys.append(y)
            y -= step
        return cls(np.array(xs), np.array(ys), BOOK_C, max_iterations)

    @classmethod
    def view(
        cls,
        window: Window = (-BOOK_EDGE, BOOK_EDGE, -BOOK_EDGE, BOOK_EDGE),
        width: int = 1000,
        height: int | None = None,
        c: complex = BOOK_C,
        max_iterations: int = 300,
    ) -> Self:
        """Make a picture of a window with exactly width x height pixels.

        Args:
            window: The edges (x1, x2, y1, y2), with x1 < x2 and y1 < y2. The first column lies at
                x1 and the first row at y2; the edges x2 and y1 lie one step beyond the last ones.
            width: The number of columns.
            height: The number of rows. None is as many as columns.
            c: The constant that each step adds.
            max_iterations: The limit of steps for each pixel.

        Returns:
            The problem.

        Raises:
            TypeError: width, height or max_iterations is not a whole number, or c is not a number.
            ValueError: A size is less than 1, a number is not finite or exceeds 1e150, an edge of
                the window is not below its opposite, max_iterations is negative or exceeds
                2147483647, or the axes or the counts would not fit into the free memory.
        """
        width = _checked_int("width", width, least=1)
        height = width if height is None else _checked_int("height", height, least=1)
        check_fits(width * height, 4, f"the counts of {width} x {height} pixels")
        xs, ys = view_axes(window, width, height)
        return cls(xs, ys, c, max_iterations)

    @property
    def width(self) -> int:
        """The number of columns."""
        return self.xs.size

    @property
    def height(self) -> int:
        """The number of rows."""
        return self.ys.size

    @property
    def shape(self) -> tuple[int, int]:
        """The shape of the counts, (height, width)."""
        return (self.height, self.width)

    @property
    def pixels(self) -> int:
        """The number of pixels, each of which has a count."""
        return self.width * self.height


def view_axes(window: Window, width: int, height: int) -> tuple[Axis, Axis]:
    """Return the axes of a window, xs and ys, as `Problem.view` has them.

    Raises:
        TypeError: A size is not a whole number.
        ValueError: A size is less than 1, an edge of the window is not a finite number up to 1e150
            or not below its opposite, or the axes would not fit into the free memory.
    """
    width = _checked_int("width", width, least=1)
    height = _checked_int("height", height, least=1)
    check_fits(width + height, 32, f"the axes of {width} x {height} pixels")
    x1, x2, y1, y2 = _checked_window(window)
    x_step = (x2 - x1) / width
    y_step = (y2 - y1) / height
    xs: Axis = x1 + np.arange(width, dtype=np.float64) * x_step
    ys: Axis = y2 - np.arange(height, dtype=np.float64) * y_step
    return xs, ys


def new_counts(shape: tuple[int, int]) -> Counts:
    """Return a new array for counts; what is in it is not defined."""
    return huge_pages.empty(shape, np.int32).view(np.int32)


def _checked_axis(name: str, axis: object) -> Axis:
    if not isinstance(axis, np.ndarray):
        raise TypeError(
            f"{name} is a {type(axis).__name__}; allowed: a NumPy array of float64 "
            f"(numpy.asarray(..., dtype=numpy.float64) makes one)"
        )
    if axis.dtype != np.float64:
        raise TypeError(f"{name} is an array of {axis.dtype}; allowed: float64")
    if axis.ndim != 1 or axis.size == 0:
        raise ValueError(f"{name} has the shape {axis.shape}; allowed: (n,) with n of 1 or more")
    if not axis.flags.c_contiguous:
        raise ValueError(
            f"{name} has a stride of {axis.strides[0]} bytes; allowed: C-contiguous, 8 "
            f"(numpy.ascontiguousarray makes one)"
        )
    if axis.size > LONGEST_AXIS:
        raise ValueError(f"{name} has {axis.size} points; allowed: up to {LONGEST_AXIS}")
    bad = ~(np.abs(axis) <= LARGEST_NUMBER)
    if bad.any():
        k = int(bad.argmax())
        raise ValueError(f"{name}[{k}] is {axis[k]}; allowed: finite numbers up to 1e150")
    # C++ accepts only an array of the one float64 type object, not of an equal type. An array that
    # begins at an odd address, as a field of a file may, is copied.
    view = np.require(axis, requirements="A").view(np.float64)
    view.flags.writeable = False
    return view


def _checked_c(c: object) -> complex:
    if isinstance(c, bool) or not isinstance(c, int | float | complex | np.number):
        raise TypeError(f"c is {c!r}; allowed: a complex number")
    try:
        number = complex(c)
    except OverflowError:  # a whole number of more than 308 digits
        number = complex(math.inf)
    if not cmath.isfinite(number) or max(abs(number.real), abs(number.imag)) > LARGEST_NUMBER:
        raise ValueError(f"c is {number}; allowed: finite parts up to 1e150")
    return number


def _checked_int(name: str, number: object, least: int) -> int:
    if isinstance(number, bool) or not isinstance(number, SupportsIndex):
        raise TypeError(f"{name} is {number!r}; allowed: a whole number")
    value = operator.index(number)
    if not least <= value <= LARGEST_INT32:
        raise ValueError(f"{name} is {value}; allowed: {least} to {LARGEST_INT32}")
    return value


def _checked_window(window: object) -> tuple[float, ...]:
    edges: tuple[float, ...] = ()
    if isinstance(window, Iterable) and not isinstance(window, str):
        with suppress(TypeError, ValueError, OverflowError):
            edges = tuple(float(edge) for edge in window)
    if len(edges) != 4 or not all(abs(edge) <= LARGEST_NUMBER for edge in edges):  # noqa: PLR2004
        raise ValueError(
            f"window is {window!r}; allowed: four finite numbers (x1, x2, y1, y2) up to 1e150"
        )
    x1, x2, y1, y2 = edges
    if not (x1 < x2 and y1 < y2):
        raise ValueError(f"window is {window!r}; allowed: x1 < x2 and y1 < y2")
    return edges
