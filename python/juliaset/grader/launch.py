"""How a submission's process is started: what it loads, its limits, what it can import and read."""

import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from juliaset import _walls
from juliaset.grader import bubblewrap
from juliaset.grader.readable import PYTHON, for_python, without_hidden
from juliaset.system.cores import timing_core
from juliaset.system.gil import options_for_gil

_SANDBOX = Path(__file__).parent / "sandbox"
# ctypes can call any address, and NumPy would bring it along.
_WITHOUT_CTYPES = 'sys.modules["ctypes"] = sys.modules["_ctypes"] = None'
_PROGRAM = """
import sys
sys.path.insert(0, {packages!r})
{first}
from juliaset.grader.sandbox.{module} import main
main()
"""


@dataclass(frozen=True)
class Loadable:
    """What a process loads: a file of Python, a compiled module, or a kernel of C++."""

    folder: Path
    entry: str
    is_kernel: bool = False  # its counts() fills an array


@dataclass(frozen=True)
class Limits:
    """What a submission may use."""

    seconds: float = 20.0  # of one call, without the time of the functions that it calls back
    all_seconds: float = 120.0  # of all calls of a process: each may take nearly too long
    cpu_seconds: int = 300
    memory: int = 1 << 30
    threads: int = 1
    one_core: bool = False  # also if there are several threads; a single one has a core always


def command(loadable: Loadable, limits: Limits, folder: Path, memory: int, size: int) -> list[str]:
    """Return the command that starts the process.

    folder: an empty one, for what `import` finds. memory: the descriptor of the shared memory, with
    its size.
    """
    for path in (loadable.folder, *loadable.folder.rglob("*")):
        # The process may run as another user, who must be able to read it, whatever the umask.
        path.chmod(0o755 if path.is_dir() else 0o644)
    order = {
        "memory_fd": memory,
        "memory_size": size,
        "pin": timing_core().cores if limits.threads == 1 or limits.one_core else [],
        "kernel": loadable.is_kernel,
    }
    first = "" if loadable.is_kernel else _WITHOUT_CTYPES
    packages = lay_out(folder)
    readable = [loadable.folder, folder, *for_python()]
    # Of what is laid out only the links to NumPy: the rest is imported before the walls stand.
    own = [loadable.folder, *(path for path in packages.iterdir() if path.is_symlink())]
    order |= {
        "readable": [str(path) for path in without_hidden([*own, *for_python()])],
        "seconds": limits.cpu_seconds,
        "memory": limits.memory,
        "threads": limits.threads > 1,
        "programs": loadable.is_kernel
        or any(loadable.folder.glob("*.so")),  # as Python names compiled modules,
    }
    return in_sandbox("process", packages, order, readable, folder=loadable.folder, first=first)


def in_sandbox(  # noqa: PLR0913 - the last two have defaults
    module: str,
    packages: Path,
    order: dict[str, object],
    readable: list[Path],
    *,
    folder: Path,
    writable: tuple[Path, ...] = (),
    first: str = "",
) -> list[str]:
    """Return the command that runs a module of the sandbox, in bubblewrap if that works here."""
    reason = bubblewrap.why_not()
    order |= {
        "parent": os.getpid() if reason else bubblewrap.PARENT_WITHIN,
        "uncontained": reason,
    }
    place = _write_down(order, packages)
    # No site-packages: only what is laid out. And a GIL, which lab 7 is about.
    program = _PROGRAM.format(packages=str(packages), first=first, module=module)
    python = [str(PYTHON), *options_for_gil(), "-I", "-S", "-B", "-c", program, place]
    return python if reason else bubblewrap.contained(python, readable, writable, folder)


def _write_down(order: dict[str, object], folder: Path) -> str:
    """Write an order into a folder that the process reads: it may be too long for an argument."""
    descriptor, path = tempfile.mkstemp(prefix="order-", suffix=".json", dir=folder)
    with os.fdopen(descriptor, "w") as file:
        json.dump(order, file)
        os.fchmod(file.fileno(), 0o644)
    return path


def environment(folder: Path) -> dict[str, str]:
    """Return the whole environment of a submission: one thread for BLAS, no secrets."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        # A thread that waits for others must not use CPU time as if it worked.
        "OMP_WAIT_POLICY": "passive",
    }


def lay_out(folder: Path, *, packages: tuple[Path, ...] = (Path(np.__file__).parent,)) -> Path:
    """Lay out what `import` finds: NumPy, and a copy of the sandbox."""
    for package in packages:
        for path in (package, package.with_name(f"{package.name}.libs")):
            if path.exists():
                (folder / path.name).symlink_to(path.resolve())
    grader = folder / "juliaset" / "grader"
    shutil.copytree(_SANDBOX, grader / "sandbox", ignore=shutil.ignore_patterns("__pycache__"))
    for package in (grader, grader.parent):
        (package / "__init__.py").write_text("")
    shutil.copy(str(_walls.__file__), grader.parent)
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
    return folder
