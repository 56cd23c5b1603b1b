"""What a profile of the book's problem must show: computed from the counts, for any width."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from juliaset.escape import escape_counts
from juliaset.problem import Problem

BOOK_KERNEL = "python.loops"
MAX_ITERATIONS = 300
# A complex object in zs (32 bytes) and a pointer to it, an object in cs and its pointer, and a
# pointer in the output: the least that the book's lists can take. Small integers are shared.
LEAST_BYTES_PER_PIXEL = 32 + 8 + 8 + 8


@dataclass(frozen=True)
class Known:
    """The exact numbers of one width."""

    width: int
    columns: int
    rows: int
    iterations: int

    @property
    def pixels(self) -> int:
        """How many points there are: some widths have one more on an axis."""
        return self.columns * self.rows

    @property
    def abs_calls(self) -> int:
        """Every pixel asks once more than it steps: the last answer is no."""
        return self.iterations + self.pixels

    @property
    def append_calls(self) -> int:
        """One for each point of each axis, two for each pixel: zs and cs."""
        return self.columns + self.rows + 2 * self.pixels

    @property
    def lists_mib(self) -> float:
        """Less than this the book's lists cannot take."""
        return self.pixels * LEAST_BYTES_PER_PIXEL / 2**20

    @property
    def counts_bytes(self) -> int:
        """The int32 array that a kernel fills."""
        return self.pixels * 4


@cache
def known(width: int) -> Known:
    """Compute the numbers of a width with the fastest exact kernel."""
    problem = Problem.book(width, MAX_ITERATIONS)
    counts = escape_counts(problem)
    return Known(width, problem.width, problem.height, int(counts.sum(dtype=np.int64)))
