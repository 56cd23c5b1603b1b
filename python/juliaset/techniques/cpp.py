"""The C++ kernels, as their registry publishes them; none is named here."""

from functools import cache, partial

from juliaset import _native
from juliaset.kernel_type import DEFAULT_FLAVOUR, UnavailableError
from juliaset.native import load_flavour, native_kernel, not_compiled
from juliaset.registry import add, best_is


@cache
def rows(flavour: str) -> dict[str, _native.Kernel]:
    """Open a flavour and return its kernels by name."""
    return {kernel.name: kernel for kernel in load_flavour(flavour).kernels}


def row_of_flavour(name: str, flavour: str) -> _native.Kernel:
    """Return one kernel in one flavour."""
    return rows(flavour)[name]


def best_name() -> str:
    """Return the name of the last kernel of the C++ list that is exact and can run on this CPU."""
    try:
        return f"cpp.{load_flavour(DEFAULT_FLAVOUR).best().name}"
    except RuntimeError as nothing_runs:
        raise UnavailableError(str(nothing_runs)) from None


def add_row(row: _native.Kernel) -> None:
    """Register a kernel of the default flavour, which has all of them."""

    def reason_of(flavour: str) -> str:
        return not_compiled(flavour) or row_of_flavour(row.name, flavour).reason

    known = tuple(_native.known_flavours()) if row.in_every_flavour else (DEFAULT_FLAVOUR,)
    row_of = partial(row_of_flavour, row.name)
    add(native_kernel(f"cpp.{row.name}", row_of, known, DEFAULT_FLAVOUR, reason_of=reason_of))


for row in rows(DEFAULT_FLAVOUR).values():
    add_row(row)
best_is(best_name)
