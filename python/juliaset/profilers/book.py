"""The book's problem as recipes profile it: the learner's scripts, and what they must find."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from juliaset.course_folder import COURSE, HOW, where_in_words
from juliaset.escape import escape_counts
from juliaset.problem import Problem
from juliaset.profilers.errors import CannotError

BOOK_KERNEL = "python.loops"
BOOK_SCRIPT = "julia1_nopil.py"
BOOK_FUNCTION = "calculate_z_serial_purepython"
MAX_ITERATIONS = 300
# A complex object in zs (32 bytes) and a pointer to it, an object in cs and its pointer, and a
# pointer in the output: the least that the book's lists can take. Small integers are shared.
LEAST_BYTES_PER_PIXEL = 32 + 8 + 8 + 8
SCRIPTS = COURSE / "python" / "profiling"
ARTEFACTS = COURSE / "profiles"
RECORDED = COURSE / "docs" / "recorded-profiles"
TARGETS = Path(__file__).parent / "targets"


def has_scripts() -> bool:
    """Return whether the learner's scripts are here."""
    return SCRIPTS.is_dir()


def check_scripts() -> None:
    """Raise CannotError if there is no course here: then there are no scripts to profile."""
    if not has_scripts():
        raise CannotError(
            "the recipes profile the course's scripts in python/profiling/, and there are none "
            f"{where_in_words()}",
            HOW,
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
        """The number of points; some widths have one more on an axis."""
        return self.columns * self.rows

    @property
    def abs_calls(self) -> int:
        """Each pixel calls abs once more than it steps: after its last step."""
        return self.iterations + self.pixels

    @property
    def append_calls(self) -> int:
        """One for each point of each axis, two for each pixel: zs and cs."""
        return self.columns + self.rows + 2 * self.pixels

    @property
    def line_hits(self) -> dict[str, int]:
        """How often the book's lines run, each by the text that it begins with."""
        return {
            "while abs(z) < 2": self.abs_calls,
            "z = z * z + c": self.iterations,
            "n += 1": self.iterations,
            "output[i] = n": self.pixels,
            "zs.append(": self.pixels,
            "cs.append(": self.pixels,
        }

    @property
    def lists_mib(self) -> float:
        """The least memory that the book's lists can take."""
        return self.pixels * LEAST_BYTES_PER_PIXEL / 2**20

    @property
    def counts_bytes(self) -> int:
        """The size of the int32 array that a kernel fills."""
        return self.pixels * 4


@cache
def known(width: int) -> Known:
    """Compute the numbers of a width with the fastest exact kernel."""
    problem = Problem.book(width, MAX_ITERATIONS)
    counts = escape_counts(problem)
    return Known(width, problem.width, problem.height, int(counts.sum(dtype=np.int64)))


@cache
def script_widths() -> tuple[int, ...]:
    """Return the widths in the table of sums in julia1_nopil.py, which refuses all others."""
    for node in ast.walk(ast.parse((SCRIPTS / BOOK_SCRIPT).read_text())):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SUMS":
            return tuple(ast.literal_eval(node.value))
    raise ValueError(f"{BOOK_SCRIPT} has no table SUMS any more")


def check_width(kernel: str, width: int) -> None:
    """Raise ValueError for a width at which nothing could be checked."""
    if kernel == BOOK_KERNEL and width not in script_widths():
        allowed = ", ".join(map(str, script_widths()))
        raise ValueError(f"--width is {width}; allowed for {kernel}: {allowed}")
    Problem.book(width)
