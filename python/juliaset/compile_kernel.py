"""Compiles a user's .cpp to a library like those of the flavours, with one kernel in its table."""

import os
import re
import shlex
import subprocess
import tempfile
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path

from juliaset import _native
from juliaset.compilers import Compiler, usual_compiler
from juliaset.system.binaries import flavour_library, openmp_options
from juliaset.system.packages import how_to_get

_COMPILE_TIMEOUT = 300
_CLANG_COUNTS = re.compile(r"^\d+ (?:error|warning)s?.* generated\.\n", re.MULTILINE)
_LED_TO_IT = "(required from|in expansion of|requested here|expanded from macro)"
_CARET = re.compile(r"[ ~]*\^[ ~^]*")
_ERROR = re.compile(r"(^|: )(fatal )?error: ")
_MOST_LINES, _MOST_COLUMNS, _LONGEST_ERROR = 4, 160, 500


class LackingError(OSError):
    """A compiler lacks a flag or OpenMP: what it compiles is not at fault."""


@dataclass(frozen=True)
class Job:
    """A kernel to be compiled to a library like those of the flavours.

    Attributes:
        path: The .cpp file.
        flavour: The name of the flavour whose library it becomes.
        flags: What decides about the code.
        isa: The instruction set of batch.hpp; by default what the flavour's kernels may count on.
        compiler: What compiles it.
        name: The kernel's; by default the file's.
        openmp: Whether it may use OpenMP.
    """

    path: Path
    flavour: str
    flags: str
    isa: str = ""
    compiler: Compiler = field(default_factory=usual_compiler)
    name: str = ""
    openmp: bool = True


def compile_kernel(job: Job, folder: Path) -> Path:
    """Compile a kernel into a folder; return the library, with only this kernel in its table.

    Raises:
        LackingError: The compiler lacks OpenMP, or does not know a flag.
        OSError: The file does not compile.
    """
    command, library = kernel_command(job, folder)
    run_compiler(command, job.path, job.compiler, log=f"{job.path.name}-{job.flavour}.log")
    return library


def run_compiler(command: list[str], source: Path, compiler: Compiler, *, log: str) -> None:
    """Run the command that compiles a user's file; say what is wrong as `compile_kernel` does.

    log: the name of the file for all that the compiler says, if that is long.
    """
    try:
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=_COMPILE_TIMEOUT,
            env=os.environ | {"LC_ALL": "C"},  # the word "error" is looked for
        )
    except FileNotFoundError:
        raise OSError(
            f"the compiler {command[0]} is not installed; to get it: {how_to_get('compiler')}"
        ) from None
    except subprocess.TimeoutExpired:
        raise OSError(f"{source.name} was not compiled within {_COMPILE_TIMEOUT} s") from None
    if done.returncode:
        said = _CLANG_COUNTS.sub("", done.stderr)
        if lack := compiler.lacks(said):
            raise LackingError(lack)
        for known in (source.parent, Path(_native.folder(), "cxx")):
            said = said.replace(f"{known}/", "")
        shown = first_error(said, source.name)
        if len(shown.splitlines()) < len(said.splitlines()) and (path := _log(log, said)):
            shown += f"\nAll that the compiler said is in {path}"
        raise OSError(f"{source.name} does not compile: {shown}")


def kernel_command(job: Job, folder: Path) -> tuple[list[str], Path]:
    """Return the command that compiles a kernel, and the library that it makes.

    The list of kernels that the command includes is written into the folder.
    """
    (folder / "kernels.inc").write_text(f"X({_name(job)})\n")
    return command_words(job, folder), _library(job, folder)


def library_words(compiler: Compiler, flags: str, *, openmp: bool) -> list[str]:
    """Return how every command begins that compiles C++ of a user to a shared library."""
    return [
        *compiler.command,
        *("-std=c++20", "-shared", "-fPIC"),
        *(openmp_options(compiler.command[0]) if openmp else ()),
        *shlex.split(flags),
        *compiler.strictness,
        *compiler.for_xsimd,
    ]


def command_words(job: Job, folder: Path) -> list[str]:
    """Return the words of the command that compiles a kernel into a folder; write nothing."""
    sources = Path(_native.folder(), "cxx")
    return [
        *library_words(job.compiler, job.flags, openmp=job.openmp),
        "-fvisibility=hidden",
        # The parts twice: a kernel of a user may still include "pixel.hpp".
        *("-I", str(sources), "-I", str(sources / "parts"), "-I", str(folder)),
        *_xsimd(job.isa or _isa(job.flavour)),
        f"-DJULIA_KERNEL_NAME={_name(job)}",
        "-DJULIA_KERNEL_BEST=false",
        "-DJULIA_KERNEL_EVERY_FLAVOUR=false",
        '-DJULIA_KERNEL_BELOW=""',
        f'-DJULIA_KERNEL_ISA="{job.isa}"',
        f'-DJULIA_KERNEL_FILE="{job.path.name}"',
        f'-DJULIA_KERNEL_FLAGS="{job.flags}"',
        f'-DJULIA_FLAVOUR="{job.flavour}"',
        f'-DJULIA_FLAVOUR_FLAGS="{job.flags}"',
        '-DJULIA_COMPILER=""',
        *(str(job.path), str(sources / "table.cpp")),
        *("-o", str(_library(job, folder))),
    ]


def _name(job: Job) -> str:
    return job.name or job.path.stem


def _library(job: Job, folder: Path) -> Path:
    return folder / flavour_library(job.flavour)


def assembly_command(job: Job, folder: Path) -> tuple[list[str], Path]:
    """Return the command that writes a kernel's machine code as assembly, and the file for it."""
    command, library = kernel_command(job, folder)
    text = folder / f"{job.path.stem}.s"
    others = {"-shared", str(Path(_native.folder(), "cxx", "table.cpp"))}
    words = [str(text) if word == str(library) else word for word in command if word not in others]
    return [*words, "-S"], text


def assembly_of(job: Job, folder: Path) -> str:
    """Return a kernel's machine code as the compiler writes it; empty if it does not."""
    command, text = assembly_command(job, folder)
    try:
        subprocess.run(command, capture_output=True, check=True, timeout=_COMPILE_TIMEOUT)  # noqa: S603
        return text.read_text(errors="replace")
    except (OSError, subprocess.SubprocessError):
        return ""


def sources_of(path: Path) -> list[Path]:
    """Return the files that decide about a kernel of the catalogue: its own, and all headers."""
    folder = Path(_native.folder(), "cxx")
    return [path, folder / "table.cpp", *sorted(folder.rglob("*.hpp"))]


def is_installed_source(path: Path | None) -> bool:
    """Return whether a file is the source of a kernel of the catalogue."""
    return path is not None and path.parent == Path(_native.folder(), "cxx")


def _isa(flavour: str) -> str:
    return widest_isa() if flavour.endswith("_native") else _native.INSTRUCTION_SETS[0]


def widest_isa() -> str:
    """Return the instruction set with the widest vectors that this CPU has."""
    narrowest = _native.INSTRUCTION_SETS[0]
    return next((r.isa for r in reversed(_native.roofs()) if not r.reason), narrowest)


def _xsimd(isa: str) -> list[str]:
    """Return the options for a file that uses xsimd through batch.hpp."""
    carried = carried_xsimd()
    folder = ["-isystem", carried] if carried else []
    return [f"-DJULIA_ISA={isa}", f'-DJULIA_LANES="lanes_{isa}.hpp"', *folder]


def carried_xsimd() -> str:
    """Return the folder of the package that brings xsimd; empty if it is not installed."""
    found = find_spec("pythran")
    return (found.submodule_search_locations or [""])[0] if found is not None else ""


def first_error(text: str, name: str) -> str:
    """Return a compiler's first error with its line, and the line of the file that led to it.

    name: the file that was compiled; the error itself may be in a header.
    """
    lines = text.splitlines()
    first = next((k for k, line in enumerate(lines) if _ERROR.search(line)), None)
    if first is None:
        return "\n".join(lines[:3])
    error = lines[first][:_LONGEST_ERROR]
    if not error.startswith(f"{name}:"):
        # Templates name the file's line above their error, macros below it.
        after = takewhile(lambda k: not _ERROR.search(lines[k]), range(first + 1, len(lines)))
        for k in (*range(first - 1, -1, -1), *after):
            if re.match(rf"{re.escape(name)}:\d+:\d+: .*{_LED_TO_IT}", lines[k]):
                return "\n".join([error, lines[k], *_source_below(lines, k)])
    return "\n".join([error, *_source_below(lines, first)])


def _source_below(lines: list[str], number: int) -> list[str]:
    """Return the lines of source that a compiler shows below what it says about them."""
    below = lines[number + 1 :]
    if len(below) > 1 and _CARET.fullmatch(below[1]):  # clang does not indent the source
        source = below[:2]
    else:
        source = list(takewhile(lambda line: line.startswith(" "), below))
    return [line[:_MOST_COLUMNS] for line in source][:_MOST_LINES]


def _log(name: str, text: str) -> Path | None:
    """Write a compiler's output to a file that stays, and is written again the next time."""
    folder = Path(tempfile.gettempdir(), f"juliaset-{os.getuid()}")
    log = folder / name
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.lstat().st_uid != os.getuid():  # another user could have put links into it
            return None
        log.write_text(text)
    except OSError:
        return None
    return log
