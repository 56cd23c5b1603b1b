"""Runs a compiler on a submission: in the sandbox, with limits, and with nothing of the grader's.

A template or an array can ask for more memory and time than any machine has, and the preprocessors
of C and Cython can read files and environments.
"""

import os
import shutil
import subprocess
import sysconfig
import time
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryFile, mkdtemp

import numpy as np

from juliaset import _native
from juliaset.grader import bubblewrap
from juliaset.grader.check_folder import place_of_check
from juliaset.grader.launch import in_sandbox, lay_out
from juliaset.grader.readable import for_python, without_hidden
from juliaset.grader.sandbox.program import READY
from juliaset.grader.verdict import InconclusiveError
from juliaset.system.packages import how_to_get
from juliaset.system.process_table import cpu_seconds_below
from juliaset.system.processes import kill_group, kill_marked, last_words

CPU_SECONDS = 90  # of all programs that compile one file
MEMORY = 2 << 30
LARGEST_FILE = 1 << 27
KERNEL_ENTRY = Path(__file__).with_name("kernel_entry.cpp")
# A busy machine may need longer than the limit on CPU time, which is not the learner's fault.
_WALL_SECONDS = 600
_LONGEST_OUTPUT = 1 << 16
_LOOK_S = 0.5
_MARK = "JULIASET_COMPILER"
_CYTHON = "cython"
_CONTROLS = {"start.pyx": "x = 1\n", "start.c": "int x;\n", "start.cpp": "int x;\n"}


class TooLargeError(Exception):
    """A compiler needed more than it may have."""


def run_compiler(command: Sequence[str], folder: Path) -> tuple[int, str]:
    """Return the exit code of a compiler that works in a folder, and what it wrote to stderr."""
    mark = token_hex(8)  # not the folder's name, which another grader may have chosen too
    if command[0] != _CYTHON:
        command = [_found(command[0]), *command[1:]]
    with TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603
            _confined(command, folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=_environment(folder) | {_MARK: mark},
            cwd=folder,
            start_new_session=True,
        )
        try:
            code = _wait(process)
        finally:
            # g++ is a driver: killing it alone would leave the compiler running.
            kill_group(process)
            kill_marked(f"{_MARK}={mark}")
        errors.seek(0)
        said = errors.read(_LONGEST_OUTPUT)
    if not said.startswith(READY):
        raise InconclusiveError(
            f"The sandbox for the compiler could not be made on this machine: it ended with exit "
            f"code {code}{last_words(said)}"
        )
    if not bubblewrap.why_not():
        code = bubblewrap.exit_code_within(code)
    return code, said.removeprefix(READY).decode(errors="replace")


def cython_command(source: Path, c_file: Path) -> list[str]:
    """Return the command that translates a .pyx to C."""
    return [_CYTHON, "-3", "-o", str(c_file), str(source)]


def _found(program: str) -> str:
    """Return the path of a compiler, which may be where the clean environment does not look."""
    path = shutil.which(program)
    if path is None:
        raise OSError(f"{program} is not installed; to get it: {how_to_get('compiler')}")
    return path


def _wait(process: subprocess.Popen[bytes]) -> int:
    end = time.monotonic() + _WALL_SECONDS
    while time.monotonic() < end:
        try:
            return process.wait(_LOOK_S)
        except subprocess.TimeoutExpired:
            if cpu_seconds_below(process.pid) > CPU_SECONDS:
                raise TooLargeError from None
    raise InconclusiveError(
        f"The submission was not compiled within {_WALL_SECONDS} s: this machine is busy with "
        f"other things. Check again."
    )


def _confined(command: Sequence[str], folder: Path) -> list[str]:
    if os.geteuid() == 0:
        # It may run as another user; the folder above has a name that no other user can find.
        folder.chmod(0o777)
    tools = [] if command[0] == _CYTHON else _tools(command[0])
    order: dict[str, object] = {
        "command": list(command),
        "readable": [str(path) for path in without_hidden([*_sources(), *for_python()])],
        "executable": [str(path) for path in without_hidden(tools)],
        "writable": [str(folder)],
        "seconds": CPU_SECONDS,
        "memory": MEMORY,
        "file_size": LARGEST_FILE,
    }
    module = "program" if tools else "translator"
    readable = [*tools, *_sources(), *for_python()]
    return in_sandbox(module, _packages(), order, readable, folder=folder, writable=(folder,))


def _tools(program: str) -> list[Path]:
    """Return the folders of programs: the system's, and those of another compiler."""
    places = [Path(path) for path in ("/usr", "/bin", "/lib", "/lib64", "/etc/alternatives")]
    places += [Path(program).resolve().parents[1], Path(program).parent]
    return [path for path in dict.fromkeys(places) if path.exists() and path != Path("/")]


def _sources() -> list[Path]:
    """Return what a submission may include: headers of juliaset, NumPy, pybind11 and xsimd."""
    places = [Path(_native.folder(), "cxx"), KERNEL_ENTRY, _packages(), *_package_folders()]
    places += [Path(sysconfig.get_path("include"))]
    return [path for path in places if path.exists()]


def _package_folders() -> list[Path]:
    names = ("numpy", "Cython", "cython", "pybind11", "pythran")
    return [path.resolve() for name in names for path in _places_of(name)]


def _packages() -> Path:
    """Return a folder with what the confined programs import: the sandbox, Cython and NumPy."""
    return _packages_in(place_of_check())


@lru_cache(1)
def _packages_in(place: Path) -> Path:
    folder = Path(mkdtemp(prefix="compilers-", dir=place))
    places = [Path(np.__file__).parent, *_places_of("Cython"), *_places_of("cython")]
    return lay_out(folder, packages=tuple(places))


def _places_of(module: str) -> list[Path]:
    """Return the folder of a package, or the file of a module; nothing if it is not installed."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        return []
    return [Path(spec.origin).parent if spec.submodule_search_locations else Path(spec.origin)]


def _environment(folder: Path) -> dict[str, str]:
    """Return the whole environment: Cython could read the grader's."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C",
        "CCACHE_DISABLE": "1",
    }


def check_room(folder: Path, errors: str) -> None:
    """Raise InconclusiveError if a compiler failed because the disk is full."""
    full = "No space left on device" in errors
    if full and shutil.disk_usage(folder).free < LARGEST_FILE:
        raise InconclusiveError(
            f"There is no room left for what the compiler writes: {folder.parent} is on a full "
            f"disk. TMPDIR says where it is."
        )


def check_control(command: Sequence[str], folder: Path) -> None:
    """Raise InconclusiveError if the command fails for a file of one line, too.

    Whatever a program said, a submission may have made it say so.
    """
    control = Path(mkdtemp(prefix="control-", dir=place_of_check()))
    for path in folder.glob("*.inc"):  # which its headers include
        shutil.copy(path, control)
    for name, text in _CONTROLS.items():
        (control / name).write_text(text)
    code, said = run_compiler(
        [word.replace(str(folder), str(control)) for word in command], control
    )
    if code:
        words = last_words(said.replace(str(control), "").encode())
        raise InconclusiveError(f"{command[0]} can't compile even one line on this machine{words}")
