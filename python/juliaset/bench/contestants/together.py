"""The same kernel several times at once: in threads of one process, or in several processes."""

import time
from pathlib import Path

from juliaset.bench.contestants.kernel import KernelContestant, SelectedKernel
from juliaset.bench.record import Variant
from juliaset.bench.rounds import Entry, Timing
from juliaset.system.cores import core_numbers

# By then each process has read its request, and waits for the common start.
_READY_NS = 2_000_000
_TIMEOUT_S = 600


class ThreadsContestant(KernelContestant):
    """A process in which several threads of Python call the kernel at once."""

    WORDS = "thread", "threads"

    def __init__(self, kernel: SelectedKernel, variant: Variant, folder: Path) -> None:
        """Keep what to start; the row's number of threads is the number of callers."""
        order = kernel.order(folder) | {"callers": variant.threads}
        super().__init__(order, variant, _TIMEOUT_S)
        self.stalls_ns: list[float] = []

    def sample(self, calls: int) -> Timing:
        """Time until all threads are done, and note how long another one could not run."""
        self.send({"calls": calls})
        answer = self.receive()
        self.stalls_ns.append(answer["stall_ns"])
        waited = answer["waited_ns"]
        return Timing(answer["wall_ns"], answer["cpu_ns"], self.pid, waited_ns=waited)


class ProcessesContestant:
    """Several processes that call the kernel at once."""

    WORDS = "process", "processes"

    def __init__(self, kernel: SelectedKernel, variant: Variant, folder: Path) -> None:
        """Keep what to start; the row's number of threads is the number of processes."""
        order = kernel.order(folder)
        self._members = [
            KernelContestant(order, variant, _TIMEOUT_S) for _ in range(variant.threads)
        ]

    def begin(self) -> None:
        """Start them."""
        for member in self._members:
            member.begin()

    def open(self) -> None:
        """Wait until all of them have loaded the kernel."""
        for member in self._members:
            member.open()

    def sample(self, calls: int) -> Timing:
        """Time from the common start until the last of them is done."""
        start_ns = time.perf_counter_ns() + _READY_NS
        for member in self._members:
            member.send({"calls": calls, "start_ns": start_ns})
        answers = [member.receive() for member in self._members]
        began = min(answer["began_ns"] for answer in answers)
        wall_ns = (max(answer["ended_ns"] for answer in answers) - began) / calls
        cpu_ns = sum(answer["cpu_ns"] for answer in answers)
        waited = [answer["waited_ns"] for answer in answers]
        # More processes than cores wait for each other, which says nothing of other programs.
        known = None not in waited and len(answers) <= len(core_numbers())
        waited_ns = sum(waited) if known else None
        return Timing(wall_ns, cpu_ns, self._members[0].pid, waited_ns=waited_ns)

    def close(self) -> None:
        """Kill them."""
        for member in self._members:
            member.close()


def entry(
    kernel: SelectedKernel,
    number: int,
    folder: Path,
    way: type[ThreadsContestant | ProcessesContestant],
) -> Entry:
    """Return the row of that many threads or processes, each with a picture of its own."""
    variant = kernel.variant()
    variant.id += f" in {number} {way.WORDS[number > 1]}"
    variant.threads = variant.pictures = number
    return Entry(variant, way(kernel, variant, folder))
