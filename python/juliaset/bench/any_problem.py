"""What a contest asks of a problem: the Julia set answers it, and so does the file of a user."""

from pathlib import Path
from typing import Protocol, Self

from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.record_problem import JuliaSet, OwnProblem


class AnyProblem(Protocol):
    """A problem with an oracle, for which there are kernels."""

    @property
    def extent(self) -> str:
        """How large it is, in words."""

    @property
    def usual_baseline(self) -> str:
        """The id of the row that the others are compared with, if the user names none."""

    @property
    def reference(self) -> str | None:
        """The id of the row that the others are compared with, too; None if there is none."""

    def pose(self, folder: Path) -> JuliaSet | OwnProblem:
        """Write its inputs and its right output into a folder; return what a record says of it."""

    def small(self) -> Self:
        """Return the same problem in small, in which a mistake is found within a moment."""

    def row(self, name: str) -> SelectedKernel:
        """Return the kernel with that id, or raise ValueError."""

    def with_reference(self, about: JuliaSet | OwnProblem) -> bool:
        """Return whether the reference takes part even if it is not asked for."""

    def patience(self, timeout: float, about: JuliaSet | OwnProblem) -> float:
        """Return how many seconds a sample may take, if those of a usual problem take `timeout`."""
