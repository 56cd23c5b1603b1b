"""What a question costs the grader, which computes the answers: the cost is limited beforehand.

A kernel of NumPy makes a dozen arrays of a picture's size, and costs time even for a limit of 0.
"""

from dataclasses import dataclass

import numpy as np

MOST_PIXELS = 1_000_000  # of one picture: about 150 MB for the clumsiest kernel
ONE, ALL = 30_000_000, 60_000_000  # for one question, and for all about one kernel
PER_STEP, PER_PIXEL = 2000, 10  # a step costs as much as 2000 pixels, a pixel as 10 steps


def cost(pixels: int, limit: int) -> int:
    """Return what a picture costs, in pixels times steps."""
    return (pixels + PER_STEP) * (limit + PER_PIXEL)


@dataclass
class Bill:
    """What all questions about one kernel have cost so far."""

    total: int = 0
    questions: int = 0

    @property
    def percent(self) -> float:
        """How much of what may be asked about one kernel this is."""
        return 100 * self.total / ALL

    def charge(self, xs: object, ys: object, limit: object) -> None:
        """Add a question; raise ValueError or TypeError if it may not be asked.

        This comes before anything is computed or converted.
        """
        width, height = length("xs", xs), length("ys", ys)
        if isinstance(limit, bool) or not isinstance(limit, int):
            raise TypeError(f"limit is {limit!r:.40}; allowed: a whole number")
        if limit < 0:
            raise ValueError(f"limit is {_shown(limit)}; allowed: 0 and more")
        asked = cost(width * height, limit)
        # An axis alone may be too long: the other one may be empty.
        if max(width * height, width, height) > MOST_PIXELS or asked > ONE:
            raise ValueError(
                f"{width} x {height} pixels with limit {_shown(limit)}; allowed: up to "
                f"{MOST_PIXELS:,} pixels, and (pixels + {PER_STEP}) x (limit + {PER_PIXEL}) up to "
                f"{ONE:,}"
            )
        if self.total + asked > ALL:
            raise ValueError(
                f"The questions about this kernel would cost {self.total + asked:,} together, "
                f"where one costs (pixels + {PER_STEP}) x (limit + {PER_PIXEL}); allowed: {ALL:,}"
            )
        self.total += asked
        self.questions += 1


def length(name: str, axis: object) -> int:
    """Return how many numbers an axis has, without looking at them."""
    if isinstance(axis, np.ndarray):
        if axis.ndim != 1 or axis.dtype.kind not in "fiub":
            raise TypeError(f"{name} is {axis.dtype}{list(axis.shape)}; allowed: a row of numbers")
        return int(axis.size)
    if isinstance(axis, list) and all(isinstance(each, int | float) for each in axis):
        return len(axis)
    raise TypeError(f"{name} is a {type(axis).__name__}; allowed: an array or list of numbers")


def _shown(limit: int) -> str:
    return str(limit) if abs(limit) < 10**12 else "a number of more than 12 digits"
