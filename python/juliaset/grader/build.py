"""From a submission's file to what its process loads: copied into an empty folder, compiled."""

import re
import shutil
import sysconfig
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from juliaset import _native
from juliaset.compile_kernel import Job, assembly_command, kernel_command
from juliaset.compilers import usual_command
from juliaset.fused_instructions import Fused, in_text
from juliaset.grader import compiler
from juliaset.grader.allowed_cpp import check_calls, has_name
from juliaset.grader.allowed_source import check_source
from juliaset.grader.check_folder import place_of_check
from juliaset.grader.compiler import (
    TooLargeError,
    check_control,
    check_room,
    cython_command,
    run_compiler,
)
from juliaset.grader.cpu_limit import check_cpu_limit
from juliaset.grader.files import read_text
from juliaset.grader.launch import Loadable
from juliaset.grader.verdict import FailedError, InconclusiveError
from juliaset.system.binaries import link_options, openmp_options
from juliaset.system.work_folder import work_folder

_FLAVOUR = "O3_native"
_MOST_LINES = 8
_MOST_BUILDS = 100  # those of all labs, and of some checks
# What a compiler finds wrong in the file, or in what Cython made of it.
_OF_A_LINE = re.compile(r"start\.(?:pyx:\d+:\d+: |(?:cpp|c):\d+:\d+: (?:fatal )?error: )")
# clang that may write no more ends with its own stack.
_TOO_LARGE = re.compile(
    r" signal terminated program |memory exhausted|out of memory|MemoryError|^Stack dump:$"
)


def build(
    path: Path, *, headers: frozenset[str] = frozenset(), flags: str = "", lasting: bool = False
) -> Loadable:
    """Check and compile a submission; the same text is compiled only once in a check.

    headers: those of juliaset that the file may include. flags: used instead of the flavour's.
    lasting: whether it is a file of the lab, compiled once for all checks.
    """
    text = read_text(path)
    check_source(path, text, headers=headers)
    place = work_folder() if lasting else place_of_check()
    prepared = _build(text, path.suffix, flags, place)
    if isinstance(prepared, FailedError | InconclusiveError):
        if lasting:  # there may be room and time for the next check
            _build.cache_clear()
        raise prepared
    # Each process gets its own folder: what one leaves there, the next does not find.
    folder = Path(mkdtemp(prefix="work-", dir=place_of_check()))
    shutil.copytree(prepared.folder, folder, dirs_exist_ok=True)
    return replace(prepared, folder=folder)


@lru_cache(_MOST_BUILDS)
def _build(
    text: str, suffix: str, flags: str, place: Path
) -> Loadable | FailedError | InconclusiveError:
    """Return what can be loaded, or why nothing can: a limit that was reached is reached once."""
    name = sha256(text.encode()).hexdigest()[:12]
    folder = Path(mkdtemp(prefix=f"{name}-", dir=place))
    source = folder / f"start{suffix}"
    source.write_text(text, "utf-8")
    try:
        if suffix == ".pyx":
            return _cython(source)
        if suffix == ".cpp" and has_name(text, "PYBIND11_MODULE"):
            return _extension(source)
        if suffix == ".cpp":
            return _kernel(source, flags)
    except (FailedError, InconclusiveError) as error:
        return error
    return Loadable(folder, source.name)


def _kernel(source: Path, flags: str) -> Loadable:
    folder = source.parent
    usual = _native.known_flavours()[_FLAVOUR]
    control, _ = kernel_command(Job(source, _FLAVOUR, usual), folder)
    command, library = kernel_command(Job(source, _FLAVOUR, flags or usual), folder)
    entry = str(compiler.KERNEL_ENTRY)
    _compile([*command, entry], source, control=[*control, entry])
    check_calls(library, source.name, extension=False)
    return Loadable(folder, library.name, is_kernel=True)


def fused_in(path: Path, flags: str = "") -> list[Fused]:
    """Return the fused instructions in what the compiler makes of a kernel with these flags.

    It writes them as text, in the sandbox, so that no program reads a learner's binary outside.

    Raises:
        FailedError: It does not compile the kernel with them, or not within the limits.
        InconclusiveError: It compiles nothing on this machine.
    """
    folder = Path(mkdtemp(prefix="assembly-", dir=place_of_check()))
    source = folder / f"start{path.suffix}"
    source.write_text(read_text(path), "utf-8")
    usual = _native.known_flavours()[_FLAVOUR]
    control, _ = assembly_command(Job(source, _FLAVOUR, usual), folder)
    command, text = assembly_command(Job(source, _FLAVOUR, flags or usual), folder)
    _compile(command, source, control=control)
    return in_text(text.read_text(errors="replace"))


def _cython(source: Path) -> Loadable:
    c_file = source.with_suffix(".c")
    _compile(cython_command(source, c_file), source)
    command = usual_command("CC")
    options = ["-O3", "-ffp-contract=off", *openmp_options(command[0])]
    return _module([*command, *options, str(c_file)], source)


def _extension(source: Path) -> Loadable:
    import pybind11  # noqa: PLC0415 - only this function needs it

    options = ["-std=c++20", "-O2", "-ffp-contract=off", "-fvisibility=hidden"]
    command = [*usual_command("CXX"), *options, "-isystem", pybind11.get_include()]
    return _module([*command, str(source)], source)


def _module(command: list[str], source: Path) -> Loadable:
    library = source.with_name(f"start{sysconfig.get_config_var('EXT_SUFFIX')}")
    includes = ["-I", sysconfig.get_path("include"), "-I", np.get_include()]
    _compile([*command, *link_options(), "-fPIC", *includes, "-o", str(library)], source)
    check_calls(library, source.name, extension=True)
    return Loadable(source.parent, library.name)


def _compile(command: Sequence[str], source: Path, control: Sequence[str] = ()) -> None:
    """Run a compiler in the file's folder; raise FailedError if the file does not compile.

    control: the same command without flags of the learner's, if it has any.
    """
    try:
        code, errors = run_compiler(command, source.parent)
    except TooLargeError:
        raise _too_large(source) from None
    if not code:
        return
    errors = errors.replace(f"{source.parent}/", "")
    lines = errors.splitlines()
    # Only then: what a compiler says about a line may be the learner's own words.
    if code < 0 or not any(map(_OF_A_LINE.match, lines)):
        check_room(source.parent, errors)
        if code < 0 or any(map(_TOO_LARGE.search, lines)):
            check_cpu_limit(compiler.CPU_SECONDS)
            raise _too_large(source)
        check_control(control or command, source.parent)
    # The first lines that name an error.
    first = next((k for k, line in enumerate(lines) if "rror" in line), 0)
    shown = "\n".join(line[:160] for line in lines[first : first + _MOST_LINES])
    raise FailedError(f"{source.name} does not compile:\n{shown}")


def _too_large(source: Path) -> FailedError:
    return FailedError(
        f"{source.name} can't be compiled within {compiler.CPU_SECONDS} s of CPU time, "
        f"{compiler.MEMORY >> 30} GiB of memory and files of {compiler.LARGEST_FILE >> 20} MiB. "
        f"What in it is so large, or does not end?"
    )
