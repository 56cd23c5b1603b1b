"""Times one kernel, named in the environment: JULIASET_KERNEL=cpp.scalar JULIASET_WIDTH=100."""

import os
from collections.abc import Callable
from typing import Any

import numpy as np

from juliaset.profilers.book import known
from juliaset.profilers.targets import bound


def test_kernel(benchmark: Callable[..., Any]) -> None:
    """Time the call, and check the counts of the last one."""
    width = int(os.environ["JULIASET_WIDTH"])
    call, out = bound(os.environ["JULIASET_KERNEL"], width)
    call.finish(benchmark(call.run))
    assert int(out.sum(dtype=np.int64)) == known(width).iterations  # noqa: S101 - pytest's own
