"""What a process uses, as the system counts it: threads' time, CPU time, memory.

All of it is read from outside the process, which cannot lie about it.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.record import Status
from juliaset.grader.verdict import InconclusiveError
from juliaset.system import memory
from juliaset.system.process_table import cpu_ns_of, is_gone
from juliaset.system.thread_usage import ThreadUsage, usage_of_this_thread, usage_of_threads

_MIB = 1 << 20


def thread_usage(pid: int) -> dict[int, ThreadUsage]:
    """Return what each thread of a process has used so far; raise InconclusiveError if unknown."""
    try:
        return usage_of_threads(pid)
    except (OSError, ValueError, IndexError) as error:
        if is_gone(pid):
            raise _gone() from None
        raise InconclusiveError(
            f"What the threads of a process use can't be read here: {error}. This lab needs /proc, "
            f"and a Linux that counts in /proc/PID/task/*/schedstat."
        ) from None


@dataclass(frozen=True)
class Used:
    """What a process used in between: seconds of all its threads, of each, and by the clock."""

    cpu: float  # also of threads that have ended
    wall: float  # without those in which the grader waited for a core
    threads: dict[int, ThreadUsage]  # those that are there at the end


def used_during(pid: int, work: Callable[[], Any]) -> tuple[Any, Used]:
    """Call `work`, which keeps the process busy; return its answer and what the process used."""
    before, own = thread_usage(pid), usage_of_this_thread()
    cpu, wall = cpu_ns(pid), time.perf_counter()
    answer = work()
    wall, cpu = time.perf_counter() - wall, cpu_ns(pid) - cpu
    wall -= usage_of_this_thread().since(own).queued
    threads = {
        number: usage.since(before.get(number, ThreadUsage()))
        for number, usage in thread_usage(pid).items()
    }
    return answer, Used(cpu / 1e9, wall, threads)


def cpu_ns(pid: int) -> int:
    """Return the CPU time that all threads of a process have used so far, even within a call."""
    try:
        return cpu_ns_of(pid)
    except OSError:
        raise _gone() from None


def _gone() -> EndedError:
    """Return what to raise for a process that answers and ends: it has no clock and no memory."""
    return EndedError(Status.CRASHED, "it ended right after it had answered")


def noise_between_processes() -> int:
    """Return by how many bytes the memory of two processes that did the same may differ.

    60 processes that ran one file had 35.89 to 36.23 MiB. Linux also counts pages in batches per
    core, which grow with the number of cores: what one or two cores have not yet passed on lacks.
    """
    batch = max(32, 2 * (os.cpu_count() or 1)) * os.sysconf("SC_PAGE_SIZE")
    return max(3 << 17, 2 * batch)


@dataclass(frozen=True)
class Peak:
    """The most bytes that a process had at one time; two bounds if only these are known."""

    least: int
    most: int

    def above(self, floor: int) -> "Peak":
        """Return how much it exceeds what the process had before."""
        return Peak(max(self.least - floor, 0), max(self.most - floor, 0))

    def within(self, allowed: float, noise: int = 0) -> bool:
        """Return whether it is at most `allowed`; raise InconclusiveError if that is not known.

        noise: bytes by which the peak may be off, because it was compared with another process.
        """
        if self.most + noise <= allowed:
            return True
        if self.least - noise > allowed:
            return False
        if self.most - self.least <= noise:
            raise InconclusiveError(
                f"The peak is {in_mib(self.most)} where {in_mib(allowed)} are allowed: closer than "
                f"this measurement can tell, because two equal processes differ by up to "
                f"{in_mib(noise)}. With less than {in_mib(allowed - noise)} it passes."
            )
        raise InconclusiveError(
            f"The peak lies between {in_mib(self.least)} and {in_mib(self.most)}, and "
            f"{in_mib(allowed)} are allowed: this machine does not let the grader reset an "
            f"earlier, higher peak of this process."
        )


def resident_bytes(pid: int) -> int:
    """Return the memory that a process has now."""
    return _memory(pid, memory.resident_bytes)


def peak_during(pid: int, work: Callable[[], Any]) -> tuple[Any, Peak]:
    """Call `work`, which keeps the process busy; return its answer and the peak of the process."""
    reset = True
    try:
        memory.reset_peak(pid)
    except OSError:
        reset = False
    before = _memory(pid, memory.peak_bytes)
    answer = work()
    after = _memory(pid, memory.peak_bytes)
    # If an earlier peak was not reset, it hides a lower one, which is only known to be no higher.
    if reset or after > before:
        return answer, Peak(after, after)
    return answer, Peak(resident_bytes(pid), before)


def in_mib(size: float) -> str:
    """Return a number of bytes in the unit in which a learner compares them."""
    return f"{size / _MIB:.1f} MiB"


def _memory(pid: int, read: Callable[[int], int]) -> int:
    try:
        return read(pid)
    except OSError as error:
        why = f"The memory of a process can't be read here: {error}"
    try:
        read(os.getpid())
    except OSError:
        raise InconclusiveError(why) from None
    raise _gone()  # one that is ending has a number, and no memory
