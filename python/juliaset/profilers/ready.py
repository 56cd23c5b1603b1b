"""A kernel that is ready to be called: for timeit, IPython and pytest-benchmark."""

from collections.abc import Callable

import numpy as np

from juliaset.problem import Problem
from juliaset.profilers.book import MAX_ITERATIONS
from juliaset.registry import get_kernel


def ready(kernel: str, width: int) -> Callable[[], object]:
    """Bind a kernel to the book's problem; what comes back computes all counts when called."""
    problem = Problem.book(width, MAX_ITERATIONS)
    return get_kernel(kernel).bind(problem, np.empty(problem.shape, np.int32)).run
