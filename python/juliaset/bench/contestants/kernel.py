"""A kernel as a contestant: a process of its own, so that only it crashes, hangs or is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from juliaset.bench.contestants.child import ChildProcess, EndedError, python_worker
from juliaset.bench.contestants.loaded_kernel import SLOW_NS
from juliaset.bench.contestants.own_notes import OwnNotes
from juliaset.bench.record import Status, Variant
from juliaset.bench.rounds import Entry, Timing
from juliaset.compilers import Compiler
from juliaset.kernel_type import DEFAULT_FLAVOUR, Gil, Kernel
from juliaset.native import load_flavour
from juliaset.ranges import LONGEST
from juliaset.system.cores import usable_cores


@dataclass(frozen=True)
class SelectedKernel:
    """A kernel that takes part, and how it is called."""

    about: Variant  # what does not depend on how it is called
    supports_threads: bool = False
    threads: int | None = None
    gil: Gil | None = None
    shown: str = ""  # instead of the kernel's name
    file: str = ""  # of a kernel that juliaset does not register, or has not compiled itself
    gils: tuple[Gil, ...] = ("held", "released")  # of those with a flavour
    compiler: Compiler | None = None  # if it is another one than that of juliaset's own libraries
    problem_file: str = ""  # of a kernel of a user's problem

    @property
    def kernel(self) -> str:
        """The kernel's name."""
        return self.about.kernel

    @property
    def flavour(self) -> str | None:
        """The flavour; None if the kernel has none."""
        return self.about.flavour

    @property
    def id(self) -> str:
        """`kernel[@flavour][/compiler][/tN][/held]`, without what is default."""
        name = self.shown or self.kernel
        parts = [f"{name}@{self.flavour}" if self.flavour else name]
        if self.compiler is not None:
            parts.append(self.compiler.label)
        if self.threads is not None:
            parts.append(f"t{self.threads}")
        if self.gil == "held":
            parts.append("held")
        return "/".join(parts)

    @property
    def uses(self) -> int:
        """The number of threads that it runs on."""
        return (self.threads or usable_cores()) if self.supports_threads else 1

    def variant(self) -> Variant:
        """Return an empty row of the record for it."""
        return replace(
            self.about,
            id=self.id,
            gil=(self.gil or "released") if self.flavour else None,
            threads=self.uses,
            processes=[],
            cold=replace(self.about.cold),
        )

    def order(self, folder: Path) -> dict[str, Any]:
        """Return the first request to its worker; the folder has the problem and what is right."""
        return {
            "kernel": self.kernel,
            "file": self.file,
            "problem_file": self.problem_file,
            "exact": self.about.exactness == "exact",
            "flavour": self.flavour,
            "supports_threads": self.supports_threads,
            "options": {"flavour": self.flavour, "threads": self.threads, "gil": self.gil},
            "problem": str(folder),
            "threads": self.uses,
        }

    def entry(self, folder: Path, timeout: float, cores: list[int]) -> Entry:
        """Return its row and its contestant; one that uses one thread is pinned to the cores."""
        variant = self.variant()
        pinned = cores if self.uses == 1 else []
        return Entry(variant, KernelContestant(self.order(folder), variant, timeout, pinned))


def selected(
    kernel: Kernel, flavour: str | None, compiler: Compiler | None = None
) -> SelectedKernel:
    """Return a kernel of the registry as one that takes part.

    compiler: the one that is to compile it; None for the library that is installed.
    """
    reason = kernel.reason_of(flavour or DEFAULT_FLAVOUR)
    about = Variant(
        id=kernel.name,
        kernel=kernel.name,
        toolchain=kernel.toolchain,
        flavour=flavour,
        flags=kernel.flags_of(flavour) if flavour else "",
        compiler=compiler.name if compiler else made_by(flavour) if flavour else "",
        isa=kernel.isa,
        lanes=kernel.lanes,
        vectors_in_flight=kernel.vectors_in_flight,
        steps=kernel.steps,
        exactness="exact" if kernel.exact else "tolerant",
        status=Status.UNAVAILABLE if reason else Status.OK,
        reason=reason,
    )
    return SelectedKernel(
        about, supports_threads=kernel.supports_threads, gils=kernel.gils, compiler=compiler
    )


def made_by(flavour: str = DEFAULT_FLAVOUR) -> str:
    """Return which compiler made the library of a flavour: "GNU 12.2.0"."""
    return load_flavour(flavour).compiler


def another(compiler: Compiler) -> Compiler | None:
    """Return the compiler; None if it is the one that made the installed libraries."""
    return None if compiler.name == made_by() else compiler


class KernelContestant:
    """The kernel's process, while it lives."""

    def __init__(
        self, order: dict[str, Any], variant: Variant, timeout: float, cores: Sequence[int] = ()
    ) -> None:
        """Keep the order for the process, and the cores that it is pinned to; start nothing."""
        self._order = order
        self._variant = variant
        self._timeout = timeout
        self._cores = list(cores)
        self._process: ChildProcess | None = None
        self._quick = False  # until a sample has shown it
        self.start_s = 0.0  # until it has started
        # For the Julia set a roof shows what keeps its answer.
        self._notes = OwnNotes(variant.threads) if order.get("problem_file") else None

    def begin(self) -> None:
        """Start the process, which begins to load the kernel."""
        self._process = python_worker(self._cores, self._variant.environment)
        self._process.send(self._order, self._timeout)

    def open(self) -> None:
        """Wait until it has loaded the kernel; quick kernels touch their output once."""
        ready = self._running().receive(self._timeout)
        once = ready["cold"]
        self._add_unshown(ready)
        self.start_s = (once["load_ns"] + once["first_call_ns"]) / 1e9
        cold = self._variant.cold
        if cold.load_ns is None:
            cold.load_ns, cold.first_call_ns = once["load_ns"], once["first_call_ns"]
        if self._quick:
            self.sample(1)

    def sample(self, calls: int) -> Timing:
        """Time it, and check the output that was timed."""
        self.send({"calls": calls})
        answer = self.receive()
        self._quick = answer["wall_ns"] < SLOW_NS
        waited = answer["waited_ns"]
        timing = Timing(answer["wall_ns"], answer["cpu_ns"], self.pid, self.core, waited)
        if self._notes:
            self._add_unshown(answer)
            self._notes.add(timing, answer["kept"])
            self._variant.note = self._notes.note
        return timing

    def _add_unshown(self, answer: dict[str, Any]) -> None:
        """Note the call that an answer tells of and that no sample shows, if there was one."""
        if self._notes and answer["unshown"]:
            self._notes.add_unshown(Timing(**answer["unshown"]))

    def send(self, request: dict[str, Any]) -> None:
        """Send a request to the process."""
        self._running().send(request, self._timeout)

    def receive(self) -> dict[str, Any]:
        """Return the process's answer; EndedError if its output is wrong."""
        answer = self._answer()
        variant = self._variant
        variant.differing = max(variant.differing, answer["differing"])
        if answer["wrong"]:
            raise EndedError(Status.WRONG, answer["wrong"])
        if answer["largest"]:
            largest = min(answer["largest"], LONGEST)
            variant.largest_error = max(variant.largest_error or 0.0, largest)
        if answer["peak_bytes"] is not None:
            variant.memory = max(variant.memory or 0, answer["peak_bytes"])
        for name in ("bind_ns", "finish_ns"):
            known = getattr(variant.cold, name)
            setattr(variant.cold, name, min(answer[name], answer[name] if known is None else known))
        return answer

    def _answer(self) -> dict[str, Any]:
        return self._running().receive(self._timeout)

    def _running(self) -> ChildProcess:
        if self._process is None:
            raise EndedError(Status.FAILED, "it was not started")
        return self._process

    @property
    def pid(self) -> int:
        """The process's number; 0 if there is none."""
        return self._process.pid if self._process else 0

    @property
    def core(self) -> int | None:
        """The core that it is pinned to."""
        return self._cores[0] if len(self._cores) == 1 else None

    def close(self) -> None:
        """Kill the process, and all that it started."""
        if self._process is not None:
            self._process.stop()
            self._process = None
