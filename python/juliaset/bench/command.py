"""A program as a contestant, started anew for each call: what it costs includes its start."""

import resource
import subprocess
import tempfile
import time
from hashlib import sha256
from typing import IO

from juliaset.bench.process import EndedError
from juliaset.bench.record import FAILED, TIMEOUT, WRONG
from juliaset.bench.rounds import Timing


class Command:
    """A command line, split into words."""

    def __init__(self, words: list[str], timeout: float, agreed: dict[str, str] | None) -> None:
        """Keep the command; `agreed` is shared where all are to print the same."""
        self._words = words
        self._timeout = timeout
        self._agreed = agreed

    def open(self) -> None:
        """Run it once: files that it reads are in memory then."""
        self.sample(1)

    def sample(self, calls: int) -> Timing:
        """Time some runs; each must end with exit code 0."""
        timings = [self._run() for _ in range(calls)]
        walls, cpus = sum(t.wall_ns for t in timings), sum(t.cpu_ns for t in timings)
        return Timing(walls / calls, cpus / calls)

    def close(self) -> None:
        """Nothing is held."""

    def _run(self) -> Timing:
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            before = _cpu_of_children()
            start = time.perf_counter_ns()
            try:
                done = subprocess.run(  # noqa: S603
                    self._words,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=err,
                    timeout=self._timeout,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise EndedError(TIMEOUT, f"still running after {self._timeout:.3g} s") from None
            except OSError as error:
                raise EndedError(FAILED, f"cannot be started: {error}") from None
            wall, cpu = time.perf_counter_ns() - start, _cpu_of_children() - before
            if done.returncode:
                raise EndedError(FAILED, f"exit code {done.returncode}{_last_line(err)}")
            self._compare(out)
        return Timing(wall, cpu * 1e9)

    def _compare(self, out: IO[bytes]) -> None:
        if self._agreed is None:
            return
        out.seek(0)
        digest = sha256(out.read()).hexdigest()
        if self._agreed.setdefault("digest", digest) != digest:
            raise EndedError(WRONG, "it prints something else than the first command")


def _last_line(err: IO[bytes]) -> str:
    err.seek(0)
    lines = err.read().decode(errors="replace").strip().splitlines()
    return f"; its last words: {lines[-1][:200]}" if lines else ""


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
