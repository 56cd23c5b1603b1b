"""What a kernel is, and what it checks before it becomes a call that can be timed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

import numpy as np

from juliaset import _native
from juliaset.problem import Counts, Problem
from juliaset.system.cores import usable_cores
from juliaset.system.memory import check_fits

Gil = Literal["held", "released"]
Steps = Literal["", "every", "some"]
DEFAULT_FLAVOUR = "O3"


class UnavailableError(RuntimeError):
    """Raised if a kernel is known but cannot run on this machine.

    The message gives the reason: a package that is not installed, instructions that the CPU lacks,
    or a cap set by the environment variable JULIASET_ISA. `juliaset list` shows it too.
    """


def most_threads() -> int:
    """Return the largest number of threads allowed; beyond it the system fails less clearly."""
    return _native.most_threads()


class Bind(Protocol):
    """A function that turns checked arguments into a call that is ready to be timed."""

    def __call__(
        self, problem: Problem, out: Counts, threads: int, flavour: str, gil: Gil
    ) -> "Call":
        """Return the call."""


def _already_in_out(_answer: object) -> None:
    """Do nothing: `run` has filled `out`."""


@dataclass(frozen=True)
class Call:
    """One prepared computation: `run` is timed; `finish`, if there is one, fills `out` after it."""

    run: Callable[[], Any]
    finish: Callable[[Any], None] = _already_in_out

    @property
    def has_finish(self) -> bool:
        """Whether `run` hands back an answer that `finish` puts into `out`."""
        return self.finish is not _already_in_out

    def __call__(self) -> None:
        """Run and finish."""
        self.finish(self.run())


@dataclass(frozen=True)
class Kernel:
    """A way to compute the counts of a problem.

    `juliaset.kernels()` lists all of them; the decorator `juliaset.kernel` adds one.

    Attributes:
        name: The unique name, for example "cpp.scalar": the toolchain, a point, the technique.
        summary: One sentence that says what the kernel shows.
        exact: Whether every count must equal CPython's, for every problem.
        supports_threads: Whether it can use more than one thread.
        bind_checked: The function that `bind` calls once the arguments are checked.
        flavours: The sets of compiler flags that it exists in; empty unless it is a C++ kernel.
        bytes_per_pixel: The memory that a call needs, to refuse a picture that does not fit.
        reason_of: Returns why it cannot run here in a flavour; an empty string if it can.
        most_threads: Returns the largest number of threads allowed.
        below: The name of the kernel of which this one changes one thing; empty if there is none.
        source: Its source file, if it is known.
        flags_of: Returns the compiler flags of a flavour; an empty string if there are none.
        isa: The instruction set that it is written for; empty for portable code.
        lanes: The number of pixels that one vector holds.
        vectors_in_flight: The number of independent vectors that its loop works on at once.
        steps: "every" if it takes every step of every pixel, "some" if it proves some of them
            away, empty if its author does not say.
        complex_numbers: Whether it multiplies complex numbers of Python, which some Pythons fuse.
    """

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
    isa: str = ""
    lanes: int = 1
    vectors_in_flight: int = 1
    steps: Steps = ""
    complex_numbers: bool = False

    @property
    def toolchain(self) -> str:
        """The language or library that it is made with: its name up to the first point."""
        return self.name.partition(".")[0]

    @property
    def reason(self) -> str:
        """The reason why it cannot run here in its default flavour; empty if it can."""
        return self.reason_of(DEFAULT_FLAVOUR)

    @property
    def available(self) -> bool:
        """Whether it can run here in its default flavour."""
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
        """Check the arguments, prepare the inputs, and return the call to be timed.

        Args:
            problem: The axes, the constant and the limit.
            out: A C-contiguous int32 array of shape (height, width), which the call fills.
            flavour: The compiler flags of a C++ kernel, one of `flavours`. None is "O3".
            gil: "held" keeps the GIL during a C++ kernel's call. None and "released" release it.
            threads: None is one thread for a kernel that supports one, otherwise all usable cores.

        Returns:
            A call without arguments. Its `run` is what a benchmark times; its `finish` then puts
            the answer into `out` if the kernel works on other types, such as lists.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: An argument has a value that is not allowed, or the kernel's arrays would
                not fit into the free memory.
            UnavailableError: The kernel cannot run on this machine.
        """
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
    """Return a user's word as a `Gil`, or raise ValueError."""
    if word not in get_args(Gil):
        raise ValueError(f"gil is {word!r}; allowed: held, released")
    return "held" if word == "held" else "released"


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
    # C++ accepts only an array of the one int32 type object, not of an equal type.
    return np.asarray(out).view(np.int32)
