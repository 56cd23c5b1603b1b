"""Planted Pythons whose complex product is fused, as C compilers make it of CPython's line of C."""

import sys
from ctypes import c_double
from pathlib import Path
from typing import Self

import pytest

from juliaset import escape_counts, oracle, python_arithmetic, verification
from juliaset.oracle import digest, golden
from juliaset.problem import Problem
from juliaset.registry import kernels
from juliaset.system.c_library import c_function

# Nine points of the golden picture `sensitive_small`: three of them show either fused product.
COLUMNS, ROWS = [41, 78, 90], [65, 67, 68]
CHANGED = 3

# The C library's own: right on every machine, also where no instruction fuses.
fma = c_function("fma", c_double, c_double, c_double, c_double)


class FirstFused(complex):
    """re*re is not rounded before im*im is taken from it: what clang makes for arm64."""

    def __mul__(self, other: complex) -> Self:
        re = fma(self.real, other.real, -(self.imag * other.imag))
        return type(self)(re, fma(self.real, other.imag, self.imag * other.real))

    def __add__(self, other: complex) -> Self:
        return type(self)(complex.__add__(self, other))


class SecondFused(FirstFused):
    """im*im is not rounded before it is taken from re*re: a compiler may choose this one."""

    def __mul__(self, other: complex) -> Self:
        re = fma(-self.imag, other.imag, self.real * other.real)
        return type(self)(re, fma(self.imag, other.real, self.real * other.imag))


def nine_points() -> Problem:
    whole = golden()["sensitive_small"].make()
    return Problem(whole.xs[COLUMNS], whole.ys[ROWS], whole.c, whole.max_iterations)


def plant(patch: pytest.MonkeyPatch, number: type[complex]) -> None:
    """Replace complex() where this process makes the numbers that kernels multiply."""
    kernels()  # imports them
    names = [name for name in sys.modules if name.startswith("juliaset.techniques.")]
    for module in (python_arithmetic, *(sys.modules[name] for name in names)):
        patch.setattr(module, "complex", number, raising=False)


def keep_registry(patch: pytest.MonkeyPatch) -> None:
    """Let the kernels that a test registers end with it."""
    patch.setattr("juliaset.registry._kernels", {each.name: each for each in kernels()})


def plant_answers(patch: pytest.MonkeyPatch) -> None:
    """Let the nine points be the only golden problem, under the name that `doctor` asks for."""
    problem = nine_points()
    counts = escape_counts(problem, "python.expanded")
    total = int(counts.sum())
    entry = oracle.Golden("sensitive", "planted", total, digest(counts), lambda: problem)
    for module in (oracle, verification):
        patch.setattr(module, "golden", lambda: {"sensitive": entry})
    patch.setattr(oracle, "reference_of", lambda _: counts)


def planted_command(folder: Path) -> dict[str, str]:
    """Return an environment in which a command, and all processes that it starts, have FirstFused.

    Their golden answers are those of the nine points, because a planted Python takes a minute for a
    million pixels.
    """
    here = Path(__file__).parent
    (folder / "sitecustomize.py").write_text(
        f"import sys\n"
        f"sys.path.append({str(here)!r})\n"
        f"import pytest\n"
        f"import planted_python\n"
        f"patch = pytest.MonkeyPatch()\n"
        f"planted_python.plant_answers(patch)\n"
        f"planted_python.plant(patch, planted_python.FirstFused)\n"
    )
    return {"PYTHONPATH": str(folder)}
