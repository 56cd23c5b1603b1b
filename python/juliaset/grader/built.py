"""From a submission's file to what its process loads: copied into an empty folder, compiled."""

import shutil
import sys
import sysconfig
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from juliaset import _native
from juliaset.compile_kernel import kernel_command, work_folder
from juliaset.grader.compiling import compile_with
from juliaset.grader.loadable import Loadable
from juliaset.grader.reading import check_text, read
from juliaset.grader.symbols import check_symbols
from juliaset.grader.verdict import FailedError

_FLAVOUR = "O3_native"


def built(path: Path, *, ours: frozenset[str] = frozenset(), flags: str = "") -> Loadable:
    """Give what can be loaded: read, refused or compiled, and the same text only once.

    ours: headers of juliaset that the file may include. flags: in place of the flavour's own.
    """
    text = read(path)
    check_text(path, text, ours=ours)
    prepared = _built(text, path.suffix, flags)
    if isinstance(prepared, str):
        raise FailedError(prepared)
    # A folder of its own for each process: what one leaves there the next does not find.
    folder = Path(mkdtemp(prefix="work-", dir=work_folder()))
    shutil.copytree(prepared.folder, folder, dirs_exist_ok=True)
    kernel = prepared.kernel and prepared.kernel | {"file": str(folder)}
    return Loadable(folder, prepared.entry, kernel)


@cache
def _built(text: str, suffix: str, flags: str) -> Loadable | str:
    """Give the loadable, or what is wrong with the text."""
    name = sha256(text.encode()).hexdigest()[:12]
    folder = Path(mkdtemp(prefix=f"{name}-", dir=work_folder()))
    source = folder / f"start{suffix}"
    source.write_text(text, "utf-8")
    try:
        if suffix == ".pyx":
            return _cython(source)
        if suffix == ".cpp" and "PYBIND11_MODULE" in text:
            return _extension(source)
        if suffix == ".cpp":
            return _kernel(source, flags)
    except FailedError as failed:
        return str(failed)
    return Loadable(folder, source.name)


def _kernel(source: Path, flags: str) -> Loadable:
    folder = source.parent
    chosen = flags or _native.load(_FLAVOUR).flags
    command, library = kernel_command(source, _FLAVOUR, chosen, folder)
    compile_with(command, source)
    check_symbols(library, source.name, extension=False)
    words = {"name": source.name, "file": str(folder), "flavour": _FLAVOUR}
    return Loadable(folder, source.name, words)


def _cython(source: Path) -> Loadable:
    c_file = source.with_suffix(".c")
    cython = [sys.executable, "-I", "-m", "cython", "-3", "-o", str(c_file), str(source)]
    compile_with(cython, source)
    return _module(["gcc", "-O3", "-ffp-contract=off", "-fopenmp", str(c_file)], source)


def _extension(source: Path) -> Loadable:
    import pybind11  # noqa: PLC0415 - what compiles is not needed where nothing does

    options = ["g++", "-std=c++20", "-O2", "-ffp-contract=off", "-fvisibility=hidden"]
    return _module([*options, "-isystem", pybind11.get_include(), str(source)], source)


def _module(command: list[str], source: Path) -> Loadable:
    library = source.with_name(f"start{sysconfig.get_config_var('EXT_SUFFIX')}")
    includes = ["-I", sysconfig.get_path("include"), "-I", np.get_include()]
    compile_with([*command, "-shared", "-fPIC", *includes, "-o", str(library)], source)
    check_symbols(library, source.name, extension=True)
    return Loadable(source.parent, library.name)
