"""Times one kernel, named in the environment: KERNEL=cpp.scalar WIDTH=100."""

import os
from collections.abc import Callable
from typing import Any

import numpy as np

from juliaset.problem import Problem
from juliaset.profilers.known import MAX_ITERATIONS, known
from juliaset.registry import get_kernel


def test_kernel(benchmark: Callable[..., Any]) -> None:
    """Time the call, and check what the last one counted."""
    width = int(os.environ["WIDTH"])
    problem = Problem.book(width, MAX_ITERATIONS)
    out = np.empty(problem.shape, np.int32)
    call = get_kernel(os.environ["KERNEL"]).bind(problem, out)
    call.finish(benchmark(call.run))
    assert int(out.sum(dtype=np.int64)) == known(width).iterations  # noqa: S101 - pytest's own
