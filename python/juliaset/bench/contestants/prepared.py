"""A program that is set up once, warmed up, and prepared before each of its runs."""

import time
from dataclasses import replace

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.contestants.program import ProgramContestant
from juliaset.bench.rounds import Timing


class PreparedProgram:
    """A program with what runs before it; only the program's own runs are timed.

    Attributes:
        run_s: The seconds of its last run and its preparation; None if there was none yet.
    """

    def __init__(
        self,
        program: ProgramContestant,
        *,
        setup: ProgramContestant | None = None,
        prepare: ProgramContestant | None = None,
        warmup: int = 1,
    ) -> None:
        """Keep the program and the commands around it; `warmup` is a number of runs."""
        self._program = program
        self._setup = setup
        self._prepare = prepare
        self._warmup = warmup
        self._ready = False
        self._failure: EndedError | None = None
        self.run_s: float | None = None

    def begin(self) -> None:
        """Do nothing: each run starts a process of its own."""

    def open(self) -> None:
        """Set it up and warm it up, once in a contest: a control of it is the same program."""
        if self._failure:
            raise self._failure
        if self._ready:
            return
        try:
            self._get_ready()
        except EndedError as end:
            self._failure = end
            raise
        self._ready = True

    def _get_ready(self) -> None:
        if self._setup:
            _run("--setup", self._setup)
        for _ in range(self._warmup):
            self.sample(1)

    def sample(self, calls: int) -> Timing:
        """Time some runs, each after its preparation; each must end with exit code 0."""
        began = time.monotonic()
        timing = self._timed(calls) if self._prepare else self._program.sample(calls)
        self.run_s = (time.monotonic() - began) / calls
        return timing

    def _timed(self, calls: int) -> Timing:
        timings = []
        for _ in range(calls):
            if self._prepare:
                _run("--prepare", self._prepare)
            timings.append(self._program.sample(1))
        waits = [each.waited_ns for each in timings if each.waited_ns is not None]
        return replace(
            timings[-1],
            wall_ns=sum(each.wall_ns for each in timings) / calls,
            cpu_ns=sum(each.cpu_ns for each in timings) / calls,
            waited_ns=sum(waits) / calls if len(waits) == calls else None,
        )

    def close(self) -> None:
        """Do nothing: nothing is open."""


def _run(option: str, program: ProgramContestant) -> None:
    try:
        program.sample(1)
    except EndedError as end:
        raise EndedError(end.status, f"{option}: {end.reason}") from None
