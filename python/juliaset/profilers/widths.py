"""Which widths can be profiled: those whose sum the learner's scripts know."""

import ast
from functools import cache

from juliaset.problem import Problem
from juliaset.profilers.known import BOOK_KERNEL
from juliaset.profilers.places import SCRIPTS


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
