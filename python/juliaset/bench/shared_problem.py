"""The problem of a contest, in a folder that the process of each row reads."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from juliaset.bench.contestants.loaded_kernel import save_problem
from juliaset.bench.record import JuliaSet
from juliaset.escape import escape_counts
from juliaset.oracle import golden_of
from juliaset.problem import Counts, Problem
from juliaset.system.work_folder import work_folder


@contextmanager
def shared_problem(problem: Problem) -> Iterator[tuple[Path, JuliaSet]]:
    """Yield a folder with what workers read of the problem, and what a record says of it."""
    expected = expected_counts(problem)
    with tempfile.TemporaryDirectory(dir=work_folder()) as name:
        folder = Path(name)
        save_problem(folder, problem, expected)
        yield folder, julia_set(problem, int(expected.sum(dtype=np.int64)))


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
