"""Whether this Python's complex product fuses multiply and add, and which counts follow from it.

A step of an exact kernel has six roundings. CPython's product of complex numbers is C, and a C
compiler that may contract leaves one of them out: clang does so on arm64, where every CPU has the
instruction, and GCC does wherever it may use one. The counts of such a Python are its own.
"""

import numpy as np

from juliaset.problem import Counts, Problem

FUSES = "this Python fuses multiply-add"
# The last bit of one square is lost, unless the difference is taken before it is rounded.
_OPERANDS = ((1 + 2**-30, 1.0), (1.0, 1 + 2**-30))


def python_fuses() -> bool:
    """Return whether the complex product of this Python leaves out a rounding: it is computed."""
    return any(
        (complex(re, im) * complex(re, im)).real != re * re - im * im for re, im in _OPERANDS
    )


def own_count(re: float, im: float, c: complex, limit: int) -> int:
    """Return the count of one point as this Python's complex numbers give it."""
    z, n = complex(re, im), 0
    while abs(z) < 2 and n < limit:  # noqa: PLR2004
        z = z * z + c
        n += 1
    return n


def fused_pixels(problem: Problem, expected: Counts, got: Counts) -> int:
    """Return how many counts differ because this Python's product is fused.

    Returns:
        The number, if all counts that differ are those of this Python's complex numbers. 0 if one
        of them is not, or if this Python fuses nothing: then the counts are wrong.
    """
    if got.shape != expected.shape or not python_fuses():
        return 0
    rows, columns = np.nonzero(got != expected)
    points = zip(problem.ys[rows].tolist(), problem.xs[columns].tolist(), strict=True)
    own = (own_count(x, y, problem.c, problem.max_iterations) for y, x in points)
    wrong = got[rows, columns].tolist()
    return len(wrong) if all(n == count for n, count in zip(own, wrong, strict=True)) else 0
