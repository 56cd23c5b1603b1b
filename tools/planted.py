"""Kernels for honesty.py: the same twice, and once with 3 % more iterations to do."""

from functools import cache

import numpy as np

from juliaset import Problem, escape_counts, get_kernel
from juliaset.problem import Counts

PART = 0.03


def plain(problem: Problem, out: Counts) -> None:
    """Do the work once."""
    get_kernel("cpp.scalar").bind(problem, out)()


def equal(problem: Problem, out: Counts) -> None:
    """Do the same work under another name."""
    plain(problem, out)


def slower(problem: Problem, out: Counts) -> None:
    """Do the work once, and a part of it again."""
    plain(problem, out)
    again, scratch = part_of(problem)
    plain(again, scratch)


@cache
def part_of(problem: Problem) -> tuple[Problem, Counts]:
    """Make a row of points that never escape: each takes exactly the limit's iterations."""
    wanted = PART * escape_counts(problem).sum()
    points = max(round(wanted / problem.max_iterations), 1)
    again = Problem(np.linspace(0.1, 0.5, points), np.array([0.1]), 0j, problem.max_iterations)
    return again, np.empty(again.shape, np.int32)
