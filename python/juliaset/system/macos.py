"""What only macOS has: its counters of memory, its name for the CPU, its way to wait for an end.

It was written from Apple's headers and never run on a Mac. Tests run it with stand-ins.
"""

import ctypes
import errno
import os
import select
import subprocess
from typing import Any

_RUSAGE_INFO_V4 = 4
# The places of two numbers of 64 bits in struct rusage_info_v4, which begins with 16 bytes.
_FOOTPRINT, _MOST_FOOTPRINT = 9, 30
_LONGEST = 64  # more than any version of the structure has


def memory_of(process: int, libc: Any = None) -> tuple[int, int]:  # noqa: ANN401 - a library
    """Return the memory that a process has, and the most that it ever had.

    It is the footprint, which Activity Monitor shows too: what counts for this process alone.

    libc: the C library; only tests have one of their own.

    Raises:
        OSError: It is gone, or belongs to another user.
    """
    numbers = (ctypes.c_uint64 * _LONGEST)()
    library = ctypes.CDLL(None, use_errno=True) if libc is None else libc
    if library.proc_pid_rusage(process, _RUSAGE_INFO_V4, ctypes.byref(numbers)):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return numbers[_FOOTPRINT], numbers[_MOST_FOOTPRINT]


def cpu_name() -> str:
    """Return the CPU's name, like Apple M2; empty if it is not known."""
    words = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=10)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def queue_of_end(process: int, system: Any = select) -> Any:  # noqa: ANN401 - Linux lacks its type
    """Return a kqueue that can be read when a process has ended; None if it has already.

    system: the module that has kqueue(); only tests have one of their own.
    """
    queue = system.kqueue()
    event = system.kevent(process, system.KQ_FILTER_PROC, system.KQ_EV_ADD, system.KQ_NOTE_EXIT)
    try:
        queue.control([event], 0)
    except OSError as error:
        queue.close()
        if error.errno == errno.ESRCH:
            return None
        raise
    return queue


def give_back_memory() -> None:
    """Return freed memory to the system."""
    ctypes.CDLL(None).malloc_zone_pressure_relief(None, ctypes.c_size_t(0))
