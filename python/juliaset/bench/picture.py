"""The Julia set as a problem of a contest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from juliaset.bench.any_problem import AnyProblem
from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.contestants.picture import save_problem
from juliaset.bench.contestants.picture_kernel import PictureKernel
from juliaset.bench.notes import next_steps
from juliaset.bench.other_compilers import compiled
from juliaset.bench.record_problem import JuliaSet, Solved
from juliaset.bench.selection import BASELINE, REFERENCE, Choice, hidden, one, select
from juliaset.escape import escape_counts
from juliaset.oracle import golden_of
from juliaset.problem import Counts, Problem

# With more steps the reference takes part only if it is asked for.
_MOST_OF_REFERENCE = 2e8
_BOOK_STEPS = 3.3e7
_WIDTH, _LIMIT = 64, 1000


@dataclass(frozen=True)
class Picture:
    """A picture of the Julia set, whose kernels are those of the registry.

    Attributes:
        problem: The picture.
        choice: How its kernels are compiled and called; what `select` is given comes on top.
        usual_baseline: The id of the row that the others are compared with.
        reference: The id of the row in plain Python.
    """

    problem: Problem
    choice: Choice = field(default_factory=Choice)
    usual_baseline: str = BASELINE
    reference: str | None = REFERENCE

    @property
    def extent(self) -> str:
        """Its size."""
        return f"{self.problem.width} x {self.problem.height} pixels"

    @property
    def next_steps(self) -> str:
        """The commands that explain what a contest has shown."""
        return next_steps()

    def pose(self, folder: Path) -> JuliaSet:
        """Write it and its counts into a folder."""
        expected = expected_counts(self.problem)
        save_problem(folder, self.problem, expected)
        return julia_set(self.problem, int(expected.sum(dtype=np.int64)))

    def small(self) -> "Picture":
        """Return the same window with few pixels and a low limit."""
        return replace(self, problem=small(self.problem))

    def select(self, patterns: Sequence[str], threads: Sequence[int] = ()) -> list[PictureKernel]:
        """Return the kernels that the patterns name, or the ladder."""
        return select(replace(self.choice, patterns=patterns, threads=threads))

    def hidden(self, patterns: Sequence[str], threads: Sequence[int] = ()) -> int:
        """Return how many kernels are not on the ladder."""
        return hidden(replace(self.choice, patterns=patterns, threads=threads))

    def row(self, name: str) -> PictureKernel:
        """Return the kernel with that id."""
        return one(name)

    def compiled(
        self, kernels: Sequence[SelectedKernel], say: Callable[[str], None]
    ) -> list[SelectedKernel]:
        """Return the kernels, those of other compilers with their libraries."""
        return compiled(kernels, say)

    def with_reference(self, about: Solved) -> bool:
        """Return whether it is small enough for loops in Python."""
        return (about.steps or 0) <= _MOST_OF_REFERENCE

    def patience(self, timeout: float, about: Solved) -> float:
        """Return longer times for pictures with more steps than the book's."""
        return timeout * max((about.steps or 0) / _BOOK_STEPS, 1)


def as_problem(problem: AnyProblem | Problem) -> AnyProblem:
    """Return a problem of a contest; a `juliaset.Problem` is a picture."""
    return Picture(problem) if isinstance(problem, Problem) else problem


def small(problem: Problem) -> Problem:
    """Return a part of the work: the same window with few pixels and a low limit."""
    if problem.pixels <= _WIDTH**2 and problem.max_iterations <= _LIMIT:
        return problem
    columns, rows = (max(1, axis.size // _WIDTH) for axis in (problem.xs, problem.ys))
    limit = min(problem.max_iterations, _LIMIT)
    return Problem(problem.xs[::columns].copy(), problem.ys[::rows].copy(), problem.c, limit)


def expected_counts(problem: Problem) -> Counts:
    """Return what every exact kernel must return."""
    # The textbook's formula, and not the kernel that is the fastest today.
    counts = escape_counts(problem, "cpp.complex")
    golden = golden_of(problem)
    if golden is not None and (complaint := golden.check(counts)):
        raise RuntimeError(f"cpp.complex is wrong: {complaint}")
    return counts


def julia_set(problem: Problem, steps: int) -> JuliaSet:
    """Return the problem as a record has it."""
    xs, ys = problem.xs, problem.ys
    # Some of the book's axes have one point more than was asked for.
    books = (Problem.book(n) for n in (problem.width, problem.width - 1) if n > 0)
    book = any(np.array_equal(xs, b.xs) and np.array_equal(ys, b.ys) for b in books)
    return JuliaSet(
        axes="book" if book else "view",
        width=problem.width,
        height=problem.height,
        c=(problem.c.real, problem.c.imag),
        max_iterations=problem.max_iterations,
        steps=steps,
        window=None if book else (float(xs[0]), float(xs[-1]), float(ys[-1]), float(ys[0])),
    )
