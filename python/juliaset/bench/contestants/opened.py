"""Opens the kernel of an order in the process of its row, with as few imports as possible."""

import sys
import sysconfig
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from traceback import extract_tb
from types import ModuleType
from typing import Any

from juliaset.bench.contestants import signature
from juliaset.bench.contestants.own_solver import OwnSolver, problem_in
from juliaset.bench.contestants.picture import PictureSolver
from juliaset.bench.contestants.posed import SMALL, Posed, Solver, load_posed
from juliaset.kernel_type import Kernel, UnavailableError
from juliaset.native import library_kernel
from juliaset.problems.problem_kernels import of_c_function
from juliaset.registry import get_kernel, kernel

_NOT_THEIRS = [Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib")]
_INSTALLED = ("site-packages", "dist-packages")
_NOT_THEIRS.append(Path(__file__).parents[2])


def open_solver(order: dict[str, Any], posed: Posed) -> Solver:
    """Return the kernel of an order, opened in this process: its worker.

    The order's `problem_file` is empty for the Julia set, or the file of a user's problem.
    """
    file, name = order.get("problem_file", ""), order["kernel"]
    if not file:
        exact = order.get("exact", True)
        return PictureSolver(open_kernel(order), order["options"], posed, exact=exact)
    kernel = problem_in(import_file(Path(file))).kernels[name]
    if reason := kernel.missing():
        raise UnavailableError(reason)
    small = Path(order["problem"], SMALL)
    last = (int(order["threads"]),) if kernel.supports_threads else ()
    # What the contest has compiled, each row opens.
    library = order["file"]
    opened = of_c_function(Path(library), kernel.cpp.symbol) if kernel.cpp and library else None
    prepare = opened or kernel.open()
    return OwnSolver(prepare, posed, load_posed(small) if small.exists() else None, last)


def open_kernel(order: dict[str, Any]) -> Kernel:
    """Return the kernel of the Julia set that an order names.

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
        import_file(Path(file))
        return get_kernel(name)
    supports_threads = order["supports_threads"]
    made = getattr(import_file(Path(path)), function)
    # Here, so that a TypeError of the call is one of the kernel's own.
    signature.check(made, *("problem", "out", "threads")[: 3 if supports_threads else 2])
    # What it computes with is not known; it may be Python's complex numbers.
    kernel(name, supports_threads=supports_threads, complex_numbers=True)(made)
    return get_kernel(name)


def place_of(error: BaseException) -> str:
    """Return where a user's code raised an error, as the end of a sentence; empty if unknown."""
    place = ""
    for frame in extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.suffix == ".py" and not any(path.is_relative_to(known) for known in _NOT_THEIRS):
            place = f" (line {frame.lineno} of {path.name})"
    return place


def _before_what_is_installed() -> int:
    """Return the place in sys.path after the standard library and before installed packages.

    There a file's neighbours hide an older copy of them that was installed, but nothing of Python.
    """
    names = [Path(each).name for each in sys.path]
    installed = [place for place, name in enumerate(names) if name in _INSTALLED]
    return min(installed, default=len(names))


def import_file(path: Path) -> ModuleType:
    """Import a user's file, which may import its neighbours."""
    spec = spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{path} cannot be imported")
    module = module_from_spec(spec)
    sys.path.insert(_before_what_is_installed(), str(path.parent))
    # Its dataclasses and pickles look for it by its name.
    sys.modules.setdefault(path.stem, module)
    spec.loader.exec_module(module)
    return module
