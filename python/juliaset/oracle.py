"""The right answers: golden ones, and a comparison that names the first wrong pixel."""

import cmath
import hashlib
import math
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from juliaset import _native
from juliaset.escape import escape_counts
from juliaset.problem import Axis, Counts, Problem
from juliaset.python_arithmetic import fused_pixels

# What a kernel finds in the counts that it is to fill: none of them is right already.
POISON = -1
REACH = 2  # pixels of the neighbourhood to each side


@dataclass(frozen=True)
class Golden:
    """A problem whose answer is known."""

    name: str
    how: str
    sum: int
    sha256: str
    make: Callable[[], Problem]
    of_c_library: bool = False  # whether last bits of its hypot, sin and cos decide

    @property
    def is_local(self) -> bool:
        """Whether this Python's counts are the right ones: its C library rounds differently."""
        return self.of_c_library and digest(reference_of(self.name)) != self.sha256

    def difference(self, counts: Counts) -> "Difference | None":
        """Compare with the answer; None where every pixel is equal."""
        if digest(counts) == self.sha256:
            return None
        difference = first_difference(self.make(), reference_of(self.name), counts)
        if difference is None and not self.is_local:
            raise RuntimeError(
                f"python.expanded itself does not give the golden answer {self.name!r} here: "
                f"golden.toml was changed, or this Python rounds differently from others"
            )
        return difference

    def check(self, counts: Counts) -> str:
        """Return what is wrong with the counts; empty if nothing is."""
        difference = self.difference(counts)
        if difference is None:
            return ""
        return f"sum {int(counts.sum(dtype=np.int64))}, golden {self.sum}; {difference}"

    def fused_pixels(self, counts: Counts) -> int:
        """Return how many pixels differ because this Python's product is fused; 0 if others do."""
        return fused_pixels(self.make(), reference_of(self.name), counts)


@dataclass(frozen=True)
class Difference:
    """The first pixel, row by row, in which two pictures differ, and how many do."""

    row: int
    column: int
    z: complex
    expected: int
    got: int
    pixels: int
    of: int
    around_expected: Counts
    around_got: Counts

    def __str__(self) -> str:
        """Return the pixel, both counts and the neighbourhood, in words."""
        return (
            f"{self.pixels} of {self.of} pixels differ, the first at row {self.row}, "
            f"column {self.column} (z = {self.z:.17g}): expected {self.expected}, got {self.got}\n"
            f"around it, expected:\n{self.around_expected}\n"
            f"around it, got:\n{self.around_got}"
        )


def digest(counts: Counts) -> str:
    """Return the SHA-256 of the counts as little-endian int32, row by row."""
    return hashlib.sha256(np.ascontiguousarray(counts, "<i4").tobytes()).hexdigest()


def first_difference(problem: Problem, expected: Counts, got: Counts) -> Difference | None:
    """Compare exactly; None where every pixel is equal."""
    if got.shape != expected.shape or got.dtype != expected.dtype:
        raise ValueError(
            f"the counts are {got.dtype} of shape {got.shape}; "
            f"allowed: {expected.dtype} of shape {expected.shape}"
        )
    wrong = got != expected
    if not wrong.any():
        return None
    row, column = (int(k) for k in np.unravel_index(int(wrong.argmax()), wrong.shape))
    around = np.s_[
        max(row - REACH, 0) : row + REACH + 1, max(column - REACH, 0) : column + REACH + 1
    ]
    return Difference(
        row=row,
        column=column,
        z=complex(problem.xs[column], problem.ys[row]),
        expected=int(expected[row, column]),
        got=int(got[row, column]),
        pixels=int(np.count_nonzero(wrong)),
        of=wrong.size,
        around_expected=expected[around].copy(),
        around_got=got[around].copy(),
    )


@cache
def golden() -> dict[str, Golden]:
    """Read the golden problems, by name."""
    # Next to the compiled module, where the build puts it in a wheel and an editable install.
    entries = tomllib.loads(Path(_native.folder(), "golden.toml").read_text())["problem"]
    return {entry["name"]: _golden(**entry) for entry in entries}


def golden_of(problem: Problem) -> Golden | None:
    """Find the golden problem that equals this one, bit for bit."""
    for answer in golden().values():
        known = answer.make()
        same = known.c == problem.c and known.max_iterations == problem.max_iterations
        if same and np.array_equal(known.xs, problem.xs) and np.array_equal(known.ys, problem.ys):
            return answer
    return None


@cache
def reference_of(name: str) -> Counts:
    """Return the counts of a golden problem: those that have its SHA-256, or else Python's own.

    Python's own are those in floats: of these it rounds each operation, whichever compiler made it.
    """
    answer = golden()[name]
    counts = escape_counts(answer.make(), kernel="cpp.complex")
    if digest(counts) == answer.sha256:
        return counts
    return escape_counts(answer.make(), kernel="python.expanded")


def _golden(*, name: str, how: str, sum: int, sha256: str, **problem: Any) -> Golden:  # noqa: A002, ANN401
    of_c_library = problem["kind"] == "circle"
    return Golden(name, how, sum, sha256, lambda: _problem(**problem), of_c_library)


def _problem(*, kind: str, c: list[float] | None = None, **rest: Any) -> Problem:  # noqa: ANN401
    if kind == "book":
        return Problem.book(**rest)
    number = complex(*(c or ()))
    if kind == "view":
        return Problem.view(window=tuple(rest.pop("window")), c=number, **rest)
    if kind == "steps":
        axis = rest["first"] + np.arange(rest["size"]) * rest["step"]
        return Problem(axis, axis.copy(), number, rest["max_iterations"])
    if kind == "circle":
        xs, ys = _circle(rest["points"], number)
        return Problem(xs, ys, number, rest["max_iterations"])
    raise ValueError(f"kind is {kind!r}; allowed: book, view, steps, circle")


def _circle(points: int, c: complex) -> tuple[Axis, Axis]:
    """Lay axes whose crossings lie on abs(z) = 2, or get there in one step, to the last bits."""
    xs, ys = [], []
    for k in range(points):
        start = cmath.rect(2, math.pi / 2 * (k + 0.5) / points)
        for z in (start, cmath.sqrt(start - c)):
            xs += [math.nextafter(z.real, -9), z.real, math.nextafter(z.real, 9)]
            ys += [math.nextafter(z.imag, -9), z.imag, math.nextafter(z.imag, 9)]
    return np.array(xs), np.array(ys)
