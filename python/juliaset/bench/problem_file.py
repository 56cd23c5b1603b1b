"""A user's problem as a problem of a contest: nothing of its file runs in this process."""

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from juliaset.bench.contestants.child import EndedError, problem_worker
from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.contestants.own_kernel import TOOLCHAIN
from juliaset.bench.record import Cold, Status, Variant
from juliaset.bench.record_problem import JuliaSet, OwnProblem
from juliaset.bench.selection import check_threads
from juliaset.compile_kernel import LackingError
from juliaset.compile_library import CppFile, compile_library
from juliaset.system.work_folder import work_folder

_DESCRIBED_S, _POSED_S = 60.0, 600.0  # what importing the file may take, and running its oracle


@dataclass(frozen=True)
class ProblemFile:
    """The problem that a file defines, with the size that a contest has."""

    path: Path
    size: int
    small_size: int
    kernels: tuple[SelectedKernel, ...]
    sources: dict[str, CppFile] = field(default_factory=dict)  # of kernels that must be compiled
    reference: str | None = None

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

    def row(self, name: str) -> SelectedKernel:
        """Return the kernel with that id."""
        word, _, threads = name.partition("/t")
        found = self.select([word], [int(threads)] if threads.isdecimal() else [])
        if len(found) != 1 or found[0].id != name:
            known = ", ".join(each.id for each in self.kernels)
            raise ValueError(f"{name!r} is not the id of one row; allowed: {known}")
        return found[0]

    def with_reference(self, about: JuliaSet | OwnProblem) -> bool:  # noqa: ARG002
        """Return that there is no reference."""
        return False

    def patience(self, timeout: float, about: JuliaSet | OwnProblem) -> float:  # noqa: ARG002
        """Return the timeout as it is."""
        return timeout

    def select(self, patterns: Sequence[str], threads: Sequence[int]) -> list[SelectedKernel]:
        """Return the kernels that the patterns name, or all; each with each number of threads."""
        check_threads(threads)
        named = list(self.kernels)
        if patterns:
            found = {each.id: each for pattern in patterns for each in self._matching(pattern)}
            named = list(found.values())
        return [
            replace(each, threads=number)
            for each in map(self._compiled, named)
            for number in (threads if each.supports_threads and threads else [None])
        ]

    def _compiled(self, kernel: SelectedKernel) -> SelectedKernel:
        source = self.sources.get(kernel.id)
        if source is None or kernel.about.status != Status.OK:
            return kernel
        made = _library(source)
        about = structs.replace(
            kernel.about,
            flags=source.flags,
            compiler=source.compiler.name,
            status=made.status,
            reason=made.reason,
            cold=Cold(compile_ns=made.compile_ns),
        )
        return replace(kernel, about=about, file=str(made.path or ""))

    def _matching(self, pattern: str) -> list[SelectedKernel]:
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
    sources = {
        each["name"]: CppFile(
            Path(each["cpp"]["path"]),
            each["cpp"]["symbol"],
            each["cpp"]["more_flags"],
            openmp=each["threads"],
        )
        for each in about["kernels"]
        if each["cpp"]
    }
    return ProblemFile(path, size or about["size"], about["small"], tuple(kernels), sources)


@dataclass(frozen=True)
class _Made:
    """The outcome of a C++ file."""

    path: Path | None = None
    status: Status = Status.OK
    reason: str = ""
    compile_ns: int = 0


@cache
def _library(source: CppFile) -> _Made:
    folder = Path(tempfile.mkdtemp(prefix=f"{source.path.stem}_", dir=work_folder()))
    start = time.perf_counter_ns()
    try:
        path = compile_library(source, folder)
    except LackingError as error:
        return _Made(status=Status.UNAVAILABLE, reason=str(error))
    except OSError as error:
        return _Made(status=Status.FAILED, reason=str(error))
    return _Made(path, compile_ns=time.perf_counter_ns() - start)


def _selected(path: Path, kernel: dict[str, Any], *, exact: bool) -> SelectedKernel:
    name, reason = kernel["name"], kernel["reason"]
    about = Variant(
        id=name,
        kernel=name,
        toolchain=TOOLCHAIN,
        exactness="exact" if exact else "tolerant",
        status=Status.UNAVAILABLE if reason else Status.OK,
        reason=reason,
    )
    return SelectedKernel(about, kernel["threads"], problem_file=str(path.absolute()))


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
