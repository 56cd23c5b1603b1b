"""Free memory, checked before it is used: Linux kills a process instead of raising an error."""

import ctypes
import os
import resource
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from juliaset.system.cgroups import memory_left

_NO_LIMIT = 2**63 - 1
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def available() -> int:
    """Return the bytes that this process can still use without swapping."""
    group = memory_left()
    return max(min(_of_machine(), _of_process(), _NO_LIMIT if group is None else group), 0)


def _of_machine() -> int:
    with suppress(OSError):  # some containers have no /proc
        for line in Path("/proc/meminfo").read_text(errors="replace").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _of_process() -> int:
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit < 0:
        return _NO_LIMIT
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        pages = 0  # what is in use already is not known without /proc
    return limit - pages * os.sysconf("SC_PAGE_SIZE")


def check_fits(pixels: int, bytes_per_pixel: int, what: str) -> None:
    """Raise ValueError if that many pixels would not fit into the free memory."""
    needed = pixels * bytes_per_pixel
    if needed < 1 << 26:  # 64 MiB: small pictures need no look at the system
        return
    free = available()
    if needed > free:
        raise ValueError(
            f"{what} would take {in_words(needed)}, and {in_words(free)} are free; "
            f"ask for a smaller picture"
        )


def growth(call: Callable[[], object]) -> int | None:
    """Return how much a call makes this process grow at its peak; None if Linux does not report it.

    Linux counts pages in batches per core, so the result is accurate to some hundred KiB.
    """
    try:
        reset_peak()
        before = memory_of("VmRSS")
        call()
        return max(memory_of("VmHWM") - before, 0)
    except OSError:
        return None


def reset_peak(pid: int | str = "self") -> None:
    """Let the peak of a process begin at what it has now; raise OSError if Linux refuses."""
    # Never ru_maxrss: it survives exec, and describes the parent.
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def memory_of(field: str, pid: int | str = "self") -> int:
    """Return the bytes of VmRSS (now) or VmHWM (the peak); raise OSError if they are unknown."""
    for line in Path(f"/proc/{pid}/status").read_text(errors="replace").splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) * 1024
    raise OSError(f"/proc/.../status has no {field}")


def give_back() -> None:
    """Return freed memory to the system, which the C library would keep for the next call."""
    with suppress(AttributeError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)


def in_words(size: int) -> str:
    """Return a size with three digits and the unit that fits."""
    number = float(size)
    for unit in _UNITS:
        if number < 1024 or unit == _UNITS[-1]:  # noqa: PLR2004
            break
        number /= 1024
    return f"{number:.3g} {unit}"
