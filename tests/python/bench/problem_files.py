"""Files of problems for tests: one that is right, and what is to be changed in it."""

from pathlib import Path

# Of a contest that is over soon.
SETTINGS = ("--processes", "3", "--budget", "1", "--timeout", "20")
GOOD = """
import numpy as np

from juliaset.problems import OwnProblem


def inputs(size):
    return np.arange(size, dtype=np.float64), 3.0, size


def oracle(x, k, n, out):
    for i in range(n):
        out[i] = x[i] + k


shift = OwnProblem(
    name="shift",
    inputs=inputs,
    output=lambda x, k, n: np.empty_like(x),
    oracle=oracle,
    size=5000,
    small=10,
    step="one addition",
)


@shift.kernel("numpy.temporary")
def temporary(x, k, n, out):
    out[...] = x + k


@shift.kernel("numpy.in_place")
def in_place(x, k, n, out):
    np.add(x, k, out=out)
"""


def written(folder: Path, text: str = GOOD, name: str = "mine.py") -> Path:
    """Write a file, and return its path."""
    path = folder / name
    path.write_text(text)
    return path
