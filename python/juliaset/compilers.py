"""The C++ compilers of this machine: which are installed, what each is, and what it lacks."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from juliaset.compiler_names import label_of, shown
from juliaset.system.packages import how_to_get

# One of each is enough, and CXX or CC may name another one.
USUAL = {"CXX": ("g++", "clang++"), "CC": ("gcc", "clang")}
_USUAL_NAME = re.compile(r"(?P<family>g|clang)\+\+(?:-(?P<version>\d+(?:\.\d+)*))?")
_TIMEOUT = 20
_UNKNOWN_FLAG = (
    re.compile(r"unrecognized command-line option '(.+?)'"),
    re.compile(r"unknown argument: '(.+?)'"),
    re.compile(r"unsupported (?:option|argument) '(.+?)'"),
    re.compile(r"optimization flag '(.+?)' is not supported"),
    re.compile(r"bad value \('(.+?)'\) for '(.+?)' switch"),  # the flag comes after its value
    re.compile(r"unknown target CPU '(.+?)'"),
)
_NO_OPENMP = re.compile(
    r"fatal error: (?:omp\.h: No such file|'omp\.h' file not found)|"
    r"(?:cannot find|unable to find library) -l[gi]?omp(?![\w-])|"
    r"library (?:not found for -lomp(?![\w-])|'omp' not found)|unsupported option '-fopenmp'"
)

_found: dict[str, "Compiler"] = {}  # by their labels


@dataclass(frozen=True)
class Compiler:
    """A C++ compiler.

    Attributes:
        command: The program, with options if it has any.
        name: Its family and version as CMake names them, "GNU 12.2.0" or "Clang 14.0.6".
    """

    command: tuple[str, ...]
    name: str

    @property
    def label(self) -> str:
        """What the ids of its rows have: "clang-14"."""
        return label_of(self.name)

    def lacks(self, said: str) -> str:
        """Return what it lacks, from what it printed; empty if the source is at fault.

        It may lack a flag, which is another compiler's, or OpenMP.
        """
        if _NO_OPENMP.search(said):
            thing = "compiler" if self.family == "GNU" else "openmp"
            return f"{self} finds no OpenMP; to get it: {how_to_get(thing)}"
        found = next(filter(None, (pattern.search(said) for pattern in _UNKNOWN_FLAG)), None)
        return f"{self} does not know {''.join(reversed(found.groups()))}" if found else ""

    @property
    def strictness(self) -> list[str]:
        """Options that refuse a flag which it would otherwise pass over with a warning."""
        is_clang = self.family in {"Clang", "AppleClang"}
        return ["-Werror=ignored-optimization-argument"] if is_clang else []

    @property
    def for_xsimd(self) -> list[str]:
        """Options for headers of xsimd next to ours: clang takes `throw` only from the system's."""
        is_clang = self.family in {"Clang", "AppleClang"}
        return ["--system-header-prefix=xsimd/"] if is_clang else []

    @property
    def family(self) -> str:
        """What it is, in any version, as CMake names it: "GNU"; empty if it does not run."""
        return self.name.partition(" ")[0]

    def __str__(self) -> str:
        """Return what a reader calls it: its command, if it does not say what it is."""
        return shown(self.name) or shlex.join(self.command)


def installed() -> list[str]:
    """Return the names of the compilers on the search path, GCC's first."""
    found = {
        path.name
        for folder in os.environ.get("PATH", os.defpath).split(os.pathsep)
        for path in Path(folder or ".").glob("*g++*")
        if _USUAL_NAME.fullmatch(path.name) and os.access(path, os.X_OK)
    }
    return sorted(found, key=_place)


def _place(name: str) -> tuple[bool, list[int]]:
    found = _USUAL_NAME.fullmatch(name)
    version = (found and found["version"]) or ""
    return name.startswith("clang"), [int(part) for part in version.split(".") if part]


def find_compilers(words: Iterable[str]) -> list[Compiler]:
    """Return the compilers with these names or paths, each once.

    Raises:
        ValueError: One is not installed or isn't a C++ compiler, or two would give the same rows.
    """
    found: dict[str, Compiler] = {}
    for word in words:
        compiler = find_compiler(word)
        known = found.setdefault(compiler.label, compiler)
        if not Path(known.command[0]).samefile(compiler.command[0]):
            both = f"{known.command[0]} is {known}, and {compiler.command[0]} is {compiler}"
            raise ValueError(f"--compiler: {both}; allowed: one of each family and main version")
    return list(found.values())


def labelled(label: str) -> Compiler:
    """Return the compiler that a row's id names: one found before, or one that is installed."""
    if label not in _found:
        known_compilers()
    if label not in _found:
        raise ValueError(f"{label!r} is not a compiler here; {_allowed()}")
    return _found[label]


def known_compilers() -> list[Compiler]:
    """Return the compilers on the search path that say what they are, GCC's first."""
    found: list[Compiler] = []
    for name in installed():
        with suppress(ValueError):  # it has the name of a compiler, but isn't one
            found.append(find_compiler(name))
    return found


def find_compiler(word: str) -> Compiler:
    """Return the compiler with this name or path; ValueError says what is installed instead."""
    path = shutil.which(word)
    if path is None:
        raise ValueError(f"--compiler has {word!r}, which is not installed; {_allowed()}")
    name = family_and_version([path])
    if not name:
        raise ValueError(f"--compiler has {word!r}, which isn't a C++ compiler; {_allowed()}")
    compiler = Compiler((str(Path(path).absolute()),), name)
    _found.setdefault(compiler.label, compiler)
    return compiler


def usual_compiler() -> Compiler:
    """Return the C++ compiler that is used unless another is asked for: see `usual_command()`.

    One that does not run has no name.
    """
    command = usual_command("CXX")
    return Compiler(command, family_and_version(command))


def usual_command(variable: str) -> tuple[str, ...]:
    """Return the command that CXX or CC has, or else the first usual one that is installed."""
    asked = shlex.split(os.environ.get("CC" if variable == "CC" else "CXX", ""))
    names = USUAL[variable]
    return tuple(asked or [next(filter(shutil.which, names), names[0])])


def _allowed() -> str:
    names = ", ".join(installed())
    return f"installed: {names or 'none'}; to get one: {how_to_get('compiler')}"


def family_and_version(command: Sequence[str]) -> str:
    """Return what a compiler is, as CMake has it, like "GNU 12.2.0"; empty if it is none."""
    macros = macros_of(tuple(command))
    if "__clang__" in macros:
        family = "AppleClang" if "__apple_build_version__" in macros else "Clang"
        parts = ("__clang_major__", "__clang_minor__", "__clang_patchlevel__")
    else:
        family, parts = "GNU", ("__GNUC__", "__GNUC_MINOR__", "__GNUC_PATCHLEVEL__")
    if not all(part in macros for part in parts):
        return ""
    return f"{family} {'.'.join(macros[part] for part in parts)}"


@cache
def macros_of(command: tuple[str, ...]) -> dict[str, str]:
    """Return the macros that a compiler defines with these options; none if it refuses them."""
    words = [*command, "-dM", "-E", "-x", "c++", os.devnull]
    try:
        done = subprocess.run(  # noqa: S603
            words,
            capture_output=True,
            text=True,
            check=False,
            timeout=_TIMEOUT,
            errors="replace",
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    if done.returncode:
        return {}
    lines = (line.split(" ", 2) for line in done.stdout.splitlines())
    return {line[1]: line[2] if len(line) > 2 else "" for line in lines if line[0] == "#define"}  # noqa: PLR2004
