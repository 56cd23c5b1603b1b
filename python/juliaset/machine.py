"""What a measurement needs to mean anything: CPU, compiler, flags, versions, revision."""

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from msgspec import Struct

from juliaset import _native
from juliaset.kernel_type import DEFAULT_FLAVOUR
from juliaset.native import load_flavour
from juliaset.ranges import AtLeastOne, Count, NotNegative, Text, Texts
from juliaset.system.cgroups import cpu_quota
from juliaset.system.cores import timing_core, usable_cores
from juliaset.system.gil import has_gil, is_free_threaded
from juliaset.system.load import cpu_name, governor

PACKAGES = ("numpy", "cython", "numba", "cffi")


class Machine(Struct, forbid_unknown_fields=True):
    """Where a contest ran, and with what: without it no time means anything."""

    cpu: Text
    cores: AtLeastOne
    isa_cap: Text  # what JULIASET_ISA allows; empty for all that the CPU has
    system: Text
    architecture: Text
    python: Text
    compiler: Text
    flags: Texts
    libraries: Texts
    git: Text
    governor: Text = ""
    timing_core: Count | None = None  # of the rows with one thread
    timing_core_why: Text = ""
    cpu_quota: NotNegative | None = None  # of a control group, in CPUs


def this_machine() -> Machine:
    """Return the description of this machine and this build."""
    core = timing_core()
    return Machine(
        cpu=cpu_name(),
        cores=usable_cores(),
        isa_cap=os.environ.get("JULIASET_ISA") or os.environ.get("JULIA_ISA", ""),
        system=platform.platform(),
        architecture=platform.machine(),
        python=python_in_words(),
        compiler=load_flavour(DEFAULT_FLAVOUR).compiler,
        flags={flavour: load_flavour(flavour).flags for flavour in _native.flavours()},
        libraries={name: installed(name) for name in PACKAGES},
        git=revision(),
        governor=governor(),
        timing_core=core.number,
        timing_core_why=core.why,
        cpu_quota=cpu_quota(),
    )


def python_in_words() -> str:
    """Return the version of this Python; of a free-threaded one also whether it runs as such.

    PYTHON_GIL turns its GIL on, and so does a module that does not promise to need none.
    """
    words = [platform.python_version()]
    if is_free_threaded():
        words.append("free-threaded, with its GIL on" if has_gil() else "free-threaded")
    return " ".join(words)


def installed(package: str) -> str:
    """Return the version of a package; empty if it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def revision() -> str:
    """Return the git revision of the sources; empty outside a checkout."""
    here = Path(__file__)
    try:
        _git("ls-files", "--error-unmatch", here.name, folder=here.parent)  # installed somewhere?
    except (OSError, subprocess.CalledProcessError):
        return ""
    return revision_of(here.parent)


def revision_of(folder: Path) -> str:
    """Return the git revision of a folder, -dirty if it was edited; empty outside a checkout."""
    try:
        return _git("describe", "--always", "--dirty", "--abbrev=12", folder=folder)
    except (OSError, subprocess.CalledProcessError):
        return ""


def _git(*arguments: str, folder: Path) -> str:
    command = ["git", *arguments]
    return subprocess.run(  # noqa: S603
        command, cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()
