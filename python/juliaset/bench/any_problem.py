"""What a contest asks of a problem: the Julia set answers it, and so does the file of a user."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, Self

from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.record_problem import Solved


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

    @property
    def next_steps(self) -> str:
        """What to do after a first contest, in lines; empty if nothing is special to it."""

    def pose(self, folder: Path) -> Solved:
        """Write its inputs and its right output into a folder; return what a record says of it."""

    def small(self) -> Self:
        """Return the same problem in small, in which a mistake is found within a moment."""

    def select(
        self, patterns: Sequence[str], threads: Sequence[int] = ()
    ) -> Sequence[SelectedKernel]:
        """Return the kernels that the patterns name, or the usual ones; ValueError if one is wrong.

        threads: the numbers of threads of kernels that have them; one row for each.
        """

    def hidden(self, patterns: Sequence[str], threads: Sequence[int] = ()) -> int:
        """Return how many rows `--all` would add to those that `select` returns."""

    def row(self, name: str) -> SelectedKernel:
        """Return the kernel with that id, or raise ValueError."""

    def compiled(
        self, kernels: Sequence[SelectedKernel], say: Callable[[str], None]
    ) -> list[SelectedKernel]:
        """Return the kernels with what must be compiled for them, or why that failed.

        say: called with a sentence if that takes a while.
        """

    def with_reference(self, about: Solved) -> bool:
        """Return whether the reference takes part even if it is not asked for."""

    def patience(self, timeout: float, about: Solved) -> float:
        """Return how many seconds a sample may take, if those of a usual problem take `timeout`."""
