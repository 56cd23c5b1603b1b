"""The C++ kernels, as their registry publishes them; none is named here."""

from functools import cache

from juliaset import _native
from juliaset.problem import Counts, Problem
from juliaset.registry import (
    DEFAULT_FLAVOUR,
    Call,
    Gil,
    Kernel,
    UnavailableError,
    add,
    best_is,
)

FLAVOURS = tuple(_native.flavours())


@cache
def rows(flavour: str) -> dict[str, _native.Kernel]:
    """Open a flavour, and give its kernels by name."""
    return {kernel.name: kernel for kernel in _native.load(flavour).kernels}


def best_name() -> str:
    """Name the last kernel of the C++ list that is exact and that this CPU can run."""
    try:
        return f"cpp.{_native.load(DEFAULT_FLAVOUR).best().name}"
    except RuntimeError as nothing_runs:
        raise UnavailableError(str(nothing_runs)) from None


def publish(row: _native.Kernel) -> None:
    """Put one kernel into the list."""
    name = row.name

    def bind(problem: Problem, out: Counts, threads: int, flavour: str, gil: Gil) -> Call:
        run = rows(flavour)[name].run
        release = gil == "released"
        xs, ys, c, limit = problem.xs, problem.ys, problem.c, problem.max_iterations
        return Call(lambda: run(xs, ys, c, limit, out, threads=threads, release_gil=release))

    add(
        Kernel(
            name=f"cpp.{name}",
            summary=row.summary,
            exact=row.exact,
            supports_threads=row.supports_threads,
            bind_checked=bind,
            flavours=FLAVOURS,
            reason_of=lambda flavour: rows(flavour)[name].reason,
        )
    )


for kernel in rows(DEFAULT_FLAVOUR).values():
    publish(kernel)
best_is(best_name)
