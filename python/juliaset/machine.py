"""What a measurement must carry to mean anything: CPU, compiler, flags, versions, revision."""

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from juliaset import _native
from juliaset.registry import DEFAULT_FLAVOUR, kernels, usable_cores

PACKAGES = ("numpy", "cython", "numba")


def facts() -> dict[str, Any]:
    """Describe this machine and this build."""
    return {
        "cpu": cpu(),
        "cores": usable_cores(),
        "isa": os.environ.get("JULIA_ISA") or "all that the CPU has",
        "system": platform.platform(),
        "python": platform.python_version(),
        "compiler": _native.load(DEFAULT_FLAVOUR).compiler,
        "flags": {flavour: _native.load(flavour).flags for flavour in flavours()},
        "libraries": {name: installed(name) for name in PACKAGES},
        "git": revision(),
    }


def flavours() -> list[str]:
    """List the sets of flags that kernels come in, as they are registered."""
    return list(dict.fromkeys(flavour for kernel in kernels() for flavour in kernel.flavours))


def cpu() -> str:
    """Name the CPU as the system does."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown CPU"


def installed(package: str) -> str:
    """Give the version of a package; empty where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def revision() -> str:
    """Give the git revision of the sources; empty outside a checkout."""
    here = Path(__file__)
    try:
        _git("ls-files", "--error-unmatch", here.name, folder=here.parent)  # installed somewhere?
        return _git("describe", "--always", "--dirty", "--abbrev=12", folder=here.parent)
    except (OSError, subprocess.CalledProcessError):
        return ""


def _git(*arguments: str, folder: Path) -> str:
    command = ["git", *arguments]
    return subprocess.run(  # noqa: S603
        command, cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()
