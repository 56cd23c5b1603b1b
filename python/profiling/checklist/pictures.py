"""The Julia set as the work of a pair: kernels bound beforehand, and what their counts must be."""

import numpy as np

from juliaset import Problem, get_kernel
from juliaset.bench.picture import expected_counts


def bound(problem, kernel, **how):
    """Return a call that fills an array of its own and returns it."""
    out = np.empty(problem.shape, np.int32)
    call = get_kernel(kernel).bind(problem, out, **how)

    def fill():
        out.fill(-1)
        call()
        return out

    return fill


def picture(width):
    """Return the book's problem, and its counts by the textbook's kernel."""
    problem = Problem.book(width)
    return problem, expected_counts(problem)


def has_right_counts(data, counts):
    """Compare every pixel."""
    return np.array_equal(counts, data["expected"])
