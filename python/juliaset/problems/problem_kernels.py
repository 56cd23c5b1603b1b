"""The kernels of a problem: functions in Python, in compiled modules, in C++ and in libraries."""

import ctypes
import inspect
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from juliaset.cpp_file import CppFile
from juliaset.system.work_folder import work_folder

Call = Callable[[], object]
# Takes a kernel's arguments, and returns the call that is timed.
Prepare = Callable[..., Call]
# Loads a kernel when it is needed.
Opened = Callable[[], Prepare]
_C_NUMBERS: dict[type, Any] = {
    bool: ctypes.c_bool,
    int: ctypes.c_int64,
    float: ctypes.c_double,
}


@dataclass(frozen=True)
class ProblemKernel:
    """One way to compute the output of a problem.

    Attributes:
        name: The name of its row.
        summary: What it shows, in a sentence; empty if its author does not say.
        supports_threads: Whether its last argument is a number of threads.
        open: Loads it, and returns what makes its calls.
        missing: Returns why it cannot run here; empty if it can.
        cpp: The C++ file that is compiled before a contest; None for all others.
    """

    name: str
    summary: str
    supports_threads: bool
    open: Opened
    missing: Callable[[], str]
    cpp: CppFile | None = None


def of_function(function: Callable[..., object]) -> Prepare:
    """Return what makes the calls of a function."""
    return lambda *arguments: partial(function, *arguments)


def of_module(place: str) -> Prepare:
    """Import a function that is named like "package.module:function"."""
    module, _, name = place.partition(":")
    return of_function(getattr(import_module(module), name))


def lacks_module(place: str) -> str:
    """Return that the module of "package.module:function" is not there, if it is not."""
    module, _, _ = place.partition(":")
    return "" if _is_there(module) else f"there is no module {module}; compile or install it first"


def lacks_packages(requires: str) -> str:
    """Return which packages are missing, of names with blanks between them."""
    missing = [name for name in requires.split() if not _is_there(name)]
    return f"{', '.join(missing)}: not installed" if missing else ""


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ImportError:  # a package that it would be in is not there, or is broken
        return False


def of_c_function(library: Path, symbol: str) -> Prepare:
    """Load a function of a shared library, which is called without the GIL.

    An array is passed as the address of its first value, a whole number as int64_t, a float as
    double, a bool as bool, and the number of threads as int64_t.
    """
    try:
        function = getattr(ctypes.CDLL(str(library)), symbol)
    except AttributeError:
        raise ValueError(f"{library.name} has no function {symbol!r}; is it extern C?") from None
    function.restype = None

    def prepare(*arguments: object) -> Call:
        values = [_in_c(each) for each in arguments]
        return lambda: function(*values)

    return prepare


def of_cpp_file(file: CppFile) -> Prepare:
    """Compile a C++ file, and load its function."""
    # Late: the row of a kernel whose library is there already compiles nothing.
    from juliaset.compile_library import compile_library  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp(prefix=f"{file.path.stem}_", dir=work_folder()))
    return of_c_function(compile_library(file, folder), file.symbol)


def lacks_file(path: Path, what_to_do: str = "") -> str:
    """Return that a file is not there and what to do about it, if it is not."""
    return "" if path.is_file() else f"there is no file {path.name}{what_to_do}"


def file_at(name: str | Path, owner: Callable[..., object]) -> Path:
    """Return the path of a file, which is relative to the one that has this function."""
    while isinstance(owner, partial):
        owner = owner.func
    owner = inspect.unwrap(owner)
    # Its code knows the file; a module of the same name may be another one, as of Python itself.
    home = getattr(getattr(owner, "__code__", None), "co_filename", "")
    if not Path(home).is_file():
        module = sys.modules.get(getattr(owner, "__module__", None) or "")
        home = getattr(module, "__file__", None) or ""
    return (Path(home).absolute().parent if home else Path.cwd()) / name


def _in_c(argument: object) -> object:
    if isinstance(argument, np.ndarray):
        return argument.ctypes.data_as(ctypes.c_void_p)  # which keeps the array alive
    for python, c in _C_NUMBERS.items():
        if type(argument) is python:
            return c(argument)
    raise TypeError(
        f"a C function cannot take a {type(argument).__name__}; allowed: arrays, "
        f"whole numbers, floats and bools"
    )
