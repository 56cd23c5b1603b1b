"""Times one kernel, named in the environment: JULIASET_KERNEL=cpp.scalar JULIASET_WIDTH=100."""

import os
from collections.abc import Callable
from typing import Any

import numpy as np

from juliaset.problem import Problem
from juliaset.profilers.book import MAX_ITERATIONS, known
from juliaset.registry import get_kernel


def test_kernel(benchmark: Callable[..., Any]) -> None:
    """Time the call, and check what the last one counted."""
    width = int(os.environ["JULIASET_WIDTH"])
    problem = Problem.book(width, MAX_ITERATIONS)
    out = np.empty(problem.shape, np.int32)
    call = get_kernel(os.environ["JULIASET_KERNEL"]).bind(problem, out)
    call.finish(benchmark(call.run))
    assert int(out.sum(dtype=np.int64)) == known(width).iterations  # noqa: S101 - pytest's own
