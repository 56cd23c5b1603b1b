"""CPU time that is exact to the microsecond, even while OpenMP's threads still spin."""

import resource
import time
from pathlib import Path

from juliaset.system import here

# How Linux numbers the CPU clock of a thread: CPUCLOCK_PERTHREAD_MASK | CPUCLOCK_SCHED.
_THREAD_CLOCK = 0b110


def cpu_seconds() -> float:
    """Return the CPU time of this process, its threads and the children it has waited for."""
    # Linux charges a thread on another core at that core's next tick, up to 10 ms later. Reading
    # the thread's own clock charges it immediately.
    if here.is_linux():
        for thread in Path("/proc/self/task").iterdir():
            try:
                time.clock_gettime(~int(thread.name) << 3 | _THREAD_CLOCK)
            except OSError:
                continue  # it has ended and has been charged
    return time.process_time() + children_cpu_seconds()


def children_cpu_seconds() -> float:
    """Return the CPU time of the children for which this process has waited."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def settle() -> None:
    """Wait until no thread spins after earlier work, which would be charged to the next call."""
    for _ in range(100):
        before = cpu_seconds()
        time.sleep(0.002)
        if cpu_seconds() - before < 0.0005:  # noqa: PLR2004 - a quarter of one core
            return
