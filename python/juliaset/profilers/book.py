"""The book's problem as the recipes profile it: the learner's scripts, and what must be found."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from juliaset.escape import escape_counts
from juliaset.problem import Problem
from juliaset.profilers.errors import CannotError

BOOK_KERNEL = "python.loops"
MAX_ITERATIONS = 300
# A complex object in zs (32 bytes) and a pointer to it, an object in cs and its pointer, and a
# pointer in the output: the least that the book's lists can take. Small integers are shared.
LEAST_BYTES_PER_PIXEL = 32 + 8 + 8 + 8
CHECKOUT = Path(__file__).parents[3]
SCRIPTS = CHECKOUT / "python" / "profiling"
ARTEFACTS = CHECKOUT / "profiles"
RECORDED = CHECKOUT / "docs" / "recorded-profiles"
TARGETS = Path(__file__).parent / "targets"


def is_checkout() -> bool:
    """Whether the learner's scripts are where they are in a checkout."""
    return SCRIPTS.is_dir() and (CHECKOUT / "pyproject.toml").is_file()


def check_checkout() -> None:
    """Refuse where only the package is installed: the scripts to be profiled are not in it."""
    if not is_checkout():
        raise CannotError(
            "the recipes profile the scripts of python/profiling/, which an installed package "
            "does not carry",
            "clone the repository, make setup, and ask there",
        )


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


@cache
def scripted() -> tuple[int, ...]:
    """Read the table of sums in julia1_nopil.py, which stands alone and refuses other widths."""
    for node in ast.walk(ast.parse((SCRIPTS / "julia1_nopil.py").read_text())):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SUMS":
            return tuple(ast.literal_eval(node.value))
    raise ValueError("julia1_nopil.py has no table SUMS any more")


def check_width(kernel: str, width: int) -> None:
    """Raise ValueError for a width at which nothing could be checked."""
    if kernel == BOOK_KERNEL and width not in scripted():
        allowed = ", ".join(map(str, scripted()))
        raise ValueError(f"--width is {width}; allowed for {kernel}: {allowed}")
    Problem.book(width)
