"""What profiles of program.py must say at a width: it follows from the counts of the picture."""

import ast
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from juliaset.grader.catalogue import load_module
from juliaset.grader.counts import right_counts
from juliaset.problem import Problem

PROGRAM = Path(__file__).parent / "given" / "program.py"


@dataclass(frozen=True)
class Known:
    """Exact numbers: how often each function is called, and each line of steps() hit."""

    width: int
    calls: dict[str, int]
    hits: dict[int, int]
    first: dict[str, int]  # the line in which a function begins


def known(width: int) -> Known:
    """Work it out without a profiler."""
    program = load_module(PROGRAM)
    every = np.array(program.axis(width))
    few = every[:: program.EVERY].copy()
    counts = [right_counts(Problem(axis, axis, program.C, program.LIMIT)) for axis in (every, few)]
    points = sum(each.size for each in counts)
    steps = sum(int(each.sum()) for each in counts)
    staying = sum(int((each == program.LIMIT).sum()) for each in counts)
    once = dict.fromkeys(("main", "axis", "glance", "survey"), 1)
    # At the limit `and` does not ask for abs(z) any more.
    often = {"row": width + len(few), "steps": points, "abs": steps + points - staying}
    hits = {"n = 0": points, "while": steps + points, "z =": steps, "n +=": steps, "return": points}
    return Known(width, once | often, _by_line(hits), _first_lines())


def _by_line(hits: dict[str, int]) -> dict[int, int]:
    """Return each line of steps() its hits, by how it begins."""
    first = _first_lines()
    texts = PROGRAM.read_text().splitlines()
    return {
        at: times
        for at in range(first["steps"] + 1, first["row"])
        for begins, times in hits.items()
        if texts[at - 1].strip().startswith(begins)
    }


def _first_lines() -> dict[str, int]:
    body = ast.parse(PROGRAM.read_text()).body
    return {each.name: each.lineno for each in body if isinstance(each, ast.FunctionDef)}
