"""The grid of each zoom level, whose points are exact, so that a view that moves keeps its counts.

Four levels halve the step: 1, 7/8, 6/8, 5/8, 1/2 ... A point is a whole number times the step. As
long as that product is exact, the same point has the same bits in every view.
"""

import numpy as np

from juliaset.explorer.messages import RefusedError, View
from juliaset.problem import Problem, Window

EDGE = 8.0  # beyond it there is nothing to see
MANTISSA_BITS = 52
LEAST_BITS = 2  # a step has up to three bits of its own
_LEVELS_PER_HALVING = 4
_EIGHTHS = 8


def step_of(level: int) -> float:
    """Return the distance of two pixels."""
    halvings, quarter = divmod(level, _LEVELS_PER_HALVING)
    return float(np.ldexp(_EIGHTHS - quarter, -halvings - 3))


def window_of(view: View) -> Window:
    """Return the edges (x1, x2, y1, y2), with which `Problem.view` makes the same axes."""
    step = step_of(view.level)
    return (
        view.column * step,
        (view.column + view.width) * step,
        (view.row - view.height) * step,
        view.row * step,
    )


def bits_left(view: View) -> int:
    """Return how often the step could still be halved at the view's farthest edge."""
    edges = (view.column, view.column + view.width, view.row, view.row - view.height)
    farthest = max(map(abs, edges))
    return MANTISSA_BITS - (farthest - 1).bit_length()


def problem_of(view: View, c: tuple[float, float], limit: int) -> Problem:
    """Return the picture of a view.

    Raises:
        RefusedError: The view reaches too far out, or its points would be rounded.
    """
    window = window_of(view)
    if max(map(abs, window)) > EDGE:
        raise RefusedError(
            f"the view reaches to {max(map(abs, window)):g}; allowed: up to {EDGE:g}"
        )
    if bits_left(view) < LEAST_BITS:
        raise RefusedError(
            f"the view is too deep: doubles have {bits_left(view)} bits left between its pixels; "
            f"allowed: {LEAST_BITS} or more"
        )
    return Problem.view(window, view.width, view.height, complex(*c), limit)
