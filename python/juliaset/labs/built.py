"""From a submission's file to what its process loads: copied into an empty folder, compiled."""

import shutil
import subprocess
import sys
import sysconfig
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from juliaset import _native
from juliaset.bench.foreign import compile_kernel, work_folder
from juliaset.labs.loadable import Loadable
from juliaset.labs.reading import check_text, read
from juliaset.labs.symbols import check_symbols
from juliaset.labs.verdict import FailedError

_FLAVOUR = "O3_native"
_COMPILE_TIMEOUT = 120
_MOST_LINES = 8


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
    source.write_text(text)
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
    try:
        library = compile_kernel(source, _FLAVOUR, chosen, folder)
    except subprocess.TimeoutExpired:
        raise FailedError(
            f"{source.name} takes more than {_COMPILE_TIMEOUT} s to compile"
        ) from None
    except OSError as error:
        raise FailedError(str(error)) from None
    check_symbols(library, source.name, extension=False)
    many = _asks_for_threads(source.read_text())
    words = {"name": source.name, "file": str(folder), "flavour": _FLAVOUR, "many": many}
    return Loadable(folder, source.name, words)


def _asks_for_threads(text: str) -> bool:
    _, _, published = text.rpartition("JULIA_KERNEL(")
    return "many" in published.rpartition('"')[2]


def _cython(source: Path) -> Loadable:
    c_file = source.with_suffix(".c")
    _run([sys.executable, "-I", "-m", "cython", "-3", "-o", str(c_file), str(source)], source)
    return _compiled(["gcc", "-O3", "-ffp-contract=off", "-fopenmp", str(c_file)], source)


def _extension(source: Path) -> Loadable:
    import pybind11  # noqa: PLC0415 - what compiles is not needed where nothing does

    options = ["g++", "-std=c++20", "-O2", "-ffp-contract=off", "-fvisibility=hidden"]
    return _compiled([*options, "-isystem", pybind11.get_include(), str(source)], source)


def _compiled(command: list[str], source: Path) -> Loadable:
    library = source.with_name(f"start{sysconfig.get_config_var('EXT_SUFFIX')}")
    includes = ["-I", sysconfig.get_path("include"), "-I", np.get_include()]
    _run([*command, "-shared", "-fPIC", *includes, "-o", str(library)], source)
    check_symbols(library, source.name, extension=True)
    return Loadable(source.parent, library.name)


def _run(command: list[str], source: Path) -> None:
    try:
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=_COMPILE_TIMEOUT,
            cwd=source.parent,
        )
    except FileNotFoundError:
        raise OSError(f"{command[0]} is not here; on Debian: apt-get install g++") from None
    except subprocess.TimeoutExpired:
        raise FailedError(
            f"{source.name} takes more than {_COMPILE_TIMEOUT} s to compile"
        ) from None
    if done.returncode:
        raise FailedError(f"{source.name} does not compile:\n{_errors(done.stderr, source)}")


def _errors(text: str, source: Path) -> str:
    """Give the compiler's first words, without the folders in which it stood."""
    lines = text.replace(f"{source.parent}/", "").splitlines()
    first = next((k for k, line in enumerate(lines) if "rror" in line), 0)
    return "\n".join(line[:160] for line in lines[first : first + _MOST_LINES])
