"""Every kernel in every flavour, as parameters for pytest: a test names no kernel."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from _pytest.mark import ParameterSet

from juliaset.kernel_type import Gil, Kernel
from juliaset.problem import Counts, Problem
from juliaset.registry import kernels

POISON = -1_234_567
MARGIN = 64


@dataclass(frozen=True)
class Row:
    """A kernel in one of its flavours; None for a kernel without flavours."""

    kernel: Kernel
    flavour: str | None

    def __str__(self) -> str:
        return f"{self.kernel.name}@{self.flavour}" if self.flavour else self.kernel.name

    @property
    def reason(self) -> str:
        return self.kernel.reason_of(self.flavour or "O3")

    @property
    def starts_processes(self) -> bool:
        return self.kernel.name in {"python.multiprocessing", "dask.distributed"}

    @property
    def slow(self) -> bool:
        """Whether a million pixels take more than a second."""
        slow = self.kernel.toolchain in {"python", "dask"} or self.kernel.name == "numpy.masked"
        return slow or self.flavour == "O0"

    def counts(
        self, problem: Problem, gil: Gil | None = None, threads: int | None = None
    ) -> Counts:
        """Run into poisoned memory with guarded margins, so that no pixel is right by chance."""
        memory = np.full(problem.pixels + 2 * MARGIN, POISON, np.int32)
        out = memory[MARGIN:-MARGIN].reshape(problem.shape)
        self.kernel.bind(problem, out, flavour=self.flavour, gil=gil, threads=threads)()
        assert (memory[:MARGIN] == POISON).all(), f"{self} writes before the counts"
        assert (memory[-MARGIN:] == POISON).all(), f"{self} writes behind the counts"
        return out


def all_rows() -> list[Row]:
    return [Row(kernel, flavour) for kernel in kernels() for flavour in kernel.flavours or (None,)]


def marks(rows: list[Row]) -> list[pytest.MarkDecorator]:
    """Skip rows of which none can run here, with the reason; a call of Dask takes seconds."""
    skip = pytest.mark.skipif(all(row.reason for row in rows), reason=rows[0].reason)
    return [skip, pytest.mark.slow] if rows[0].kernel.toolchain == "dask" else [skip]


def parameters(wanted: Callable[[Row], bool] = lambda _: True) -> list[ParameterSet]:
    """Return the requested rows; those that cannot run here are skipped, with the reason."""
    return [pytest.param(row, id=str(row), marks=marks([row])) for row in all_rows() if wanted(row)]


def by_kernel(wanted: Callable[[Row], bool] = lambda _: True) -> list[ParameterSet]:
    """Return the wanted rows, one parameter for each kernel: a list of those that can run here.

    A kernel of which none can run is skipped, with the reason.
    """
    found: dict[str, list[Row]] = {}
    for row in all_rows():
        if wanted(row):
            found.setdefault(row.kernel.name, []).append(row)
    return [
        pytest.param(
            [row for row in rows if not row.reason],
            id=name,
            marks=marks(rows),
        )
        for name, rows in found.items()
    ]


def slow_if(slow: Callable[[Row], bool], rows: list[ParameterSet]) -> list[ParameterSet]:
    """Leave some of these parameters to `make test-all`: those of which this is true."""

    def takes_long(entry: ParameterSet) -> bool:
        first = entry.values[0]
        row = first[0] if isinstance(first, list) and first else first
        return isinstance(row, Row) and slow(row)

    return [
        pytest.param(*entry.values, id=entry.id, marks=[*entry.marks, pytest.mark.slow])
        if takes_long(entry)
        else entry
        for entry in rows
    ]


def in_default_flavour(row: Row) -> bool:
    return row.flavour in (None, "O3")


def one_of_a_kind(wanted: Callable[[Row], bool] = lambda _: True) -> list[ParameterSet]:
    """Return the first of the wanted rows that is called in one way, for tests of the caller.

    Kernels of a toolchain that use one thread, several, or processes are called by the same code.
    """
    first: dict[tuple[str, bool, bool, str], Row] = {}
    for row in all_rows():
        if wanted(row) and in_default_flavour(row) and not row.reason:
            kernel = row.kernel
            several = kernel.supports_threads, row.starts_processes
            first.setdefault((kernel.toolchain, *several, kernel.steps), row)
    return parameters(list(first.values()).__contains__)
