"""Compiles a C++ file of a user's problem to a shared library, of which ctypes calls a function."""

from pathlib import Path

from juliaset import _native
from juliaset.compile_kernel import library_words, run_compiler
from juliaset.compilers import Compiler, usual_compiler
from juliaset.cpp_file import CppFile
from juliaset.system.binaries import library_of

_FLAVOUR = "O3"


def flags_of(file: CppFile) -> str:
    """Return what decides about the code: like our own kernels it has no fused multiply-add."""
    return " ".join([_native.known_flavours()[_FLAVOUR], file.more_flags]).strip()


def compile_library(file: CppFile, folder: Path, compiler: Compiler | None = None) -> Path:
    """Compile a file into a folder, by the usual compiler unless one is named; return the library.

    Raises:
        LackingError: The compiler lacks OpenMP, or does not know a flag.
        OSError: The file does not compile.
    """
    compiler = compiler or usual_compiler()
    library = folder / library_of(file.path.stem)
    command = [
        *library_words(compiler, flags_of(file), openmp=file.openmp),
        # The headers of xsimd that our kernels have: the system may have none.
        *("-isystem", str(Path(_native.folder(), "cxx"))),
        *(str(file.path), "-o", str(library)),
    ]
    run_compiler(command, file.path, compiler, log=f"{file.path.name}.log")
    return library
