"""Compiled files: what a system calls them, how they are linked, and what they need of others."""

import ctypes.util
import re
import subprocess
from pathlib import Path

from juliaset.system import here

_HOMEBREW = (Path("/opt/homebrew"), Path("/usr/local"))  # on Apple silicon, and on Intel
_UNPACKED = Path(__file__).parents[3] / ".debian/usr"  # setup/ without root
# Apple's own compiler answers to g++, too; GCC of Homebrew has its version in its name.
_GCC_OF_HOMEBREW = re.compile(r"g(?:\+\+|cc)-\d+$")


def flavour_library(flavour: str) -> str:
    """Return the file name of a flavour: .so as Python's own modules have it, on macOS too."""
    return f"libjuliaset_{flavour}.so"


def library_of(name: str) -> str:
    """Return the file name of a shared library that Python opens by its path."""
    return f"lib{name}.so"


def link_options() -> list[str]:
    """Return the options of a compiler that make a module for Python."""
    return ["-bundle", "-undefined", "dynamic_lookup"] if here.is_macos() else ["-shared"]


def openmp_options(compiler: str = "") -> list[str]:
    """Return the options of a compiler for OpenMP, which Apple's does not link by itself."""
    if not here.is_macos() or _GCC_OF_HOMEBREW.search(compiler):
        return ["-fopenmp"]
    folders = [place / "opt" / "libomp" for place in _HOMEBREW]
    found = next((folder for folder in folders if folder.is_dir()), folders[0])
    return ["-Xclang", "-fopenmp", f"-I{found}/include", f"-L{found}/lib", "-lomp"]


def openmp_runtime() -> str:
    """Return the library of OpenMP that programs would load; empty if none is found."""
    if here.is_macos():
        places = [place / "opt/libomp/lib/libomp.dylib" for place in _HOMEBREW]
        return next((str(path) for path in places if path.exists()), "")
    return ctypes.util.find_library("gomp") or ctypes.util.find_library("omp") or ""


def header_folder(name: str) -> str:
    """Return the folder of the system in which a header lies; empty if in none of the usual."""
    places = [Path("/usr"), Path("/usr/local"), _UNPACKED]
    if here.is_macos():
        places = list(_HOMEBREW)
    folders = [place / "include" for place in places]
    return next((str(folder) for folder in folders if (folder / name).exists()), "")


def symbols_needed(library: Path) -> list[str]:
    """Return the names that a compiled file expects of other libraries, as C++ spells them.

    nm comes with the compiler.
    """
    options = ["-u"] if here.is_macos() else ["--dynamic", "--undefined-only"]
    words = ["nm", *options, str(library)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603
    names = [line.split()[-1].partition("@")[0] for line in done.stdout.splitlines() if line]
    # In a file of macOS each name of C has one underscore more.
    return [name.removeprefix("_") for name in names] if here.is_macos() else names
