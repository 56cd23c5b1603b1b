"""Compiles a C++ file of a user's problem to a shared library, of which ctypes calls a function."""

import shlex
from dataclasses import dataclass, field
from pathlib import Path

from juliaset import _native
from juliaset.compile_kernel import carried_xsimd, run_compiler
from juliaset.compilers import Compiler, usual_compiler
from juliaset.system.binaries import library_of, openmp_options

_FLAVOUR = "O3"


@dataclass(frozen=True)
class CppFile:
    """A function in a C++ file, and how the file is compiled.

    Attributes:
        path: The file.
        symbol: The function, which is extern "C".
        more_flags: Flags besides those of the flavour O3.
        openmp: Whether it may use OpenMP.
        compiler: What compiles it.
    """

    path: Path
    symbol: str
    more_flags: str = ""
    openmp: bool = False
    compiler: Compiler = field(default_factory=usual_compiler)

    @property
    def flags(self) -> str:
        """What decides about the code: like our own kernels it has no fused multiply-add."""
        return " ".join([_native.known_flavours()[_FLAVOUR], self.more_flags]).strip()


def compile_library(file: CppFile, folder: Path) -> Path:
    """Compile a file into a folder; return the library.

    Raises:
        LackingError: The compiler lacks OpenMP, or does not know a flag.
        OSError: The file does not compile.
    """
    library = folder / library_of(file.path.stem)
    carried = carried_xsimd()
    command = [
        *file.compiler.command,
        *("-std=c++20", "-shared", "-fPIC"),
        *(openmp_options(file.compiler.command[0]) if file.openmp else ()),
        *shlex.split(file.flags),
        *(["-isystem", carried] if carried else []),
        *(str(file.path), "-o", str(library)),
    ]
    run_compiler(command, file.path, file.compiler, log=f"{file.path.name}.log")
    return library
