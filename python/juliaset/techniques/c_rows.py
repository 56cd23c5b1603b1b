"""What c.ctypes and c.cffi share: c_rows.c, one library of it for each flavour.

The two differ in how they call it, and in nothing else.
"""

import ctypes
import inspect
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from juliaset import _native
from juliaset.kernel_type import Call, Gil, Kernel
from juliaset.native import how_to_get_flavour, load_flavour, not_compiled
from juliaset.problem import Counts, Problem
from juliaset.registry import add
from juliaset.system.binaries import flavour_library

# Fills the counts of a problem with the function of a flavour.
Fill = Callable[[Problem, Counts, str, Gil], None]


def library(flavour: str) -> Path:
    """Return the library of a flavour, whether it has been compiled or not."""
    return Path(_native.folder(), flavour_library(f"c_{flavour}"))


def add_kernel(
    name: str,
    fill: Fill,
    *,
    below: str,
    missing: Callable[[], str] = str,
    **more: Any,  # noqa: ANN401 - the types are those of Kernel
) -> None:
    """Register a kernel; the first line of the docstring of `fill` is its summary.

    Args:
        name: The kernel's name.
        fill: The function that calls C.
        below: The kernel of which it changes one thing.
        missing: Returns which package is missing and how to get it; an empty string if none is.
        **more: Other arguments of `Kernel`.
    """

    def bind(problem: Problem, out: Counts, threads: int, flavour: str, gil: Gil) -> Call:  # noqa: ARG001
        return Call(lambda: fill(problem, out, flavour, gil))

    add(
        Kernel(
            name=name,
            summary=(fill.__doc__ or name).splitlines()[0],
            exact=True,
            supports_threads=False,
            bind_checked=bind,
            flavours=tuple(_native.known_flavours()),
            reason_of=lambda flavour: missing() or _reason(flavour),
            below=below,
            source=Path(inspect.getfile(fill)),
            flags_of=_flags,
            steps="every",
            **more,
        )
    )


def _reason(flavour: str) -> str:
    """Return why a flavour cannot run here; of the CPU, C++ with the same flags knows."""
    if not library(flavour).exists():
        return how_to_get_flavour(flavour)
    return not_compiled(flavour) or load_flavour(flavour).kernels[0].reason


@cache
def _flags(flavour: str) -> str:
    """Return what the library says about the flags of its compiler; no code of it runs."""
    if not library(flavour).exists():
        return ""
    told = ctypes.c_char.in_dll(ctypes.CDLL(str(library(flavour))), "juliaset_c_flags")
    return ctypes.string_at(ctypes.addressof(told)).decode()
