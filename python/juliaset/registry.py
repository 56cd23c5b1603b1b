"""What a kernel is, and the list of them: everything that runs kernels walks it and names none."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Protocol, get_args
from warnings import warn

import numpy as np

from juliaset import _native
from juliaset.problem import Counts, Problem
from juliaset.system.memory import check_fits

Gil = Literal["held", "released"]
Steps = Literal["", "every", "some"]
DEFAULT_FLAVOUR = "O3"


class UnavailableError(RuntimeError):
    """The kernel is known, but cannot run here."""


def most_threads() -> int:
    """Give the most threads that may be asked for; beyond it the system fails in uglier ways."""
    return _native.most_threads()


class Bind(Protocol):
    """Turns checked arguments into a call that is ready to be timed."""

    def __call__(
        self, problem: Problem, out: Counts, threads: int, flavour: str, gil: Gil
    ) -> "Call":
        """Bind them."""


@dataclass(frozen=True)
class Call:
    """One computation, prepared: `run` is timed, `finish` fills `out` where `run` did not."""

    run: Callable[[], Any]
    finish: Callable[[Any], None] = lambda _: None

    def __call__(self) -> None:
        """Run and finish."""
        self.finish(self.run())


@dataclass(frozen=True)
class Kernel:
    """A way to compute the counts of a problem."""

    name: str
    summary: str
    exact: bool
    supports_threads: bool
    bind_checked: Bind
    flavours: tuple[str, ...] = ()
    bytes_per_pixel: int = 4
    reason_of: Callable[[str], str] = lambda _flavour: ""
    most_threads: Callable[[], int] = most_threads
    below: str = ""
    source: Path | None = None
    flags_of: Callable[[str], str] = lambda _flavour: ""
    # How it works: the instruction set it is written for, the pixels that one vector holds, the
    # independent vectors in flight, and whether it takes every step or proves some away.
    isa: str = ""
    lanes: int = 1
    vectors_in_flight: int = 1
    steps: Steps = ""

    @property
    def toolchain(self) -> str:
        """What it is made with: the part of its name before the first point."""
        return self.name.partition(".")[0]

    @property
    def reason(self) -> str:
        """Why the kernel cannot run here, in its default flavour; empty where it can."""
        return self.reason_of(DEFAULT_FLAVOUR)

    @property
    def available(self) -> bool:
        """Whether the kernel can run here, in its default flavour."""
        return not self.reason

    def bind(
        self,
        problem: Problem,
        out: Counts,
        *,
        flavour: str | None = None,
        gil: Gil | None = None,
        threads: int | None = None,
    ) -> Call:
        """Check the arguments, prepare the inputs, and give the call to be timed."""
        out = _checked_out(problem, out)
        flavour = self._checked_flavour(flavour)
        gil = self._checked_gil(gil)
        if reason := self.reason_of(flavour):
            raise UnavailableError(f"{self.name} cannot run here: {reason}")
        threads = self._checked_threads(threads)
        size = f"{problem.width} x {problem.height}"
        check_fits(problem.pixels, self.bytes_per_pixel, f"{self.name} on {size} pixels")
        return self.bind_checked(problem, out, threads, flavour, gil)

    def _checked_flavour(self, flavour: object) -> str:
        if flavour is None:
            return DEFAULT_FLAVOUR
        if not self.flavours:
            raise ValueError(f"{self.name} has no flavours; flavour={flavour!r} is for cpp.*")
        if not isinstance(flavour, str) or flavour not in self.flavours:
            raise ValueError(f"flavour is {flavour!r}; allowed: {', '.join(self.flavours)}")
        return flavour

    def _checked_gil(self, gil: object) -> Gil:
        if gil is None:
            return "released"
        if not isinstance(gil, str) or gil not in get_args(Gil):
            raise ValueError(f"gil is {gil!r}; allowed: 'held', 'released' or None")
        if not self.flavours:
            raise ValueError(f"{self.name} has no choice; gil={gil!r} is for cpp.*")
        return "held" if gil == "held" else "released"

    def _checked_threads(self, threads: int | None) -> int:
        most = self.most_threads()
        if threads is None:
            return min(usable_cores(), most) if self.supports_threads else 1
        if isinstance(threads, bool) or not isinstance(threads, int | np.integer):
            raise TypeError(f"threads is {threads!r}; allowed: a whole number")
        if not 1 <= threads <= most:
            raise ValueError(f"threads is {threads}; allowed: 1 to {most}")
        if threads > 1 and not self.supports_threads:
            raise ValueError(
                f"threads is {threads}; allowed: 1, for {self.name} runs on one thread"
            )
        return int(threads)


def as_gil(word: str) -> Gil:
    """Take a user's word for it."""
    if word not in get_args(Gil):
        raise ValueError(f"gil is {word!r}; allowed: held, released")
    return "held" if word == "held" else "released"


def usable_cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0))


_kernels: dict[str, Kernel] = {}
_choosers: list[Callable[[], str]] = []


def best_is(choose: Callable[[], str]) -> None:
    """Let `choose` name the kernel that is `best`, whenever somebody asks for it."""
    _choosers[:] = [choose]


def add(kernel: Kernel) -> None:
    """Put a kernel at the end of the list; one of the same name is replaced."""
    _kernels[kernel.name] = kernel


def kernel(  # noqa: PLR0913
    name: str,
    *,
    exact: bool = True,
    supports_threads: bool = False,
    requires: str = "",
    prepare: Callable[[Problem], tuple[Any, ...]] | None = None,
    finish: Callable[[Any, Counts], None] | None = None,
    bytes_per_pixel: int = 4,
    most_threads: Callable[[], int] = most_threads,
    below: str = "",
    steps: Steps = "",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function as a kernel; the first line of its docstring is its summary.

    The function is called as function(problem, out), with `threads` where it supports them. With
    `prepare` it is called as function(*prepare(problem)) and `finish` puts its answer into out;
    neither of the two is part of the kernel's time. `requires` names a package that may be missing,
    `below` the kernel of which this one changes one thing. `steps` says whether it takes "every"
    step or proves "some" away.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        def bind(problem: Problem, out: Counts, threads: int, flavour: str, gil: Gil) -> Call:  # noqa: ARG001
            if prepare is not None and finish is not None:
                arguments = prepare(problem)
                return Call(lambda: function(*arguments), lambda answer: finish(answer, out))
            if supports_threads:
                return Call(lambda: function(problem, out, threads))
            return Call(lambda: function(problem, out))

        def reason(_flavour: str) -> str:
            if requires and find_spec(requires) is None:
                return f"{requires} is not installed; pip install {requires}, or make setup"
            return ""

        summary = next(iter((function.__doc__ or "").strip().splitlines()), name)
        add(
            Kernel(
                name=name,
                summary=summary,
                exact=exact,
                supports_threads=supports_threads,
                bind_checked=bind,
                bytes_per_pixel=bytes_per_pixel,
                reason_of=reason,
                most_threads=most_threads,
                below=below,
                source=_source(function),
                steps=steps,
            )
        )
        return function

    return register


def _source(function: Callable[..., Any]) -> Path | None:
    """Find the text of a function's module; a compiled one has it beside it, if anywhere."""
    path = getattr(sys.modules.get(function.__module__), "__file__", None)
    if path is None:
        return None
    beside = Path(path).parent / f"{Path(path).name.partition('.')[0]}.pyx"
    return beside if beside.exists() else Path(path)


def kernels() -> list[Kernel]:
    """List every kernel, in the order in which the course meets them."""
    import_module("juliaset.techniques")
    _load_others()
    return list(_kernels.values())


@cache
def _load_others() -> None:
    """Load kernels of other packages: modules named by their entry points `juliaset.kernels`."""
    for entry in entry_points(group="juliaset.kernels"):
        ours = dict(_kernels)
        try:
            entry.load()
        except Exception as error:  # noqa: BLE001 - somebody's broken package must not end ours
            warn(f"the kernels of {entry.value} cannot be loaded: {error!r}", stacklevel=2)
        if taken := [name for name, kernel in ours.items() if _kernels.get(name) is not kernel]:
            _kernels.update(ours)
            warn(f"{entry.value} may not replace {', '.join(taken)}", stacklevel=2)


def get_kernel(name: str) -> Kernel:
    """Find a kernel by its name; `best` is the fastest exact one that this CPU can run."""
    if not isinstance(name, str):
        raise TypeError(f"kernel is {name!r}; allowed: the name of one, a string")
    known = {kernel.name: kernel for kernel in kernels()}
    if name == "best":
        name = _choosers[0]()
    if name not in known:
        near = get_close_matches(name, [*known, "best"], n=3, cutoff=0.7)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        raise ValueError(f"there is no kernel {name!r}{hint} (`juliaset list` shows all)")
    return known[name]


def _checked_out(problem: Problem, out: object) -> Counts:
    if not isinstance(out, np.ndarray):
        raise TypeError(f"out is a {type(out).__name__}; allowed: a NumPy array of int32")
    if out.dtype != np.int32:
        raise TypeError(f"out is an array of {out.dtype}; allowed: int32")
    if out.shape != problem.shape:
        raise ValueError(f"out has the shape {out.shape}; allowed: (height, width) {problem.shape}")
    if not out.flags.c_contiguous:
        raise ValueError(f"out has the strides {out.strides}; allowed: C-contiguous")
    if not out.flags.aligned:
        raise ValueError("out begins at an odd address; allowed: one that is a multiple of 4")
    if not out.flags.writeable:
        raise ValueError("out is read-only; allowed: an array that may be written to")
    if np.shares_memory(out, problem.xs) or np.shares_memory(out, problem.ys):
        raise ValueError("out overlaps an axis of the problem; allowed: memory of its own")
    # A plain array of the one int32: equal types that are other objects are not taken in C++.
    return np.asarray(out).view(np.int32)
