"""The Julia set of High Performance Python, every way to make it fast, measured honestly."""

from importlib import import_module
from typing import TYPE_CHECKING

from juliaset import renamed

if TYPE_CHECKING:
    from juliaset.escape import escape_counts
    from juliaset.explorer import explore
    from juliaset.kernel_type import Kernel, StoppedError, UnavailableError
    from juliaset.problem import Problem
    from juliaset.registry import get_kernel, kernel, kernels

__all__ = [
    "Kernel",
    "Problem",
    "StoppedError",
    "UnavailableError",
    "escape_counts",
    "explore",
    "get_kernel",
    "kernel",
    "kernels",
]

renamed.install()
_HOME = {
    "Kernel": "juliaset.kernel_type",
    "Problem": "juliaset.problem",
    "StoppedError": "juliaset.kernel_type",
    "UnavailableError": "juliaset.kernel_type",
    "escape_counts": "juliaset.escape",
    "explore": "juliaset.explorer",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: `juliaset --help` need not wait for NumPy."""
    if name not in __all__:
        raise AttributeError(f"module 'juliaset' has no attribute '{name}'")
    return getattr(import_module(_HOME.get(name, "juliaset.registry")), name)


def __dir__() -> list[str]:
    """Return the lazy names too."""
    return sorted([*globals(), *__all__])
