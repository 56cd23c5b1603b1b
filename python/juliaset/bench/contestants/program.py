"""A program as a contestant, started anew for each call: its time includes its start."""

import os
import subprocess
import tempfile
import time
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import IO

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.record import Status
from juliaset.bench.rounds import Timing
from juliaset.system.cores import unbound
from juliaset.system.cpu_time import children_cpu_seconds
from juliaset.system.memory import in_words
from juliaset.system.processes import ends_within, kill_group, last_words, signal_name
from juliaset.system.run_delay import threads_of, waited_ns

_MOST_OUTPUT = 1 << 28  # bytes of a file that takes what a program prints
_LAST_WORDS = 4000
_PIECE = 1 << 20
_LOOK_S = 0.05


class ProgramContestant:
    """A program and its arguments."""

    def __init__(self, words: list[str], timeout: float, agreed: dict[str, str] | None) -> None:
        """Keep the words of the command; `agreed` is shared if all must print the same."""
        self._words = words
        self._timeout = timeout
        self._agreed = agreed
        self._ran = False

    def begin(self) -> None:
        """Do nothing: each run starts a process of its own."""

    def open(self) -> None:
        """Run it once, so that the files it reads are in memory."""
        if not self._ran:
            self._ran = True
            self.sample(1)

    def sample(self, calls: int) -> Timing:
        """Time some runs; each must end with exit code 0."""
        timings = [self._run() for _ in range(calls)]
        walls, cpus = sum(t.wall_ns for t in timings), sum(t.cpu_ns for t in timings)
        waits = [t.waited_ns for t in timings if t.waited_ns is not None]
        waited_ns = sum(waits) / calls if len(waits) == calls else None
        return Timing(walls / calls, cpus / calls, timings[-1].pid, waited_ns=waited_ns)

    def close(self) -> None:
        """Do nothing: nothing is open."""

    def _run(self) -> Timing:
        # What is not compared need not be kept.
        with tempfile.TemporaryFile() as err, self._place() as out:
            before = children_cpu_seconds()
            try:
                code, timing = self._ends(out, err)
            except OSError as error:
                raise EndedError(Status.FAILED, f"cannot be started: {error}") from None
            cpu = children_cpu_seconds() - before
            if code:
                err.seek(max(err.seek(0, os.SEEK_END) - _LAST_WORDS, 0))
                said = last_words(err.read())
                if code < 0:
                    raise EndedError(Status.CRASHED, f"{signal_name(-code)}{said}")
                raise EndedError(Status.FAILED, f"exit code {code}{said}")
            self._compare(out)
        return replace(timing, cpu_ns=cpu * 1e9)

    def _place(self) -> IO[bytes]:
        """Return what takes the output."""
        if self._agreed is None:
            return Path(os.devnull).open("wb")
        return tempfile.TemporaryFile()

    def _ends(self, out: IO[bytes], err: IO[bytes]) -> tuple[int, Timing]:
        start = time.perf_counter_ns()
        # In a group of its own: Ctrl-C reaches only the contest, which kills the whole group.
        with unbound():
            process = subprocess.Popen(  # noqa: S603
                self._words,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        try:
            self._wait(process, {"standard output": out, "standard error": err})
            wall = time.perf_counter_ns() - start
            # Of its main thread, which is there until it is waited for. What other threads and
            # processes of it waited is lost with them.
            waited = waited_ns({}, threads_of(process.pid), cores=1)
        finally:
            kill_group(process)
        return process.returncode, Timing(wall, 0, process.pid, waited_ns=waited)

    def _wait(self, process: subprocess.Popen[bytes], files: dict[str, IO[bytes]]) -> None:
        deadline = time.monotonic() + self._timeout
        while not ends_within(process, min(_LOOK_S, max(deadline - time.monotonic(), 0))):
            if time.monotonic() >= deadline:
                raise EndedError(Status.TIMEOUT, f"still running after {self._timeout:.3g} s")
            for name, file in files.items():
                # Where temporary files are memory, they would fill it.
                if os.fstat(file.fileno()).st_size > _MOST_OUTPUT:
                    most = in_words(_MOST_OUTPUT)
                    raise EndedError(Status.FAILED, f"it wrote more than {most} to its {name}")

    def _compare(self, out: IO[bytes]) -> None:
        if self._agreed is None:
            return
        out.seek(0)
        printed = sha256()
        while piece := out.read(_PIECE):
            printed.update(piece)
        digest = printed.hexdigest()
        if self._agreed.setdefault("digest", digest) != digest:
            raise EndedError(Status.WRONG, "its output differs from that of the first command")
