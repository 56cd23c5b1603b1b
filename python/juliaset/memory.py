"""How much memory there is, asked before it is taken: Linux does not raise, it kills."""

import os
from pathlib import Path

_CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")
_CGROUP_USED = Path("/sys/fs/cgroup/memory.current")
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def available() -> int:
    """Give the bytes that this process may still take without swapping."""
    free = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            free = int(line.split()[1]) * 1024
    try:
        limit = _CGROUP_LIMIT.read_text().strip()
        if limit != "max":
            free = min(free, int(limit) - int(_CGROUP_USED.read_text()))
    except OSError:
        pass  # no cgroup v2 here: the machine's memory is the limit
    return max(free, 0)


def check_fits(pixels: int, bytes_per_pixel: int, what: str) -> None:
    """Raise ValueError where so many pixels would not fit into the memory that is left."""
    needed = pixels * bytes_per_pixel
    if needed < 1 << 26:  # 64 MiB: do not read files for small pictures
        return
    free = available()
    if needed > free:
        raise ValueError(
            f"{what} would take {in_words(needed)}, and {in_words(free)} are free; "
            f"ask for a smaller picture"
        )


def in_words(size: int) -> str:
    """Write a size as people read it."""
    number = float(size)
    for unit in _UNITS:
        if number < 1024 or unit == _UNITS[-1]:  # noqa: PLR2004
            break
        number /= 1024
    return f"{number:.3g} {unit}"
