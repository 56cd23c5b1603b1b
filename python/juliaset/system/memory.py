"""Free memory, checked before it is used: Linux kills a process instead of raising an error."""

import errno
import os
import resource
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from juliaset.system import here, macos
from juliaset.system.c_library import call as call_c
from juliaset.system.cgroups import memory_left

_NO_LIMIT = 2**63 - 1
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def available() -> int:
    """Return the bytes that this process can still use without swapping."""
    group = memory_left()
    return max(min(_of_machine(), _of_process(), _NO_LIMIT if group is None else group), 0)


def _of_machine() -> int:
    if not here.is_linux():
        from juliaset.system import by_psutil  # noqa: PLC0415 - Linux has none

        return by_psutil.available_memory()
    with suppress(OSError):  # some containers have no /proc
        for line in Path("/proc/meminfo").read_text(errors="replace").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _of_process() -> int:
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY or not here.is_linux():  # macOS heeds none
        return _NO_LIMIT
    try:
        return limit - address_space()
    except OSError:
        return limit  # what is in use already is not known without /proc


def address_space() -> int:
    """Return the bytes of addresses that this process has on Linux; raise OSError without /proc."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


def die_first() -> None:
    """Let Linux take this process first if it must kill one because memory is full."""
    if here.is_linux():
        Path("/proc/self/oom_score_adj").write_text("1000")


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
    """Return how much a call makes this process grow at its peak; None if that is not known.

    Linux counts pages in batches per core, so the result is accurate to some hundred KiB.
    """
    try:
        reset_peak()
        before = resident_bytes()
        call()
        return max(peak_bytes() - before, 0)
    except OSError:
        return None


def reset_peak(pid: int | None = None) -> None:
    """Let the peak of a process begin at what it has now; raise OSError if the system refuses."""
    if not here.is_linux():
        raise OSError(errno.ENOTSUP, f"{here.in_words()} keeps the highest peak of a process")
    # Never ru_maxrss: it survives exec, and describes the parent.
    Path(f"/proc/{pid or 'self'}/clear_refs").write_text("5")


def resident_bytes(pid: int | None = None) -> int:
    """Return the memory that a process has now; raise OSError if it is unknown."""
    return macos.memory_of(pid or os.getpid())[0] if here.is_macos() else _field("VmRSS", pid)


def peak_bytes(pid: int | None = None) -> int:
    """Return the most memory that a process had since its reset; raise OSError if it is unknown."""
    return macos.memory_of(pid or os.getpid())[1] if here.is_macos() else _field("VmHWM", pid)


def _field(name: str, pid: int | None) -> int:
    for line in Path(f"/proc/{pid or 'self'}/status").read_text(errors="replace").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise OSError(f"/proc/.../status has no {name}")


def give_back() -> None:
    """Return freed memory to the system, which the C library would keep for the next call."""
    if here.is_macos():
        macos.give_back_memory()
        return
    with suppress(AttributeError):  # only glibc has it
        call_c("malloc_trim", 0)


def in_words(size: int) -> str:
    """Return a size with three digits and the unit that fits."""
    number = float(size)
    for unit in _UNITS:
        if number < 1024 or unit == _UNITS[-1]:  # noqa: PLR2004
            break
        number /= 1024
    return f"{number:.3g} {unit}"
