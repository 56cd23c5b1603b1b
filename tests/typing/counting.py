"""Typed code that computes counts: `make lint` checks it, and a wrong annotation of ours fails."""

from typing import assert_type

import numpy as np
import numpy.typing as npt

import juliaset
from juliaset import (
    Kernel,
    Problem,
    StoppedError,
    UnavailableError,
    escape_counts,
    get_kernel,
    kernels,
)

Counts = npt.NDArray[np.int32]


def book() -> Counts:
    problem = Problem.book(width=100, max_iterations=50)
    assert_type(problem, Problem)
    assert_type(problem.shape, tuple[int, int])
    assert_type(problem.c, complex)
    return assert_type(escape_counts(problem), Counts)


def view() -> Counts:
    problem = Problem.view(
        window=(-0.4, 0.4, -0.3, 0.3), width=8, height=6, c=-0.8 + 0.156j, max_iterations=10
    )
    out: Counts = np.empty(problem.shape, np.int32)
    escape_counts(problem, kernel="cpp.scalar", flavour="O0", gil="held", threads=1, out=out)
    return out


def any_kernel(problem: Problem) -> list[str]:
    every = assert_type(kernels(), list[Kernel])
    found = assert_type(get_kernel("best"), Kernel)
    out: Counts = np.empty(problem.shape, np.int32)
    try:
        call = found.bind(problem, out, flavour="O3", gil="released", threads=2)
    except UnavailableError as error:
        return [str(error)]
    call()
    call.finish(call.run())
    assert_type(found.flavours, tuple[str, ...])
    assert_type(found.exact, bool)
    assert_type(found.reason, str)
    return [juliaset.get_kernel(kernel.name).summary for kernel in every]


def until(problem: Problem, stop: npt.NDArray[np.uint8]) -> Counts | None:
    try:
        return assert_type(escape_counts(problem, stop=stop), Counts)
    except StoppedError:
        return None


def refused(problem: Problem) -> None:
    escape_counts(problem, gil="sometimes")  # type: ignore[arg-type]
    escape_counts(problem, threads="two")  # type: ignore[arg-type]
    escape_counts(problem, out=np.empty(problem.shape))  # type: ignore[arg-type]
    escape_counts(problem, stop=np.zeros(1))  # type: ignore[arg-type]
    escape_counts("book")  # type: ignore[arg-type]
    escape_counts(problem, kernel=get_kernel("best"))  # type: ignore[arg-type]
    Problem.book(width="1000")  # type: ignore[arg-type]
    Problem.view(window=(0.0, 1.0), width=1, height=1)  # type: ignore[arg-type]
    problem.max_iterations = 3  # type: ignore[misc]
    juliaset.escape_count(problem)  # type: ignore[operator]
    get_kernel("best").name = "mine"  # type: ignore[misc]
