"""The CPU of this machine, and what else runs on it, as the system reports it."""

import platform
from contextlib import suppress
from pathlib import Path

from juliaset.system import here, macos

_ROOT = Path("/")


def pressure(root: Path = _ROOT) -> float | None:
    """Return the seconds during which something waited for a CPU, since the machine started."""
    try:
        lines = (root / "proc" / "pressure" / "cpu").read_text().splitlines()
        some = next(line for line in lines if line.startswith("some "))
        return int(some.rpartition("total=")[2]) / 1e6
    except (OSError, StopIteration, ValueError, OverflowError):
        return None


def governor(root: Path = _ROOT) -> str:
    """Return the governor of the CPU's clock; empty if the machine does not report it."""
    path = root / "sys" / "devices" / "system" / "cpu" / "cpu0" / "cpufreq" / "scaling_governor"
    try:
        return path.read_text().strip()
    except (OSError, ValueError):
        return ""


def cpu_name(root: Path = _ROOT) -> str:
    """Return the CPU's name as the system gives it."""
    if here.is_macos() and (name := macos.cpu_name()):
        return name
    fields: dict[str, str] = {}
    with suppress(OSError):  # some containers have no /proc
        for line in (root / "proc" / "cpuinfo").read_text(errors="replace").splitlines():
            name, _, value = line.partition(":")
            fields.setdefault(name.strip(), value.strip())
    if model := fields.get("model name"):
        return model
    return _arm_name(root, fields) or platform.processor() or "unknown CPU"


def _arm_name(root: Path, fields: dict[str, str]) -> str:
    """Return the name of an ARM board, or the numbers of its CPU; empty if there are none."""
    with suppress(OSError):  # only boards that the firmware describes have it
        text = (root / "proc" / "device-tree" / "model").read_text(errors="replace")
        if board := text.partition("\0")[0].strip():
            return board
    implementer, part = fields.get("CPU implementer"), fields.get("CPU part")
    return f"ARM, implementer {implementer}, part {part}" if implementer and part else ""
