"""A program as a contestant, started again for each call: its time includes its start."""

import os
import subprocess
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import IO
from uuid import uuid4

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.contestants.family_delay import FamilyDelay
from juliaset.bench.record import Status
from juliaset.bench.rounds import Timing
from juliaset.system.cores import core_numbers, unbound
from juliaset.system.cpu_time import children_cpu_seconds
from juliaset.system.memory import in_words
from juliaset.system.processes import (
    ends_within,
    kill_group,
    kill_just_started,
    last_words,
    signal_name,
)

_VARIABLE = "JULIASET_COMMAND"
# One mark for all, because a program may print its environment, and must print the same each time.
MARK = _VARIABLE, uuid4().hex
_MOST_OUTPUT = 1 << 28  # bytes of a file for what a program prints
_LAST_WORDS = 4000
_PIECE = 1 << 20
_LOOK_S = 0.05


def own_mark() -> tuple[str, str]:
    """Return a mark for a program whose processes may go on while others of the contest end."""
    return _VARIABLE, uuid4().hex


class ProgramContestant:
    """A program and its arguments."""

    def __init__(
        self,
        words: list[str],
        timeout: float,
        agreed: dict[str, str] | None,
        mark: tuple[str, str] = MARK,
    ) -> None:
        """Keep the words of the command; `agreed` is shared if all must print the same.

        mark: a variable and its value, by which all that it started is found and ended if it fails.
        """
        self._mark = mark
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
        # Output that is not compared need not be kept.
        with tempfile.TemporaryFile() as err, self._place() as out:
            try:
                code, timing = self._ends(out, err)
            except OSError as error:
                why = f"{error.strerror}: {error.filename!r}" if error.filename else str(error)
                raise EndedError(Status.FAILED, f"cannot be started: {why}") from None
            if code:
                err.seek(max(err.seek(0, os.SEEK_END) - _LAST_WORDS, 0))
                said = last_words(err.read())
                if code < 0:
                    raise EndedError(Status.CRASHED, f"{signal_name(-code)}{said}")
                raise EndedError(Status.FAILED, f"exit code {code}{said}")
            self._compare(out)
        return timing

    def _place(self) -> IO[bytes]:
        """Return what takes the output."""
        if self._agreed is None:
            return Path(os.devnull).open("wb")
        return tempfile.TemporaryFile()

    def _ends(self, out: IO[bytes], err: IO[bytes]) -> tuple[int, Timing]:
        cpu, start = children_cpu_seconds(), time.perf_counter_ns()
        try:
            # In a group of its own: Ctrl-C reaches only the contest, which kills the whole group.
            with unbound():
                process = subprocess.Popen(  # noqa: S603
                    self._words,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=err,
                    env=os.environ | dict([self._mark]),
                    start_new_session=True,
                )
            try:
                delay = FamilyDelay(process.pid, len(core_numbers()))
                self._wait(process, delay, {"standard output": out, "standard error": err})
                wall = time.perf_counter_ns() - start
                delay.look()  # it is there until it is waited for
            finally:
                kill_group(process)
        except (KeyboardInterrupt, EndedError):
            # Popen() waits for the program to start: it may run, and have no name here. And what it
            # started may have left its group.
            kill_just_started("=".join(self._mark))
            raise
        cpu_ns = (children_cpu_seconds() - cpu) * 1e9
        timing = Timing(wall, cpu_ns, process.pid, waited_ns=delay.waited(cpu_ns))
        return process.returncode, timing

    def _wait(
        self, process: subprocess.Popen[bytes], delay: FamilyDelay, files: dict[str, IO[bytes]]
    ) -> None:
        deadline = time.monotonic() + self._timeout
        while not ends_within(process, min(_LOOK_S, max(deadline - time.monotonic(), 0))):
            delay.look()
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
