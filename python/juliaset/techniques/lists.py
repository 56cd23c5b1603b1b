"""From axes to the book's lists zs and cs, and back: never part of a kernel's time."""

import numpy as np

from juliaset.problem import Counts, Problem

# A complex object in zs (32 bytes), its pointer, one in cs, one in the output, an int object (28).
BYTES_PER_PIXEL = 4 + 32 + 8 + 8 + 8 + 28


def lists_from_axes(problem: Problem) -> tuple[int, list[complex], list[complex]]:
    """Lay out every point of the grid as an object, row by row, and c once for each."""
    xs = problem.xs.tolist()
    zs = [complex(x, y) for y in problem.ys.tolist() for x in xs]
    return problem.max_iterations, zs, [problem.c] * len(zs)


def counts_from_list(output: list[int], out: Counts) -> None:
    """Put the book's list of counts into the array."""
    out[...] = np.array(output, np.int32).reshape(out.shape)
