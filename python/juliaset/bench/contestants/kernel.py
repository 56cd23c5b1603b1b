"""A kernel as a contestant: a process of its own, so that only it crashes, hangs or is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from msgspec.structs import replace

from juliaset.bench.contestants.child import ChildProcess, EndedError, python_worker
from juliaset.bench.contestants.loaded_kernel import SLOW_NS
from juliaset.bench.contestants.own_notes import OwnNotes
from juliaset.bench.record import Status, Variant
from juliaset.bench.rounds import Entry, Timing
from juliaset.kernel_type import most_threads
from juliaset.ranges import LONGEST
from juliaset.system.cores import usable_cores

OWN = "own"  # the toolchain of kernels in a user's files


@dataclass(frozen=True)
class SelectedKernel:
    """A kernel that takes part, and how it is called. Each kind of problem has a class of it."""

    SOLVER: ClassVar[str] = ""  # the module that opens it in its process

    about: Variant  # what does not depend on how it is called
    supports_threads: bool = False
    threads: int | None = None
    shown: str = ""  # instead of the kernel's name

    @property
    def kernel(self) -> str:
        """The kernel's name."""
        return self.about.kernel

    @property
    def flavour(self) -> str | None:
        """The flavour; None if the kernel has none."""
        return self.about.flavour

    @property
    def is_own(self) -> bool:
        """Whether it is in a user's file, so that it is tried before it is measured."""
        return self.about.toolchain == OWN

    @property
    def id(self) -> str:
        """`kernel[/tN]`, without what is default."""
        name = self.shown or self.kernel
        return name if self.threads is None else f"{name}/t{self.threads}"

    @property
    def uses(self) -> int:
        """The number of threads that it runs on."""
        return (self.threads or usable_cores()) if self.supports_threads else 1

    def variant(self) -> Variant:
        """Return an empty row of the record for it."""
        return replace(
            self.about,
            id=self.id,
            threads=self.uses,
            processes=[],
            cold=replace(self.about.cold),
        )

    def order(self, folder: Path) -> dict[str, Any]:
        """Return the first request to its worker; the folder has the problem and what is right."""
        return {
            "solver": self.SOLVER,
            "kernel": self.kernel,
            "problem": str(folder),
            "threads": self.uses,
        }

    def entry(self, folder: Path, timeout: float, cores: list[int]) -> Entry:
        """Return its row and its contestant; one that uses one thread is pinned to the cores."""
        variant = self.variant()
        pinned = cores if self.uses == 1 else []
        return Entry(variant, KernelContestant(self.order(folder), variant, timeout, pinned))


def check_threads(numbers: Sequence[int]) -> None:
    """Raise ValueError for a number of threads that no kernel can run on."""
    if wrong := [number for number in numbers if not 1 <= number <= most_threads()]:
        raise ValueError(f"--threads has {wrong[0]}; allowed: 1 to {most_threads()}")


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
        self._notes: OwnNotes | None = None  # if no roof shows what keeps its answer

    def begin(self) -> None:
        """Start the process, which begins to load the kernel."""
        self._process = python_worker(self._cores, self._variant.environment)
        self._process.send(self._order, self._timeout)

    def open(self) -> None:
        """Wait until it has loaded the kernel; quick kernels touch their output once."""
        ready = self._running().receive(self._timeout)
        once = ready["cold"]
        if not ready["has_roof"]:
            self._notes = self._notes or OwnNotes(self._variant.threads)
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
