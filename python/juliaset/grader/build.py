"""From a submission's file to what its process loads: copied into an empty folder, compiled.

Compilers run with limits, because a template or an array can ask for more memory and time than any
machine has, and they leave no process behind.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp

import numpy as np

from juliaset import _native
from juliaset.compile_kernel import kernel_command, work_folder
from juliaset.grader.allowed_cpp import check_calls
from juliaset.grader.allowed_source import check_source
from juliaset.grader.files import read_text
from juliaset.grader.launch import Loadable
from juliaset.grader.verdict import FailedError, InconclusiveError
from juliaset.system.processes import kill_group

_FLAVOUR = "O3_native"
_CPU_SECONDS = 90
_MEMORY = 2 << 30
_LARGEST_FILE = 1 << 27
# A busy machine may need longer than the limit on CPU time, which is not the learner's fault.
_WALL_SECONDS = 600
_LONGEST_OUTPUT = 1 << 16
_MOST_LINES = 8
_TOO_LARGE = re.compile(r" signal terminated program |memory exhausted|out of memory|MemoryError")
# POSIX counts the size of a file in blocks of 512 bytes, and memory in KiB.
_LIMITED = (
    f"ulimit -c 0; ulimit -t {_CPU_SECONDS}; ulimit -v {_MEMORY >> 10}; "
    f'ulimit -f {_LARGEST_FILE >> 9}; exec "$@"'
)
_NOT_FOUND = 127  # a shell's exit code if it finds no such program


def build(path: Path, *, headers: frozenset[str] = frozenset(), flags: str = "") -> Loadable:
    """Check and compile a submission; the same text is compiled only once.

    headers: those of juliaset that the file may include. flags: used instead of the flavour's.
    """
    text = read_text(path)
    check_source(path, text, headers=headers)
    prepared = _build(text, path.suffix, flags)
    if isinstance(prepared, str):
        raise FailedError(prepared)
    # Each process gets its own folder: what one leaves there, the next does not find.
    folder = Path(mkdtemp(prefix="work-", dir=work_folder()))
    shutil.copytree(prepared.folder, folder, dirs_exist_ok=True)
    kernel = prepared.kernel and prepared.kernel | {"file": str(folder)}
    return Loadable(folder, prepared.entry, kernel)


@cache
def _build(text: str, suffix: str, flags: str) -> Loadable | str:
    """Return what can be loaded, or what is wrong with the text."""
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
    chosen = flags or _native.known_flavours()[_FLAVOUR]
    command, library = kernel_command(source, _FLAVOUR, chosen, folder)
    _compile(command, source)
    check_calls(library, source.name, extension=False)
    spec = {"name": source.name, "file": str(folder), "flavour": _FLAVOUR}
    return Loadable(folder, source.name, spec)


def _cython(source: Path) -> Loadable:
    c_file = source.with_suffix(".c")
    cython = [sys.executable, "-I", "-m", "cython", "-3", "-o", str(c_file), str(source)]
    _compile(cython, source)
    return _module(["gcc", "-O3", "-ffp-contract=off", "-fopenmp", str(c_file)], source)


def _extension(source: Path) -> Loadable:
    import pybind11  # noqa: PLC0415 - only this function needs it

    options = ["g++", "-std=c++20", "-O2", "-ffp-contract=off", "-fvisibility=hidden"]
    return _module([*options, "-isystem", pybind11.get_include(), str(source)], source)


def _module(command: list[str], source: Path) -> Loadable:
    library = source.with_name(f"start{sysconfig.get_config_var('EXT_SUFFIX')}")
    includes = ["-I", sysconfig.get_path("include"), "-I", np.get_include()]
    _compile([*command, "-shared", "-fPIC", *includes, "-o", str(library)], source)
    check_calls(library, source.name, extension=True)
    return Loadable(source.parent, library.name)


def _compile(command: Sequence[str], source: Path) -> None:
    """Run a compiler in the file's folder; raise FailedError if the file does not compile."""
    code, errors = _run(command, source)
    if not code:
        return
    if _TOO_LARGE.search(errors) or code < 0:
        raise FailedError(
            f"{source.name} can't be compiled within {_CPU_SECONDS} s of CPU time, "
            f"{_MEMORY >> 30} GiB of memory and files of {_LARGEST_FILE >> 20} MiB. What in it is "
            f"so large, or does not end?"
        )
    # The first lines that name an error, without the name of the folder.
    lines = errors.replace(f"{source.parent}/", "").splitlines()
    first = next((k for k, line in enumerate(lines) if "rror" in line), 0)
    shown = "\n".join(line[:160] for line in lines[first : first + _MOST_LINES])
    raise FailedError(f"{source.name} does not compile:\n{shown}")


def _run(command: Sequence[str], source: Path) -> tuple[int, str]:
    """Return the exit code of a command that runs with limits, and what it wrote to stderr."""
    environment = os.environ | {
        "LC_ALL": "C",
        "TMPDIR": str(source.parent),
        "CCACHE_DISABLE": "1",
    }
    with TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603
            ["/bin/sh", "-c", _LIMITED, "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=environment,
            cwd=source.parent,
            start_new_session=True,
        )
        try:
            code = process.wait(_WALL_SECONDS)
        except subprocess.TimeoutExpired:
            raise InconclusiveError(
                f"{source.name} was not compiled within {_WALL_SECONDS} s: this machine is busy "
                f"with other things. Check again."
            ) from None
        finally:
            # g++ is a driver: killing it alone would leave the compiler running.
            kill_group(process)
        errors.seek(0)
        written = errors.read(_LONGEST_OUTPUT).decode(errors="replace")
    if code == _NOT_FOUND:
        raise OSError(f"{command[0]} is not installed; on Debian: apt-get install g++")
    return code, written
