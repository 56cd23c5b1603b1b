"""Only the points that are still alive: most are gone after a few steps."""

import numpy as np

from juliaset.problem import Counts, Problem
from juliaset.registry import kernel
from juliaset.techniques.inside import inside


@kernel("numpy.compacting", below="numpy.masked", bytes_per_pixel=80, steps="every")
def fill(problem: Problem, out: Counts) -> None:
    """NumPy on the living points only: each step moves them together."""
    re = np.tile(problem.xs, problem.height)
    im = np.repeat(problem.ys, problem.width)
    counts = out.reshape(-1)
    counts[...] = problem.max_iterations
    pixel = np.arange(problem.pixels)
    for n in range(problem.max_iterations):
        live = inside(re, im)
        counts[pixel[~live]] = n
        pixel, re, im = pixel[live], re[live], im[live]
        if pixel.size == 0:
            break
        product = re * im
        re = (re * re - im * im) + problem.c.real
        im = (product + product) + problem.c.imag
