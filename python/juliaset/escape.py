"""The one function that most people want."""

import numpy as np

from juliaset.problem import Counts, Problem
from juliaset.registry import Gil, get_kernel


def escape_counts(  # noqa: PLR0913
    problem: Problem,
    kernel: str = "best",
    flavour: str | None = None,
    gil: Gil | None = None,
    threads: int | None = None,
    out: Counts | None = None,
) -> Counts:
    """Count, for each pixel, the steps it takes while abs(z) < 2.

    kernel: a name of `juliaset.kernels()`, or "best", the fastest exact one on this CPU.
    flavour: the flags of a C++ kernel, O0, O2, O3 (the default) or O3_native.
    gil: "held" or "released" (the default), for C++ kernels.
    threads: None is one for a kernel without threads, all usable cores for one with them.
    out: an int32 array [height, width] to fill and return; None makes a new one.
    """
    if not isinstance(problem, Problem):
        raise TypeError(f"problem is a {type(problem).__name__}; allowed: a juliaset.Problem")
    chosen = get_kernel(kernel)
    if out is None:
        out = np.empty(problem.shape, np.int32)
    chosen.bind(problem, out, flavour=flavour, gil=gil, threads=threads)()
    return out
