"""What else runs on this machine, as the system tells it."""

from pathlib import Path


def pressure() -> float | None:
    """Give the seconds for which something has waited for a CPU since the machine began."""
    try:
        lines = Path("/proc/pressure/cpu").read_text().splitlines()
    except OSError:
        return None
    some = next((line for line in lines if line.startswith("some ")), "")
    total = some.rpartition("total=")[2]
    return int(total) / 1e6 if total else None


def governor() -> str:
    """Name the rule by which the CPU's clock moves; empty where the machine does not say."""
    path = Path("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
    try:
        return path.read_text().strip()
    except OSError:
        return ""
