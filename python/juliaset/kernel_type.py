"""What a kernel is, and what it checks before it becomes a call that can be timed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

import numpy as np

from juliaset import _native
from juliaset.call_arrays import StopFlag, checked_out, checked_stop
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


class StoppedError(RuntimeError):
    """Raised if the array `stop` ended a call: some of its counts are missing."""


def most_threads() -> int:
    """Return the largest number of threads allowed; beyond it the system fails less clearly."""
    return _native.most_threads()


class Bind(Protocol):
    """A function that turns checked arguments into a call that is ready to be timed."""

    def __call__(
        self, problem: Problem, out: Counts, threads: int, flavour: str, gil: Gil
    ) -> "Call":
        """Return the call."""


class BindStoppable(Protocol):
    """The same for a call that raises StoppedError as soon as stop[0] is not 0."""

    def __call__(  # noqa: PLR0913
        self,
        problem: Problem,
        out: Counts,
        threads: int,
        flavour: str,
        gil: Gil,
        *,
        stop: StopFlag,
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
        flavours: The sets of compiler flags that it exists in; empty unless it is in C or C++.
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
        bind_stoppable: The function that `bind` calls if it was given `stop`; None if the kernel
            cannot be stopped by an array.
        always_releases_gil: Whether a call cannot hold the GIL, though the kernel has flavours.
        rung: Whether the ladder shows it: a picture may tell nothing of how it differs.
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
    bind_stoppable: BindStoppable | None = None
    always_releases_gil: bool = False
    rung: bool = True

    @property
    def gils(self) -> tuple[Gil, ...]:
        """What a call can be told to do with the GIL; empty if it cannot be told."""
        able: tuple[Gil, ...] = ("released",) if self.always_releases_gil else ("held", "released")
        return able if self.flavours else ()

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

    def bind(  # noqa: PLR0913
        self,
        problem: Problem,
        out: Counts,
        *,
        flavour: str | None = None,
        gil: Gil | None = None,
        threads: int | None = None,
        stop: StopFlag | None = None,
    ) -> Call:
        """Check the arguments, prepare the inputs, and return the call to be timed.

        Args:
            problem: The axes, the constant and the limit.
            out: A C-contiguous int32 array of shape (height, width), which the call fills.
            flavour: The compiler flags of a C++ kernel, one of `flavours`. None is "O3".
            gil: "held" keeps the GIL during a C++ kernel's call. None and "released" release it.
            threads: None is one thread for a kernel that supports one, otherwise all usable cores.
            stop: A uint8 array of shape (1,), for a C++ kernel: as soon as stop[0] is not 0, the
                call ends with StoppedError. Any thread or process that shares its memory may set
                it, also while the GIL is held.

        Returns:
            A call without arguments. Its `run` is what a benchmark times; its `finish` then puts
            the answer into `out` if the kernel works on other types, such as lists.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: An argument has a value that is not allowed, or the kernel's arrays would
                not fit into the free memory.
            UnavailableError: The kernel cannot run on this machine.
        """
        out = checked_out(problem, out)
        flavour = self._checked_flavour(flavour)
        gil = self._checked_gil(gil)
        bind = self._bind_until(stop, out)
        if reason := self.reason_of(flavour):
            raise UnavailableError(f"{self.name} cannot run here: {reason}")
        threads = self.checked_threads(threads)
        size = f"{problem.width} x {problem.height}"
        check_fits(problem.pixels, self.bytes_per_pixel, f"{self.name} on {size} pixels")
        return bind(problem, out, threads, flavour, gil)

    def _checked_flavour(self, flavour: object) -> str:
        if flavour is None:
            return DEFAULT_FLAVOUR
        if not self.flavours:
            raise ValueError(f"{self.name} has no flavours; flavour={flavour!r} is for c.*, cpp.*")
        if not isinstance(flavour, str) or flavour not in self.flavours:
            raise ValueError(f"flavour is {flavour!r}; allowed: {', '.join(self.flavours)}")
        return flavour

    def _checked_gil(self, gil: object) -> Gil:
        if gil is None:
            return "released"
        if not isinstance(gil, str) or gil not in get_args(Gil):
            raise ValueError(f"gil is {gil!r}; allowed: 'held', 'released' or None")
        if gil not in self.gils:
            known = "always releases the GIL" if self.gils else "has no choice"
            raise ValueError(f"{self.name} {known}; gil={gil!r} is for c.ctypes and cpp.*")
        return "held" if gil == "held" else "released"

    def _bind_until(self, stop: object, out: Counts) -> Bind:
        """Return the function that makes the call: one that `stop` ends, unless that is None."""
        if stop is None:
            return self.bind_checked
        flag = checked_stop(stop, out)
        if self.bind_stoppable is None:
            raise ValueError(f"{self.name} cannot be stopped by an array; stop= is for cpp.*")
        return partial(self.bind_stoppable, stop=flag)

    def checked_threads(self, threads: int | None) -> int:
        """Return how many threads a call has; None is one or all cores, as `bind` says."""
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
