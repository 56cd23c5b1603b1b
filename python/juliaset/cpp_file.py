"""A C++ file of a user's problem, with what its author says of it; compile_library compiles it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class CppFile:
    """A function in a C++ file.

    Attributes:
        path: The file.
        symbol: The function, which is extern "C".
        more_flags: Flags besides those of the flavour O3.
        openmp: Whether it may use OpenMP.
    """

    path: Path
    symbol: str
    more_flags: str = ""
    openmp: bool = False
