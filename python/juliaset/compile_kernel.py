"""Compiles a user's .cpp to a library like those of the flavours, with one kernel in its table."""

import atexit
import os
import shlex
import shutil
import subprocess
import tempfile
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

from juliaset import _native

_COMPILE_TIMEOUT = 300


def compile_kernel(path: Path, flavour: str, flags: str, folder: Path, isa: str = "") -> Path:
    """Compile to a library like those of the flavours, with only this kernel in its table.

    isa: the instruction set of batch.hpp; by default what the flavour's kernels may count on.
    """
    command, library = kernel_command(path, flavour, flags, folder, isa)
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, timeout=_COMPILE_TIMEOUT
    )
    if done.returncode:
        raise OSError(f"{path.name} does not compile: {_first_error(done.stderr)}")
    return library


def kernel_command(
    path: Path, flavour: str, flags: str, folder: Path, isa: str = ""
) -> tuple[list[str], Path]:
    """Return the command that compiles a kernel, and the library that it makes."""
    (folder / "kernels.inc").write_text(f"X({path.stem})\n")
    sources = Path(_native.folder()) / "cxx"
    library = folder / f"libjulia_{flavour}.so"
    command = [
        *_cxx(),
        *("-std=c++20", "-shared", "-fPIC", "-fvisibility=hidden", "-fopenmp"),
        *shlex.split(flags),
        *("-I", str(sources), "-I", str(folder), *_xsimd(isa or _isa(flavour))),
        f"-DJULIA_KERNEL_NAME={path.stem}",
        "-DJULIA_KERNEL_BEST=false",
        '-DJULIA_KERNEL_BELOW=""',
        f'-DJULIA_KERNEL_ISA="{isa}"',
        f'-DJULIA_KERNEL_FILE="{path.name}"',
        f'-DJULIA_KERNEL_FLAGS="{flags}"',
        f'-DJULIA_FLAVOUR="{flavour}"',
        f'-DJULIA_FLAVOUR_FLAGS="{flags}"',
        '-DJULIA_COMPILER=""',
        *(str(path), str(sources / "table.cpp")),
        *("-o", str(library)),
    ]
    return command, library


def _cxx() -> list[str]:
    return shlex.split(os.environ.get("CXX", "g++"))


@cache
def compiler() -> str:
    """Return the compiler's name and version, as its first line says; empty if it does not run."""
    try:
        done = subprocess.run(  # noqa: S603
            [*_cxx(), "--version"], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.partition("\n")[0].strip()


def _isa(flavour: str) -> str:
    return widest_isa() if flavour.endswith("_native") else "sse2"


def widest_isa() -> str:
    """Return the widest vectors of doubles that this CPU has: sse2, avx2 or avx512."""
    return next((r.isa for r in reversed(_native.roofs()) if not r.reason), "sse2")


def _xsimd(isa: str) -> list[str]:
    """Return the options for a file that uses xsimd through batch.hpp."""
    options = [f"-DJULIA_ISA_{isa}"]
    carried = find_spec("pythran")
    if carried is not None and carried.submodule_search_locations:
        options += ["-isystem", carried.submodule_search_locations[0]]
    return options


def _first_error(text: str) -> str:
    lines = text.splitlines()
    return next((line for line in lines if "error" in line), "\n".join(lines[:3]))


@cache
def work_folder() -> Path:
    """Return a folder that is removed when this process ends."""
    folder = tempfile.mkdtemp(prefix="juliaset-own-")
    Path(folder).chmod(0o711)  # a submission may run as another user
    atexit.register(partial(shutil.rmtree, folder, ignore_errors=True))
    return Path(folder)
