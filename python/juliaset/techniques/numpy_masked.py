"""The whole array at each step, with a mask.

In real arithmetic: NumPy's product of complex arrays fuses multiply and add if the CPU can, and
then rounds differently from Python.
"""

import numpy as np

from juliaset.problem import Counts, Problem
from juliaset.registry import kernel
from juliaset.techniques.inside import inside


@kernel("numpy.masked", below="python.expanded", bytes_per_pixel=72, steps="every")
def fill(problem: Problem, out: Counts) -> None:
    """NumPy on the whole array at each step, a mask for the points that are still alive."""
    re = np.tile(problem.xs, (problem.height, 1))
    im = np.repeat(problem.ys, problem.width).reshape(problem.shape)
    live = np.ones(problem.shape, np.bool_)
    out[...] = 0
    for _ in range(problem.max_iterations):
        live &= inside(re, im)
        if not live.any():
            break
        out += live
        product = re * im
        # where=: a point that has escaped keeps its z, or it would overflow before long.
        np.add(re * re - im * im, problem.c.real, out=re, where=live)
        np.add(product + product, problem.c.imag, out=im, where=live)
