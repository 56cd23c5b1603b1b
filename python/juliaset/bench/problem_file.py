"""A user's problem as a problem of a contest: nothing of its file runs in this process."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache, partial
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from msgspec import structs

from juliaset.bench.contestants.child import EndedError, problem_worker
from juliaset.bench.contestants.compiled_file import Compiled, compiled_file
from juliaset.bench.contestants.kernel import OWN, SelectedKernel, check_threads
from juliaset.bench.record import Status, Variant
from juliaset.bench.record_problem import OwnProblem, Solved
from juliaset.compile_library import compile_library, flags_of
from juliaset.compilers import Compiler, usual_compiler
from juliaset.cpp_file import CppFile

_DESCRIBED_S, _POSED_S = 60.0, 600.0  # what importing the file may take, and running its oracle


@dataclass(frozen=True)
class FileKernel(SelectedKernel):
    """A kernel of the problem that a file defines.

    Attributes:
        file: The file of the problem.
        summary: What the kernel shows; empty if its author does not say.
        source: What must be compiled for it.
        library: That, compiled.
    """

    SOLVER: ClassVar[str] = "juliaset.bench.contestants.own_solver"

    file: str = ""
    summary: str = ""
    source: CppFile | None = None
    library: str = ""

    def order(self, folder: Path) -> dict[str, Any]:
        """Return the first request to its worker."""
        return super().order(folder) | {"file": self.file, "library": self.library}


@dataclass(frozen=True)
class ProblemFile:
    """The problem that a file defines, with the size that a contest has."""

    path: Path
    size: int
    small_size: int
    kernels: tuple[FileKernel, ...]
    reference: str | None = None
    next_steps: str = ""

    @property
    def extent(self) -> str:
        """Its size."""
        return f"size {self.size}"

    @property
    def usual_baseline(self) -> str:
        """The first kernel that can run here, or the first one."""
        able = [each for each in self.kernels if each.about.status == Status.OK]
        return (able or self.kernels)[0].id

    def pose(self, folder: Path) -> OwnProblem:
        """Let a process make its inputs and run its oracle."""
        order = {"folder": str(folder), "size": self.size}
        return msgspec.convert(_asked(self.path, order, _POSED_S), OwnProblem)

    def small(self) -> "ProblemFile":
        """Return it with its small size."""
        return replace(self, size=min(self.size, self.small_size))

    def select(self, patterns: Sequence[str], threads: Sequence[int] = ()) -> list[FileKernel]:
        """Return the kernels that the patterns name, or all; each with each number of threads."""
        check_threads(threads)
        named = list(self.kernels)
        if patterns:
            found = {each.id: each for pattern in patterns for each in self._matching(pattern)}
            named = list(found.values())
        return [
            replace(each, threads=number)
            for each in named
            for number in (threads if each.supports_threads and threads else [None])
        ]

    def hidden(self, patterns: Sequence[str], threads: Sequence[int] = ()) -> int:  # noqa: ARG002
        """Return that `select` without patterns leaves out none."""
        return 0

    def row(self, name: str) -> FileKernel:
        """Return the kernel with that id."""
        word, _, threads = name.partition("/t")
        found = self.select([word], [int(threads)] if threads.isdecimal() else [])
        if len(found) != 1 or found[0].id != name:
            known = ", ".join(each.id for each in self.kernels)
            raise ValueError(f"{name!r} is not the id of one row; allowed: {known}")
        return found[0]

    def compiled(
        self,
        kernels: Sequence[SelectedKernel],
        say: Callable[[str], None],  # noqa: ARG002
    ) -> list[SelectedKernel]:
        """Return the kernels, those of C++ files with their libraries."""
        return [_compiled(each) if isinstance(each, FileKernel) else each for each in kernels]

    def with_reference(self, about: Solved) -> bool:  # noqa: ARG002
        """Return that there is no reference."""
        return False

    def patience(self, timeout: float, about: Solved) -> float:  # noqa: ARG002
        """Return the timeout as it is."""
        return timeout

    def _matching(self, pattern: str) -> list[FileKernel]:
        found = [each for each in self.kernels if fnmatchcase(each.id, pattern)]
        if not found:
            known = [each.id for each in self.kernels]
            near = get_close_matches(pattern, known, n=3, cutoff=0.6) or known
            hint = f"allowed: {', '.join(near)}"
            raise ValueError(f"{self.path.name} has no kernel {pattern!r}; {hint}")
        return found


def open_problem(path: Path, size: int | None = None) -> ProblemFile:
    """Return the problem that a file defines, or raise ValueError.

    size: instead of the size that the file says.
    """
    if not path.is_file():
        what = (
            f"{str(path)!r} is not a plain file" if path.exists() else f"there is no {str(path)!r}"
        )
        raise ValueError(f"--problem: {what}; allowed: a .py file that defines a problem")
    if path.suffix != ".py":
        raise ValueError(f"--problem is {str(path)!r}; allowed: a .py file that defines a problem")
    about = _asked(path, {}, _DESCRIBED_S)
    kernels = [_selected(path, each, exact=about["exact"]) for each in about["kernels"]]
    return ProblemFile(path, size or about["size"], about["small"], tuple(kernels))


def _selected(path: Path, kernel: dict[str, Any], *, exact: bool) -> FileKernel:
    name, reason = kernel["name"], kernel["reason"]
    about = Variant(
        id=name,
        kernel=name,
        toolchain=OWN,
        exactness="exact" if exact else "tolerant",
        status=Status.UNAVAILABLE if reason else Status.OK,
        reason=reason,
    )
    return FileKernel(
        about,
        kernel["threads"],
        file=str(path.absolute()),
        summary=kernel["summary"],
        source=_source(kernel["cpp"]),
    )


def _source(cpp: dict[str, Any] | None) -> CppFile | None:
    return None if cpp is None else CppFile(**cpp | {"path": Path(cpp["path"])})


def _compiled(kernel: FileKernel) -> FileKernel:
    if kernel.source is None or kernel.library or kernel.about.status != Status.OK:
        return kernel
    compiler = usual_compiler()
    made = _library(kernel.source, compiler)
    about = structs.replace(
        made.of(kernel.about), flags=flags_of(kernel.source), compiler=compiler.name
    )
    return replace(kernel, about=about, library=str(made.library or ""))


@cache
def _library(file: CppFile, compiler: Compiler) -> Compiled:
    return compiled_file(file.path.stem, partial(compile_library, file, compiler=compiler))


def _asked(path: Path, order: dict[str, Any], timeout: float) -> dict[str, Any]:
    """Return what the file's process answers; ValueError says what is wrong with the file."""
    process = problem_worker()
    try:
        answer = process.ask({"file": str(path.absolute())} | order, timeout)
        if said := process.said().rstrip():
            print(said, file=sys.stderr)  # noqa: T201 - what the file prints is for its author
    except EndedError as end:
        reason = end.reason
        if end.status == Status.TIMEOUT and "folder" in order:
            reason = f"its oracle takes longer than {timeout:g} s; allowed: a smaller --size"
        raise ValueError(f"{path}: {reason}") from None
    finally:
        process.stop()
    return answer
