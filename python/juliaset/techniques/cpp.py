"""The C++ kernels, as their registry publishes them; none is named here."""

from functools import cache, partial

from juliaset import _native
from juliaset.native import native_kernel
from juliaset.registry import DEFAULT_FLAVOUR, UnavailableError, add, best_is

FLAVOURS = tuple(_native.flavours())


@cache
def rows(flavour: str) -> dict[str, _native.Kernel]:
    """Open a flavour and return its kernels by name."""
    return {kernel.name: kernel for kernel in _native.load(flavour).kernels}


def row_of(name: str, flavour: str) -> _native.Kernel:
    """Return one kernel in one flavour."""
    return rows(flavour)[name]


def best_name() -> str:
    """Return the name of the last kernel of the C++ list that is exact and can run on this CPU."""
    try:
        return f"cpp.{_native.load(DEFAULT_FLAVOUR).best().name}"
    except RuntimeError as nothing_runs:
        raise UnavailableError(str(nothing_runs)) from None


for name in rows(DEFAULT_FLAVOUR):
    add(native_kernel(f"cpp.{name}", partial(row_of, name), FLAVOURS, DEFAULT_FLAVOUR))
best_is(best_name)
