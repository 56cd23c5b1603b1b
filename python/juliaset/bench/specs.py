"""Kernels and problems as words that cross a pipe, and back again in the worker."""

from dataclasses import dataclass
from typing import Any

from juliaset.problem import BOOK_C, BOOK_EDGE, Problem
from juliaset.registry import Kernel, get_kernel

__all__ = ["Kernel", "Picture", "as_complex", "kernel_of", "problem_of"]


@dataclass(frozen=True)
class Picture:
    """A problem that a few words describe."""

    width: int = 1000
    max_iterations: int = 300
    c: complex | None = None

    @property
    def words(self) -> dict[str, Any]:
        """What problem_of() takes, in JSON."""
        c = self.c if self.c is None else [self.c.real, self.c.imag]
        return {"width": self.width, "max_iterations": self.max_iterations, "c": c}


def problem_of(words: dict[str, Any]) -> Problem:
    """Make the problem: the book's, or with another c a view of the same window."""
    width, limit, c = words["width"], words["max_iterations"], words["c"]
    if c is None or complex(*c) == BOOK_C:
        return Problem.book(width, limit)
    edges = (-BOOK_EDGE, BOOK_EDGE, -BOOK_EDGE, BOOK_EDGE)
    return Problem.view(edges, width, None, complex(*c), limit)


def as_complex(text: str) -> complex:
    """Read -0.8+0.156j, with i for j and spaces if you like."""
    try:
        return complex(text.replace(" ", "").replace("i", "j"))
    except ValueError:
        raise ValueError(f"--c is {text!r}; allowed: a complex number like -0.8+0.156j") from None


def kernel_of(words: dict[str, Any]) -> Kernel:
    """Find the kernel: one of ours by its name, or somebody's own by its file."""
    if words.get("file"):
        from juliaset.bench.contestants.own_kernel import open_kernel  # noqa: PLC0415 - few need it

        return open_kernel(words)
    return get_kernel(words["name"])
