"""What a process uses, as Linux counts it: threads' time, CPU time, memory. It cannot lie about it.

All of it is read from outside the process.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.record import Status
from juliaset.grader.verdict import InconclusiveError
from juliaset.system.memory import memory_of, reset_peak

_CPU_CLOCK = 0b010  # how Linux numbers the CPU clock of a process: CPUCLOCK_SCHED
_MIB = 1 << 20


@dataclass(frozen=True)
class ThreadUsage:
    """What a thread has used: seconds on a core, seconds waiting for one, and times asleep."""

    ran: float = 0.0
    queued: float = 0.0
    slept: int = 0

    def since(self, before: "ThreadUsage") -> "ThreadUsage":
        """Return the difference from an earlier reading."""
        return ThreadUsage(
            self.ran - before.ran, self.queued - before.queued, self.slept - before.slept
        )


def thread_usage(pid: int) -> dict[int, ThreadUsage]:
    """Return what each thread of a process has used so far; raise InconclusiveError if unknown."""
    found = {}
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with suppress(ProcessLookupError):  # the thread has just ended
                found[int(thread.name)] = _usage_of(thread)
    except (OSError, ValueError, IndexError) as error:
        if _is_gone(pid):
            raise _gone() from None
        raise InconclusiveError(
            f"What the threads of a process use can't be read here: {error}. This lab needs /proc, "
            f"and a Linux that counts in /proc/PID/task/*/schedstat."
        ) from None
    return found


def _usage_of(thread: Path) -> ThreadUsage:
    try:
        ran, queued, _ = (thread / "schedstat").read_text().split()
        # Its name is the submission's to choose, and need not be text.
        status = (thread / "status").read_text(errors="replace")
    except FileNotFoundError:
        if thread.exists():
            raise
        raise ProcessLookupError(thread.name) from None
    slept = int(status.partition("\nvoluntary_ctxt_switches:")[2].split()[0])
    return ThreadUsage(int(ran) / 1e9, int(queued) / 1e9, slept)


@dataclass(frozen=True)
class Used:
    """What a process used meanwhile: seconds of all its threads, of each, and by the clock."""

    cpu: float  # also of threads that have ended
    wall: float  # without those in which the grader waited for a core
    threads: dict[int, ThreadUsage]  # those that are there at the end


def used_during(pid: int, work: Callable[[], Any]) -> tuple[Any, Used]:
    """Call `work`, which keeps the process busy; return its answer and what the process used."""
    before, own = thread_usage(pid), _usage_of(Path("/proc/thread-self"))
    cpu, wall = cpu_ns(pid), time.perf_counter()
    answer = work()
    wall, cpu = time.perf_counter() - wall, cpu_ns(pid) - cpu
    wall -= _usage_of(Path("/proc/thread-self")).since(own).queued
    threads = {
        number: usage.since(before.get(number, ThreadUsage()))
        for number, usage in thread_usage(pid).items()
    }
    return answer, Used(cpu / 1e9, wall, threads)


def cpu_ns(pid: int) -> int:
    """Return the CPU time that all threads of a process have used so far, even within a call."""
    try:
        return time.clock_gettime_ns(~pid << 3 | _CPU_CLOCK)
    except OSError:
        raise _gone() from None


def _gone() -> EndedError:
    """Return what to raise for a process that answers and ends: it has no clock and no memory."""
    return EndedError(Status.CRASHED, "it ended right after it had answered")


def _is_gone(pid: int) -> bool:
    """Return whether a process has ended; it may still have an entry, until it is waited for."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return Path("/proc/self").exists()
    return state in {"Z", "X"}


@dataclass(frozen=True)
class Peak:
    """The most bytes that a process had at one time; two bounds if only these are known."""

    least: int
    most: int

    def above(self, floor: int) -> "Peak":
        """Return by how much it exceeds what the process had before."""
        return Peak(max(self.least - floor, 0), max(self.most - floor, 0))

    def within(self, allowed: float) -> bool:
        """Return whether it is at most `allowed`; raise InconclusiveError if that is not known."""
        if self.most <= allowed:
            return True
        if self.least > allowed:
            return False
        raise InconclusiveError(
            f"The peak lies between {in_mib(self.least)} and {in_mib(self.most)}, and "
            f"{in_mib(allowed)} are allowed: Linux does not let the grader reset an earlier, "
            f"higher peak of this process here (it could not write to /proc/.../clear_refs)."
        )


def resident_bytes(pid: int) -> int:
    """Return the memory that a process has now."""
    return _memory(pid, "VmRSS")


def peak_during(pid: int, work: Callable[[], Any]) -> tuple[Any, Peak]:
    """Call `work`, which keeps the process busy; return its answer and the peak of the process."""
    reset = True
    try:
        reset_peak(pid)
    except OSError:
        reset = False
    before = _memory(pid, "VmHWM")
    answer = work()
    after = _memory(pid, "VmHWM")
    # If an earlier peak was not reset, it hides a lower one, which is only known to be no higher.
    if reset or after > before:
        return answer, Peak(after, after)
    return answer, Peak(resident_bytes(pid), before)


def in_mib(size: float) -> str:
    """Return a number of bytes in the unit in which a learner compares them."""
    return f"{size / _MIB:.1f} MiB"


def _memory(pid: int, field: str) -> int:
    try:
        return memory_of(field, pid)
    except OSError as error:
        why = f"The memory of a process can't be read here: {error}"
    try:
        memory_of(field, os.getpid())
    except OSError:
        raise InconclusiveError(why) from None
    raise _gone()  # one that is ending has a number, and no memory
