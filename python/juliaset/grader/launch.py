"""How a submission's process is started: what it loads, its limits, what it can import and read."""

import json
import os
import site
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from juliaset.compile_kernel import work_folder
from juliaset.system.cores import timing_core

_SANDBOX = Path(__file__).parent / "sandbox"
_PROGRAM = """
import sys
sys.path[:0] = {paths!r}
from juliaset.grader.sandbox.__main__ import main
main()
"""


@dataclass(frozen=True)
class Loadable:
    """What a process loads: a file of Python or a compiled module, or a kernel by its spec."""

    folder: Path
    entry: str
    kernel: dict[str, Any] | None = None

    @classmethod
    def of_kernel(cls, spec: dict[str, Any]) -> "Loadable":
        """Return a kernel of the registry, with an empty folder of its own."""
        return cls(Path(tempfile.mkdtemp(dir=work_folder())), "", spec)


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
    alone = loadable.kernel is None
    for path in (loadable.folder, *loadable.folder.rglob("*")):
        # The process may run as another user, who must be able to read it, whatever the umask.
        path.chmod(0o755 if path.is_dir() else 0o644)
    paths = [_lay_out(folder)] if alone else []
    order = {
        "memory_fd": memory,
        "memory_size": size,
        "parent": os.getpid(),
        "pin": [timing_core().number] if limits.threads == 1 or limits.one_core else [],
        "readable": [str(path) for path in _readable(loadable.folder, paths)],
        "seconds": limits.cpu_seconds,
        "memory": limits.memory,
        "kernel": loadable.kernel,
    }
    # A Python submission gets no site-packages: only what is laid out.
    flags = ["-I", "-S"] if alone else ["-I"]
    return [sys.executable, *flags, "-B", "-c", _PROGRAM.format(paths=paths), json.dumps(order)]


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


def _lay_out(folder: Path) -> str:
    """Lay out what `import` finds besides the standard library: NumPy, and the sandbox."""
    numpy = Path(np.__file__).parent
    for path in (numpy, numpy.with_name("numpy.libs")):
        if path.exists():
            (folder / path.name).symlink_to(path)
    grader = folder / "juliaset" / "grader"
    grader.mkdir(parents=True)
    for package in (grader, grader.parent):
        (package / "__init__.py").write_text("")
    (grader / "sandbox").symlink_to(_SANDBOX)
    folder.chmod(0o755)
    return str(folder)


def _readable(own: Path, laid_out: list[str]) -> list[Path]:
    """Return what a process may read: itself, Python, NumPy, the system's libraries."""
    numpy = Path(np.__file__).parent
    paths = [
        *(own, _SANDBOX, numpy, numpy.with_name("numpy.libs")),
        *(Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")),
        *(Path(sys.base_prefix) / "lib", Path(sys.executable)),
        *map(Path, ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache")),
        *map(Path, ("/usr/share/zoneinfo", "/etc/localtime", "/dev/null", "/dev/urandom")),
        *map(Path, ("/proc/self/status", "/sys/devices/system/cpu")),
    ]
    paths += map(Path, laid_out)
    if not laid_out:
        # The rest of juliaset, which opens a kernel: C++ has no way to open files here.
        paths += [Path(path) for path in site.getsitepackages()]
        paths += [Path(__file__).parents[2]]
    return [path for path in dict.fromkeys(paths) if path.exists()]
