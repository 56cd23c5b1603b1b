"""Opens the kernel of an order in the process of its row: it imports no more than that needs."""

import sys
import sysconfig
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from traceback import extract_tb
from types import ModuleType
from typing import Any

from juliaset.bench.contestants import signature
from juliaset.kernel_type import Kernel
from juliaset.native import library_kernel
from juliaset.registry import get_kernel, kernel

_NOT_THEIRS = [Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib")]
_NOT_THEIRS.append(Path(__file__).parents[2])


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
