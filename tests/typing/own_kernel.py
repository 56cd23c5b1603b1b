"""A typed kernel of a user's own, in all forms that the decorator takes."""

from typing import assert_type

import numpy as np
import numpy.typing as npt

from juliaset import Problem, kernel

Counts = npt.NDArray[np.int32]


@kernel("mine.fill")
def fill(problem: Problem, out: Counts) -> None:
    """Fill all counts with the limit."""
    out[:] = problem.max_iterations


@kernel("mine.threads", supports_threads=True, exact=False, steps="some")
def fill_with_threads(problem: Problem, out: Counts, threads: int) -> None:
    """Fill all counts with the number of threads."""
    out[:] = min(threads, problem.max_iterations)


def lists(problem: Problem) -> tuple[list[float], list[float]]:
    return list(problem.xs), list(problem.ys)


def into(answer: list[int], out: Counts) -> None:
    out[:] = np.reshape(answer, out.shape)


@kernel("mine.lists", prepare=lists, finish=into, requires="numpy", below="mine.fill")
def on_lists(xs: list[float], ys: list[float]) -> list[int]:
    """Return as many zeros as there are pixels."""
    return [0 for _ in ys for _ in xs]


def refused() -> None:
    kernel(fill)  # type: ignore[arg-type]
    kernel("mine.x", steps="most")  # type: ignore[arg-type]
    kernel("mine.y", threads=True)  # type: ignore[call-arg]
    kernel("mine.z", True)  # type: ignore[call-arg] # noqa: FBT003


assert_type(on_lists([0.0], [0.0]), list[int])
