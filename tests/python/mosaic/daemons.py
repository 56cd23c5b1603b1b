"""A scheduler and workers that a test starts as programs of their own, as users do on hosts."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

_PATIENCE_S = 60
_SETTINGS = {
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "15s",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "10",
    "OMP_NUM_THREADS": "1",
}


class Daemons(NamedTuple):
    """What was started."""

    address: str
    scheduler: "subprocess.Popen[bytes]"
    workers: list["subprocess.Popen[bytes]"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _program(name: str, tls: Path, role: str) -> list[str]:
    return [
        *(sys.executable, "-m", f"distributed.cli.dask_{name}", "--protocol", "tls"),
        *("--tls-ca-file", str(tls / "ca.pem"), "--tls-cert", str(tls / f"{role}.pem")),
        *("--tls-key", str(tls / f"{role}-key.pem"), "--no-dashboard"),
    ]


@contextmanager
def daemons(tls: Path, log: Path, hosts: Sequence[tuple[str, Sequence[str]]]) -> Iterator[Daemons]:
    """Start a scheduler on the first host and a worker on each of the others; end them afterwards.

    A host is its address, and the words that begin a command that shall run there.
    """
    started: list[subprocess.Popen[bytes]] = []
    (host, prefix), *others = hosts
    port = free_port()
    address = f"tls://{host}:{port}"
    first = ["--host", host, "--port", str(port), "--dashboard-address", f"{host}:0"]
    scratch = ["--nthreads", "1", "--no-nanny", "--local-directory", str(log.parent)]
    with log.open("wb") as output:
        environment = {**os.environ, **_SETTINGS}

        def start(command: list[str]) -> None:
            started.append(subprocess.Popen(command, stdout=output, stderr=output, env=environment))

        try:
            start([*prefix, *_program("scheduler", tls, "scheduler"), *first])
            for own, words in others:
                worker = _program("worker", tls, "worker")
                start([*words, *worker, address, "--host", own, *scratch])
            _wait_for(log, b"Registered to", len(others))
            yield Daemons(address, started[0], started[1:])
        finally:
            for process in started:
                process.kill()
                process.wait()


def _wait_for(log: Path, words: bytes, times: int) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while (text := log.read_bytes()).count(words) < times:
        assert time.monotonic() < deadline, text.decode()
        assert b"failed to start" not in text, text.decode()
        time.sleep(0.05)
