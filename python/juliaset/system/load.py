"""The CPU of this machine, and what else runs on it, as the system reports it."""

import platform
from contextlib import suppress
from pathlib import Path


def pressure() -> float | None:
    """Return the seconds during which something waited for a CPU, since the machine started."""
    try:
        lines = Path("/proc/pressure/cpu").read_text().splitlines()
    except OSError:
        return None
    some = next((line for line in lines if line.startswith("some ")), "")
    total = some.rpartition("total=")[2]
    return int(total) / 1e6 if total else None


def governor() -> str:
    """Return the governor of the CPU's clock; empty if the machine does not report it."""
    path = Path("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def cpu_name() -> str:
    """Return the CPU's name as the system gives it."""
    with suppress(OSError):  # some containers have no /proc
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown CPU"
