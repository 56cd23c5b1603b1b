"""Bring your own kernel: mine.py:function, or mine.cpp compiled with the flavour's flags.

Nothing of the file runs here: Python is read as text, C++ is compiled. Both run in their worker.
"""

import ast
import atexit
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from juliaset import _native
from juliaset.bench.rows import Row
from juliaset.native import native_kernel
from juliaset.registry import DEFAULT_FLAVOUR, Kernel, get_kernel, kernel

TOOLCHAIN = "own"
_COMPILE_TIMEOUT = 300


def rows_of(pattern: str, flavours: Sequence[str]) -> list[Row]:
    """Give the rows of a file: one for a Python function, one a flavour for C++."""
    name, _, function = pattern.partition(":")
    path = Path(name)
    if not path.is_file():
        raise ValueError(f"--kernel is {pattern!r}; there is no file {name!r}")
    if path.suffix == ".py":
        return [_python_row(path, function)]
    if function:
        raise ValueError(f"--kernel is {pattern!r}; a .cpp file needs no function's name")
    return [_cpp_row(path, flavour) for flavour in flavours or [DEFAULT_FLAVOUR]]


def open_kernel(words: dict[str, Any]) -> Kernel:
    """Open somebody's own kernel, in its worker."""
    if words["flavour"]:
        return _open_cpp(Path(words["file"]), words["name"], words["flavour"])
    name, _, function = words["file"].rpartition(":")
    return _open_python(Path(name), function, words["name"])


def _python_row(path: Path, function: str) -> Row:
    try:
        tree = ast.parse(path.read_text(), str(path))
    except (SyntaxError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not Python: {error}") from None
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    if function not in functions:
        found = ", ".join(f"{path}:{name}" for name in functions) or "it has no function"
        raise ValueError(f"--kernel is '{path}:{function}'; allowed: {found}")
    arguments = functions[function].args
    names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    return Row(
        kernel=f"{path.name}:{function}",
        toolchain=TOOLCHAIN,
        many="threads" in names,
        file=f"{path.absolute()}:{function}",
    )


def _open_python(path: Path, function: str, name: str) -> Kernel:
    spec = spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{path} cannot be imported")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    run = getattr(module, function)
    many = "threads" in run.__code__.co_varnames[: run.__code__.co_argcount]
    kernel(name, supports_threads=many)(run)
    return get_kernel(name)


def _cpp_row(path: Path, flavour: str) -> Row:
    if not path.stem.isidentifier():
        raise ValueError(f"{path.name!r} gives the kernel its name; allowed: letters, digits, _")
    row = Row(kernel=path.name, toolchain=TOOLCHAIN, flavour=flavour)
    try:
        folder = _compiled(path.absolute(), flavour)
        made = _native.load(flavour, str(folder)).kernels[0]
    except (subprocess.SubprocessError, OSError, RuntimeError) as error:
        return replace(row, reason=str(error), status="failed")
    return replace(
        row,
        many=made.supports_threads,
        exact=made.exact,
        flags=made.flags,
        file=str(folder),
        reason=made.reason,
    )


def _open_cpp(folder: Path, name: str, flavour: str) -> Kernel:
    def row_of(chosen: str) -> _native.Kernel:
        return _native.load(chosen, str(folder)).kernels[0]

    return native_kernel(name, row_of, (flavour,), flavour)


@cache
def _compiled(path: Path, flavour: str) -> Path:
    """Compile to a library like those of the flavours, with this kernel alone in its table."""
    folder = _folder() / f"{path.stem}_{flavour}"
    folder.mkdir()
    (folder / "kernels.inc").write_text(f"X({path.stem})\n")
    flags = _native.load(flavour).flags
    sources = Path(_native.folder()) / "cxx"
    command = [
        *shlex.split(os.environ.get("CXX", "g++")),
        *("-std=c++20", "-shared", "-fPIC", "-fvisibility=hidden", "-fopenmp"),
        *shlex.split(flags),
        *("-I", str(sources), "-I", str(folder), *_xsimd(flavour)),
        f"-DJULIA_KERNEL_NAME={path.stem}",
        "-DJULIA_KERNEL_BEST=false",
        f'-DJULIA_KERNEL_FLAGS="{flags}"',
        f'-DJULIA_FLAVOUR="{flavour}"',
        f'-DJULIA_FLAVOUR_FLAGS="{flags}"',
        '-DJULIA_COMPILER=""',
        *(str(path), str(sources / "table.cpp")),
        *("-o", str(folder / f"libjulia_{flavour}.so")),
    ]
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, timeout=_COMPILE_TIMEOUT
    )
    if done.returncode:
        raise OSError(f"{path.name} does not compile: {_first_error(done.stderr)}")
    return folder


def _xsimd(flavour: str) -> list[str]:
    """Give the options for a file that uses xsimd through batch.hpp."""
    native = flavour.endswith("_native")
    widest = next((r.isa for r in reversed(_native.roofs()) if not r.reason), "sse2")
    options = [f"-DJULIA_ISA_{widest if native else 'sse2'}"]
    carried = find_spec("pythran")
    if carried is not None and carried.submodule_search_locations:
        options += ["-isystem", carried.submodule_search_locations[0]]
    return options


def _first_error(text: str) -> str:
    lines = text.splitlines()
    return next((line for line in lines if "error" in line), "\n".join(lines[:3]))


@cache
def _folder() -> Path:
    folder = tempfile.mkdtemp(prefix="juliaset-own-")
    atexit.register(partial(shutil.rmtree, folder, ignore_errors=True))
    return Path(folder)
