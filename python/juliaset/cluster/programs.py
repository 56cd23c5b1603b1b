"""What a user types on the machines of a cluster: programs of Dask, with our certificates."""

from pathlib import Path

from juliaset.cluster.certificates import AUTHORITY
from juliaset.system.processes import shell_word

SCHEDULER, WORKER = "SCHEDULER", "WORKER"  # the addresses of the machines; a user puts them in
PORT = 8786
_TIMEOUT = "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP=15s"
_FAILURES = "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES=10"


def programs(folder: Path) -> dict[str, str]:
    """Return the commands by the machine on which they are typed.

    Dask's pages are plain HTTP for anyone who reaches them. Even with --no-dashboard a worker has
    some, on all addresses of its machine unless it is told another one.
    """
    there = f"tls://{SCHEDULER}:{PORT}"
    scheduler = (f"--host {SCHEDULER}", f"--port {PORT}", "--dashboard-address 127.0.0.1:8787")
    worker = (f"--host {WORKER}", "--dashboard-address 127.0.0.1:0", "--no-dashboard")
    workers = (there, "--nworkers CORES", "--nthreads 1", *worker)
    compute = ("OUT.zarr", "--size WxH", f"--scheduler {there}", f"--tls {shell_word(folder)}")
    return {
        "scheduler": _line(
            _TIMEOUT, _FAILURES, "dask scheduler", *scheduler, *_tls(folder, "scheduler")
        ),
        "each worker": _line(_TIMEOUT, "dask worker", *workers, *_tls(folder, "worker")),
        "here": _line("juliaset mosaic compute", *compute),
    }


def _tls(folder: Path, role: str) -> list[str]:
    files = {"ca-file": AUTHORITY, "cert": f"{role}.pem", "key": f"{role}-key.pem"}
    return [f"--tls-{name} {shell_word(folder / file)}" for name, file in files.items()]


def _line(*words: str) -> str:
    return " ".join(words)
