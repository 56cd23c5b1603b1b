"""Programs that run under a profiler, each started by its path, and the kernel that they call."""

from typing import Any

import numpy as np

from juliaset.kernel_type import Call
from juliaset.problem import Counts, Problem
from juliaset.profilers.book import MAX_ITERATIONS
from juliaset.registry import get_kernel


def bound(kernel: str, width: int, **choices: Any) -> tuple[Call, Counts]:  # noqa: ANN401
    """Bind a kernel to the book's problem; return the call and the array that it fills."""
    problem = Problem.book(width, MAX_ITERATIONS)
    out = np.empty(problem.shape, np.int32)
    return get_kernel(kernel).bind(problem, out, **choices), out
