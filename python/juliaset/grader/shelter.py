"""Where a submission's process stands: what `import` finds there, and what it may read at all."""

import json
import os
import site
import sys
import sysconfig
from pathlib import Path

import numpy as np

from juliaset.grader.loadable import Limits, Loadable

_INSIDE = Path(__file__).parent / "inside"
_ALONE = """
import sys
sys.path[:0] = {paths!r}
from juliaset.grader.inside.__main__ import main
main()
"""


def command(loadable: Loadable, limits: Limits, folder: Path, board: int, size: int) -> list[str]:
    """Give the command that starts it; folder: an empty one, for what `import` is to find.

    board: the descriptor of the memory that both sides see, and its size.
    """
    alone = loadable.kernel is None
    for path in (loadable.folder, *loadable.folder.rglob("*")):
        # Another user is to read it, whatever the umask.
        path.chmod(0o755 if path.is_dir() else 0o644)
    paths = [_lay_out(folder)] if alone else []
    cores = sorted(os.sched_getaffinity(0))
    order = {
        "board": board,
        "board_size": size,
        "parent": os.getpid(),
        "pin": cores[-1:] if limits.threads == 1 else [],
        "readable": [str(path) for path in _readable(loadable.folder, paths)],
        "seconds": limits.cpu_seconds,
        "memory": limits.memory,
        "kernel": loadable.kernel,
    }
    # A Python submission gets no site-packages: only what is laid out.
    flags = ["-I", "-S"] if alone else ["-I"]
    return [sys.executable, *flags, "-B", "-c", _ALONE.format(paths=paths), json.dumps(order)]


def environment(folder: Path) -> dict[str, str]:
    """Give all that a submission sees of an environment: one thread for BLAS, no secrets."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        # A thread that waits for the others must not look as if it worked.
        "OMP_WAIT_POLICY": "passive",
    }


def _lay_out(folder: Path) -> str:
    """Lay out what `import` finds beside the standard library: NumPy, and what runs inside."""
    numpy = Path(np.__file__).parent
    for path in (numpy, numpy.with_name("numpy.libs")):
        if path.exists():
            (folder / path.name).symlink_to(path)
    inside = folder / "juliaset" / "grader"
    inside.mkdir(parents=True)
    for package in (inside, inside.parent):
        (package / "__init__.py").write_text("")
    (inside / "inside").symlink_to(_INSIDE)
    folder.chmod(0o755)
    return str(folder)


def _readable(own: Path, laid_out: list[str]) -> list[Path]:
    """Name what a process may read: itself, Python, NumPy, the system's libraries."""
    numpy = Path(np.__file__).parent
    paths = [
        *(own, _INSIDE, numpy, numpy.with_name("numpy.libs")),
        *(Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")),
        *(Path(sys.base_prefix) / "lib", Path(sys.executable)),
        *map(Path, ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache")),
        *map(Path, ("/usr/share/zoneinfo", "/etc/localtime", "/dev/null", "/dev/urandom")),
        *map(Path, ("/proc/self/status", "/sys/devices/system/cpu")),
    ]
    paths += map(Path, laid_out)
    if not laid_out:
        # The rest of juliaset, for what opens a kernel: C++ has no way to open files here.
        paths += [Path(path) for path in site.getsitepackages()]
        paths += [Path(__file__).parents[2]]
    return [path for path in dict.fromkeys(paths) if path.exists()]
