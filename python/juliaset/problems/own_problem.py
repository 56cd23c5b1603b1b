"""A problem of your own, as a file for `juliaset bench --problem` defines it."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from juliaset.cpp_file import CppFile
from juliaset.problems.checks import check_flags, check_name, check_size, check_text
from juliaset.problems.instance import Instance, make_instance, run_checked
from juliaset.problems.problem_kernels import (
    Opened,
    ProblemKernel,
    file_at,
    lacks_file,
    lacks_module,
    lacks_packages,
    of_c_function,
    of_cpp_file,
    of_function,
    of_module,
)
from juliaset.problems.right_output import Array, Tolerance

Function = TypeVar("Function", bound=Callable[..., Any])
_PLACE = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")


@dataclass(frozen=True, kw_only=True)
class OwnProblem:
    """A problem of your own: what kernels are given, what they fill, and when that is right.

    Its kernels are called as `kernel(*inputs, out)`, or `kernel(*inputs, out, threads)`, and fill
    `out`. The inputs are read-only. The first kernel is the baseline of a contest.

    Attributes:
        name: What a record calls it.
        inputs: Returns the inputs for a size, as a tuple of NumPy arrays and numbers.
        output: Returns the array that a kernel fills, for these inputs; what is in it is not used.
        oracle: The kernel that is right. Its parameters name the inputs.
        size: How large the problem is; what that means is up to `inputs`.
        small: A size that takes a fraction of a second: kernels are tried and warmed up with it.
            Left out, it is `size`.
        step: What is counted as one step, like "one point of one time step". Tables show the time
            of one.
        steps: Returns the number of steps for the inputs. Left out, it is one for each value of
            the output.
        relative: How far a value may be from the oracle's, as a part of the oracle's value.
        absolute: How far it may be in addition. If both are 0, each value must be equal.
    """

    name: str
    inputs: Callable[[int], tuple[Any, ...]]
    output: Callable[..., Array]
    oracle: Callable[..., object]
    size: int
    small: int | None = None
    step: str = "one value of the output"
    steps: Callable[..., int] | None = None
    relative: float = 0.0
    absolute: float = 0.0
    kernels: dict[str, ProblemKernel] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Check what can be checked without a call."""
        check_name("name", self.name)
        for name in ("inputs", "output", "oracle"):
            if not callable(getattr(self, name)):
                raise TypeError(f"{name} is {getattr(self, name)!r}; allowed: a function")
        if self.steps is not None and not callable(self.steps):
            raise TypeError(f"steps is {self.steps!r}; allowed: a function")
        check_text("step", self.step, "what one step is, in a line")
        check_size("size", self.size)
        if self.small is not None:
            check_size("small", self.small)
        if not self.input_names:
            raise ValueError("the oracle takes no input; allowed: def oracle(one, ..., out)")
        Tolerance(self.relative, self.absolute)

    @property
    def tolerance(self) -> Tolerance:
        """How far a value may be from the oracle's."""
        return Tolerance(self.relative, self.absolute)

    @property
    def input_names(self) -> list[str]:
        """The names of the inputs: the oracle's parameters without the last one, the output."""
        return list(inspect.signature(self.oracle).parameters)[:-1]

    @property
    def small_size(self) -> int:
        """The size with which kernels are tried and warmed up."""
        return self.size if self.small is None else self.small

    def kernel(
        self, name: str, *, threads: bool = False, requires: str = ""
    ) -> Callable[[Function], Function]:
        """Add the decorated function as a kernel; its docstring's first line says what it shows.

        Args:
            name: The name of its row, which no other kernel has.
            threads: Whether the function takes a number of threads as its last argument.
            requires: The import names of packages that may be missing, with blanks between them.

        Returns:
            A decorator that returns the function unchanged.
        """

        def add(function: Function) -> Function:
            summary = next(iter((function.__doc__ or "").strip().splitlines()), "")
            opened = partial(of_function, function)
            self._add(name, summary, partial(lacks_packages, requires), opened, threads=threads)
            return function

        return add

    def from_module(
        self, name: str, place: str, *, threads: bool = False, summary: str = ""
    ) -> None:
        """Add a function of another module, such as one that Cython or pybind11 made.

        Args:
            name: The name of its row, which no other kernel has.
            place: Where it is, like "package.module:function". It is imported when it is needed;
                if there is no such module, the kernel is listed as unavailable.
            threads: Whether the function takes a number of threads as its last argument.
            summary: What it shows, in a sentence.
        """
        if not _PLACE.fullmatch(place):
            raise ValueError(f"{name!r} is at {place!r}; allowed: a place like 'module:function'")
        self._add(
            name, summary, partial(lacks_module, place), partial(of_module, place), threads=threads
        )

    def c_function(
        self,
        name: str,
        library: str | Path,
        symbol: str,
        *,
        threads: bool = False,
        summary: str = "",
    ) -> None:
        """Add a function of a shared library, as `extern "C"` exports it.

        It gets the address of each array, int64_t for a whole number and double for a float, in
        the order of the inputs; then the address of the output, and int64_t threads if it has them.

        Args:
            name: The name of its row, which no other kernel has.
            library: The file, relative to the one that has the oracle.
            symbol: The name of the function.
            threads: Whether the function takes a number of threads as its last argument.
            summary: What it shows, in a sentence.
        """
        path = file_at(library, self.oracle)
        opened = partial(of_c_function, path, symbol)
        self._add(
            name, summary, partial(lacks_file, path, "; compile it first"), opened, threads=threads
        )

    def cpp_file(  # noqa: PLR0913
        self,
        name: str,
        file: str | Path,
        symbol: str,
        *,
        threads: bool = False,
        flags: str = "",
        summary: str = "",
    ) -> None:
        """Add a function of a C++ file, which is compiled before a contest, as ours are: at -O3.

        It gets the same arguments as a function of a shared library. It may include xsimd and, with
        `threads`, OpenMP.

        Args:
            name: The name of its row, which no other kernel has.
            file: The file, relative to the one that has the oracle.
            symbol: The name of the function, which is `extern "C"`.
            threads: Whether the function takes a number of threads as its last argument.
            flags: More flags of the compiler, like "-march=native".
            summary: What it shows, in a sentence.
        """
        check_flags(name, flags)
        cpp = CppFile(file_at(file, self.oracle), symbol, flags, threads)
        opened, missing = partial(of_cpp_file, cpp), partial(lacks_file, cpp.path)
        self._add(name, summary, missing, opened, threads=threads)
        self.kernels[name] = replace(self.kernels[name], cpp=cpp)

    def at(self, size: int | None = None) -> Instance:
        """Return the inputs of a size, by default the small one, with the oracle's output."""
        return make_instance(self, check_size("size", self.small_size if size is None else size))

    def complaint(self, name: str, size: int | None = None, threads: int = 2) -> str:
        """Call a kernel once, and return what is wrong with its output, for tests.

        Args:
            name: The name of the kernel.
            size: The size of the problem; by default the small one.
            threads: How many threads a kernel with threads gets.

        Returns:
            What is wrong, in a sentence; an empty text if the output is right.

        Raises:
            ValueError: There is no kernel of that name, or the problem itself is not right.
        """
        if name not in self.kernels:
            raise ValueError(f"there is no kernel {name!r}; allowed: {', '.join(self.kernels)}")
        kernel = self.kernels[name]
        last = (threads,) if kernel.supports_threads else ()
        return run_checked(kernel.open(), self.at(size), last)

    def _add(
        self, name: str, summary: str, missing: Callable[[], str], opened: Opened, *, threads: bool
    ) -> None:
        check_name("a kernel's name", name)
        if name in self.kernels:
            raise ValueError(f"two kernels are called {name!r}; allowed: names that differ")
        self.kernels[name] = ProblemKernel(name, summary, threads, opened, missing)
