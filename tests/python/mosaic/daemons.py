"""The programs that `juliaset mosaic certificates` prints, started as users do on hosts."""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sockets import free_port, with_children

from juliaset.cluster.programs import PORT, SCHEDULER, WORKER, programs
from processes import wait_until_gone

_PATIENCE_S = 60


class Daemons(NamedTuple):
    """What was started, and the words of the command that computes with it."""

    address: str
    scheduler: "subprocess.Popen[bytes]"
    workers: list["subprocess.Popen[bytes]"]
    here: list[str]


@contextmanager
def daemons(tls: Path, log: Path, hosts: Sequence[tuple[str, Sequence[str]]]) -> Iterator[Daemons]:
    """Start a scheduler on the first host and a worker on each of the others; end them afterwards.

    A host is its address, and the words that begin a command that shall run there.
    """
    started: list[subprocess.Popen[bytes]] = []
    (scheduler, prefix), *others = hosts
    port, printed = free_port(), programs(tls)

    def typed(where: str, worker: str = "") -> list[str]:
        places = {SCHEDULER: scheduler, WORKER: worker, str(PORT): str(port), "CORES": "1"}
        words = shlex.split(printed[where])  # as a shell takes it apart
        for place, ours in places.items():
            words = [word.replace(place, ours) for word in words]
        return words

    with log.open("wb") as output:
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "DASK_TEMPORARY_DIRECTORY": str(log.parent),
        }

        def start(prefix: Sequence[str], words: list[str]) -> None:
            command = [*prefix, "env", *words]  # the first words set variables
            started.append(subprocess.Popen(command, stdout=output, stderr=output, env=environment))

        try:
            start(prefix, typed("scheduler"))
            for own, words in others:
                start(words, typed("each worker", own))
            _wait_for(log, b"Registered to", len(others))
            address = f"tls://{scheduler}:{port}"
            yield Daemons(address, started[0], started[1:], typed("here"))
        finally:
            all_of_them = [each for process in started for each in with_children(process.pid)]
            for process in started:
                process.kill()
                process.wait()
            wait_until_gone(all_of_them)


def _wait_for(log: Path, words: bytes, times: int) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while (text := log.read_bytes()).count(words) < times:
        assert time.monotonic() < deadline, text.decode()
        assert b"failed to start" not in text, text.decode()
        time.sleep(0.05)
