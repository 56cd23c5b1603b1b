"""What the process of a row asks of a kernel, whatever its problem is.

An order names the module that opens its kernel, so a row imports nothing of other problems.
"""

from importlib import import_module
from typing import Any, NamedTuple, Protocol

from juliaset.bench.contestants.posed import Posed
from juliaset.kernel_type import Call
from juliaset.problems.right_output import Array


class Judgement(NamedTuple):
    """What is found in an output.

    Attributes:
        right: Whether the row may go on; a value that differs may be allowed.
        differing: How many values are not equal to the right ones.
        largest: The largest distance of a number from the right one.
        difference: What differs, in words; empty if nothing does.
    """

    right: bool = True
    differing: int = 0
    largest: float = 0.0
    difference: str = ""


class Solver(Protocol):
    """A kernel that is open in its process: how it is called, and what is said of its outputs."""

    values: str  # what an output consists of: counts, or simply values
    warms_up_in_full: bool  # whether warm_up() is a call for the problem that is timed
    # Whether a roof shows which kernels keep their answers. If none is known, calls are watched.
    has_roof: bool

    def warm_up(self) -> None:
        """Call it for a small problem if there is one, because first calls cost more."""

    def bind(self, out: Array) -> Call:
        """Return the call that is timed."""

    def judge(self, out: Array) -> Judgement:
        """Compare an output with the right one, and say what is wrong."""


def open_solver(order: dict[str, Any], posed: Posed) -> Solver:
    """Return the kernel of an order, opened in this process: its worker."""
    solver: Solver = import_module(order["solver"]).open_solver(order, posed)
    return solver
