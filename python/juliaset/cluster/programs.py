"""What a user types on the machines of a cluster: programs of Dask, with our certificates."""

import shlex
from pathlib import Path

from juliaset.cluster.certificates import AUTHORITY

_PORT = 8786
_TIMEOUT = "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP=15s"
_FAILURES = "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES=10"


def programs(folder: Path) -> dict[str, str]:
    """Return the commands by the machine on which they are typed."""
    scheduler = ("--host ADDRESS", f"--port {_PORT}", "--dashboard-address 127.0.0.1:8787")
    workers = (f"tls://ADDRESS:{_PORT}", "--nworkers CORES", "--nthreads 1", "--no-dashboard")
    compute = ("OUT.zarr", "--size WxH", f"--scheduler tls://ADDRESS:{_PORT}", f"--tls {folder}")
    return {
        "scheduler": _line(
            _TIMEOUT, _FAILURES, "dask scheduler", *scheduler, *_tls(folder, "scheduler")
        ),
        "each worker": _line(_TIMEOUT, "dask worker", *workers, *_tls(folder, "worker")),
        "here": _line("juliaset mosaic compute", *compute),
    }


def _tls(folder: Path, role: str) -> list[str]:
    files = {"ca-file": AUTHORITY, "cert": f"{role}.pem", "key": f"{role}-key.pem"}
    return [f"--tls-{name} {shlex.quote(str(folder / file))}" for name, file in files.items()]


def _line(*words: str) -> str:
    return " ".join(words)
