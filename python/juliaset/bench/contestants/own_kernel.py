"""A user's own kernel: mine.py:function, or mine.cpp compiled with the flavour's flags.

Nothing of the file runs here: Python is read as text, C++ is compiled. Both run in their worker.
"""

import ast
import json
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from traceback import extract_tb
from types import ModuleType
from typing import Any

from juliaset import _native
from juliaset.bench.contestants import signature
from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.record import Cold, Status, Variant
from juliaset.compile_kernel import compile_kernel, compiler, work_folder
from juliaset.native import library_kernel
from juliaset.registry import DEFAULT_FLAVOUR, Kernel, get_kernel, kernel
from juliaset.system.processes import last_words, signal_name

TOOLCHAIN = "own"
_NOT_THEIRS = [Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib")]
_NOT_THEIRS.append(Path(__file__).parents[2])
_LOAD_TIMEOUT = 60
_PUBLISHED = "published.json"
# A process that loads the library writes what it publishes next to it: its globals may print.
_DESCRIBE = f"""
import json, pathlib, sys
from juliaset import _native
made = _native.load(*sys.argv[1:]).kernels[0]
names = "exact supports_threads flags isa lanes vectors_in_flight steps reason"
published = {{name: getattr(made, name) for name in names.split()}}
pathlib.Path(sys.argv[2], {_PUBLISHED!r}).write_text(json.dumps(published))
"""


def own_kernels(pattern: str, flavours: Sequence[str]) -> list[SelectedKernel]:
    """Return the kernels of a file: one for a Python function, one for each flavour of C++."""
    name, _, function = pattern.partition(":")
    path = Path(name)
    if not path.is_file():
        raise ValueError(f"--kernel is {pattern!r}; there is no file {name!r}")
    if path.suffix == ".py":
        return [_python_function(path, function)]
    if function:
        raise ValueError(f"--kernel is {pattern!r}; a .cpp file needs no function's name")
    return [_cpp_file(path, flavour) for flavour in flavours or [DEFAULT_FLAVOUR]]


def open_kernel(order: dict[str, Any]) -> Kernel:
    """Return the kernel of an order, opened in this process: its worker.

    The order's `file` is empty for a kernel of the registry, `path:function` for a function, the
    folder of its library for C++ (with a `flavour`), or a module that registers it when imported.
    """
    name, file = order["kernel"], order["file"]
    if not file:
        return get_kernel(name)
    if order["flavour"]:
        return library_kernel(name, Path(file), order["flavour"])
    path, _, function = file.rpartition(":")
    if not path:
        _import(Path(file))
        return get_kernel(name)
    supports_threads = order["supports_threads"]
    made = getattr(_import(Path(path)), function)
    # Here, so that a TypeError of the call is one of the kernel's own.
    signature.check(made, *("problem", "out", "threads")[: 3 if supports_threads else 2])
    kernel(name, supports_threads=supports_threads)(made)
    return get_kernel(name)


def place_of(error: BaseException) -> str:
    """Return where a user's code raised an error, as the end of a sentence; empty if unknown."""
    place = ""
    for frame in extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.suffix == ".py" and not any(path.is_relative_to(known) for known in _NOT_THEIRS):
            place = f" (line {frame.lineno} of {path.name})"
    return place


def _python_function(path: Path, function: str) -> SelectedKernel:
    try:
        tree = ast.parse(path.read_text(), str(path))
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"{path} is not Python: {error}") from None
    except (MemoryError, RecursionError):  # the ways in which ast.parse() gives up
        raise ValueError(f"{path} cannot be read: it is nested too deeply") from None
    functions = {node.name: node for node in tree.body if isinstance(node, signature.Definition)}
    if function not in functions:
        found = ", ".join(f"{path}:{name}" for name in functions) or "it has no function"
        raise ValueError(f"--kernel is '{path}:{function}'; allowed: {found}")
    if wrong := signature.complaint(functions[function]):
        raise ValueError(f"{path}:{function} {wrong}")
    kernel = f"{path.name}:{function}"
    return SelectedKernel(
        Variant(kernel, kernel, TOOLCHAIN, exactness="exact"),
        supports_threads=signature.takes_threads(functions[function]),
        file=f"{path.absolute()}:{function}",
    )


def _import(path: Path) -> ModuleType:
    spec = spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{path} cannot be imported")
    module = module_from_spec(spec)
    # It may import its neighbours; its dataclasses and pickles look for it by its name.
    sys.path.append(str(path.parent))
    sys.modules.setdefault(path.stem, module)
    spec.loader.exec_module(module)
    return module


def _cpp_file(path: Path, flavour: str) -> SelectedKernel:
    if not path.stem.isidentifier():
        raise ValueError(f"{path.name!r} gives the kernel its name; allowed: letters, digits, _")
    about = Variant(path.name, path.name, TOOLCHAIN, flavour, exactness="exact")
    try:
        folder, compile_ns = _compiled(path.absolute(), flavour)
        about.compiler, about.cold = compiler(), Cold(compile_ns=compile_ns)
        published = _published(path, folder, flavour)
    except (subprocess.SubprocessError, OSError) as error:
        about.status, about.reason = Status.FAILED, str(error)
        return SelectedKernel(about)
    if not published.pop("exact"):
        about.exactness = "tolerant"
    supports_threads = published.pop("supports_threads")
    for name, value in published.items():
        setattr(about, name, value)
    if about.reason:
        about.status = Status.UNAVAILABLE
    return SelectedKernel(about, supports_threads, file=str(folder))


def _published(path: Path, folder: Path, flavour: str) -> dict[str, Any]:
    """Ask the library what it holds; in a process, because its globals begin to live there."""
    command = [sys.executable, "-P", "-c", _DESCRIBE, flavour, str(folder)]
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, timeout=_LOAD_TIMEOUT
    )
    if f"undefined symbol: julia_kernel_{path.stem}" in done.stderr:
        raise OSError(f"{path.name} has no JULIA_KERNEL(...); julia/kernels/scalar.cpp shows one")
    place = folder / _PUBLISHED
    if done.returncode or not place.exists():
        said = last_words(done.stderr.encode())
        code = done.returncode
        how = signal_name(-code) if code < 0 else f"exit code {code}"
        raise OSError(f"{path.name} cannot be loaded: {how}{said}")
    return dict(json.loads(place.read_text()))


@cache
def _compiled(path: Path, flavour: str) -> tuple[Path, int]:
    """Compile it; return the library's folder and the nanoseconds that the compiler took."""
    folder = Path(tempfile.mkdtemp(prefix=f"{path.stem}_{flavour}_", dir=work_folder()))
    start = time.perf_counter_ns()
    compile_kernel(path, flavour, _native.load(flavour).flags, folder)
    return folder, time.perf_counter_ns() - start
