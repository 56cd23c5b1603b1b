"""Bring your own kernel: mine.py:function, or mine.cpp compiled with the flavour's flags.

Nothing of the file runs here: Python is read as text, C++ is compiled. Both run in their worker.
"""

import ast
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from juliaset import _native
from juliaset.bench.record import Status
from juliaset.bench.rows import Row
from juliaset.compile_kernel import compile_kernel, work_folder
from juliaset.native import native_kernel
from juliaset.registry import DEFAULT_FLAVOUR, Kernel, get_kernel, kernel
from juliaset.system.processes import last_words, signal_name

TOOLCHAIN = "own"
_LOAD_TIMEOUT = 60
_DESCRIBE = """
import json, sys
from juliaset import _native
made = _native.load(*sys.argv[1:]).kernels[0]
words = {"many": made.supports_threads, "exact": made.exact, "flags": made.flags}
print()
print(json.dumps(words | {"reason": made.reason}))
"""


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
    return _open_python(Path(name), function, words["name"], many=words["many"])


def _python_row(path: Path, function: str) -> Row:
    try:
        tree = ast.parse(path.read_text(), str(path))
    except (SyntaxError, ValueError) as error:
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


def _open_python(path: Path, function: str, name: str, *, many: bool) -> Kernel:
    spec = spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{path} cannot be imported")
    module = module_from_spec(spec)
    # It may import its neighbours; and its dataclasses and pickles look for it by its name.
    sys.path.append(str(path.parent))
    sys.modules.setdefault(path.stem, module)
    spec.loader.exec_module(module)
    kernel(name, supports_threads=many)(getattr(module, function))
    return get_kernel(name)


def _cpp_row(path: Path, flavour: str) -> Row:
    if not path.stem.isidentifier():
        raise ValueError(f"{path.name!r} gives the kernel its name; allowed: letters, digits, _")
    row = Row(kernel=path.name, toolchain=TOOLCHAIN, flavour=flavour)
    try:
        folder = _compiled(path.absolute(), flavour)
        return replace(row, file=str(folder), **_described(path, folder, flavour))
    except (subprocess.SubprocessError, OSError) as error:
        return replace(row, reason=str(error), status=Status.FAILED)


def _described(path: Path, folder: Path, flavour: str) -> dict[str, Any]:
    """Ask the library what it holds; in a process, for its globals begin to live there."""
    command = [sys.executable, "-P", "-c", _DESCRIBE, flavour, str(folder)]
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, check=False, timeout=_LOAD_TIMEOUT
    )
    if f"undefined symbol: julia_kernel_{path.stem}" in done.stderr:
        raise OSError(f"{path.name} has no JULIA_KERNEL(...); julia/kernels/scalar.cpp shows one")
    if done.returncode:
        said = last_words(done.stderr.encode())
        code = done.returncode
        how = signal_name(-code) if code < 0 else f"exit code {code}"
        raise OSError(f"{path.name} cannot be loaded: {how}{said}")
    words: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return words


def _open_cpp(folder: Path, name: str, flavour: str) -> Kernel:
    def row_of(chosen: str) -> _native.Kernel:
        return _native.load(chosen, str(folder)).kernels[0]

    return native_kernel(name, row_of, (flavour,), flavour)


@cache
def _compiled(path: Path, flavour: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"{path.stem}_{flavour}_", dir=work_folder()))
    compile_kernel(path, flavour, _native.load(flavour).flags, folder)
    return folder
