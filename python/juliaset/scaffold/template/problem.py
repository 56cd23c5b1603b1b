"""The problem: smooth a series of numbers. `make bench` compares the kernels below.

Replace it by yours: the inputs, the oracle, and what a step is. Each kernel fills `out`.
"""

import numpy as np

from juliaset.problems import OwnProblem


def inputs(size):
    """Return what each kernel is given, before `out`."""
    return (np.random.default_rng(seed=1).random(size),)


def output(series):
    """Return an array of the type and shape that a kernel fills."""
    return np.empty_like(series)


def oracle(series, out):
    """Fill `out` with what is right, in the plainest way; it may be slow."""
    values = series.tolist()
    out[0], out[-1] = values[0], values[-1]
    for i in range(1, len(values) - 1):
        # In this order: another one rounds differently.
        out[i] = 0.25 * ((values[i - 1] + values[i + 1]) + 2.0 * values[i])


problem = OwnProblem(
    name="template_name",
    inputs=inputs,
    output=output,
    oracle=oracle,
    size=100_000,
    small=100,
    step="one number smoothed",
)

# The first one is the baseline of the contest.
problem.from_module("numpy.slices", "template_name.numpy_kernel:smooth")
problem.from_module("cython.loop", "template_name.cython_kernel:smooth")
problem.from_module("cpp.scalar", "template_name.native:smooth")
