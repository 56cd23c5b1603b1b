"""One process of an engine, as the engine sees it: start it, send it a job, stop it, kill it."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection, Pipe

import numpy as np

from juliaset.explorer.board import SIZE, Board
from juliaset.explorer.engine_process import serve
from juliaset.explorer.jobs import Answer, Job, News, Paint, Report, Setting, Smooth, State
from juliaset.explorer.messages import Bytes
from juliaset.explorer.turns import SIGNAL
from juliaset.system.call_processes import start_call, why_ended
from juliaset.system.processes import kill_group
from juliaset.system.shared_memory import SharedMemory

PATIENCE_S = 0.06  # until a process is given up that does not stop


class Worker:
    """A process with its board, and the job that it has.

    Attributes:
        connection: Its reports come from here.
        is_ready: Whether it has started, and takes jobs.
        job: The job that it has not finished; None if it is free.
        is_loading: Whether it loads or compiles a kernel.
        loaded: What it has loaded.
    """

    def __init__(self) -> None:
        """Start it; it ends with the thread that calls this, at the latest."""
        self.connection: Connection[tuple[int, Job], Report]
        with ExitStack() as undo:  # of what is there if it can't be started
            shared = undo.enter_context(SharedMemory(SIZE))
            self.connection, other = Pipe()
            undo.enter_context(self.connection)
            with other:
                self._process = start_call(
                    serve,
                    (other.fileno(),),
                    shared,
                    descriptors=[other.fileno()],
                    leads_group=True,
                )
            self._board = Board(memoryview(shared.bytes))
            self._held = undo.pop_all()
        self.is_ready = False
        self.job: Job | None = None
        self._number = self._of_job = 0  # of what is wanted, and of the job that it has
        self._oldest = 0  # the first number of which an answer is not stale
        self.is_loading = False
        self.loaded: set[Setting] = set()
        self._asked_at: float | None = None

    def begin(self, job: Job) -> None:
        """Send a job to the process, which is free, but may compare the frame before.

        Raises:
            OSError: The process is gone.
        """
        self._want()
        self.job, self._of_job = job, self._number
        if not isinstance(job, Smooth):  # before it, the frame may just have been compared
            self._oldest = self._number
        self._asked_at = time.monotonic()
        self.connection.send((self._number, job))

    def stop(self) -> None:
        """Stop its job, and comparing; what it still reports is stale."""
        if self.is_stale:
            return
        self._want()
        self._oldest = self._number
        if self.job is not None:
            self._asked_at = time.monotonic()

    @property
    def is_free(self) -> bool:
        """Whether it can take a job."""
        return self.is_ready and self.job is None

    def is_loading_for(self, setting: Setting) -> bool:
        """Return whether it loads a kernel that such a job needs."""
        return self.is_loading and isinstance(self.job, Paint) and self.job.setting == setting

    @property
    def is_awaited(self) -> bool:
        """Whether it has yet to take a job, or to leave one."""
        return self._asked_at is not None

    @property
    def is_stale(self) -> bool:
        """Whether it was asked to stop the job that it has."""
        return self.job is not None and self._of_job != self._number

    def asked_for_s(self, next_job: Job | None) -> float | None:
        """Return how long it has not done what it was asked; None if nothing is overdue."""
        # What both jobs need is better loaded once to its end than twice to its middle.
        same = isinstance(next_job, Paint) and self.is_loading_for(next_job.setting)
        # Depths are of the frame that this process has, and no other one.
        only = isinstance(next_job or self.job, Smooth)
        if self._asked_at is None or same or only:
            return None
        return time.monotonic() - self._asked_at

    def reports(self) -> Iterator[Answer]:
        """Yield the answers that have come and are not stale, and note what it does.

        Raises:
            EOFError, OSError: The process has ended.
        """
        while self.connection.poll():
            report = self.connection.recv()
            if isinstance(report, News):
                self._note(report)
            elif report.number >= self._oldest:
                yield report

    def counts_of(self, answer: Answer) -> list[Bytes]:
        """Return a copy of the counts that go with an answer."""
        if answer.counts is None:
            return []
        counts = self._board.counts[answer.counts].astype(str(answer.content["dtype"]))
        return [counts.view(np.uint8).data]

    def end(self) -> str:
        """Kill it and what it has started, and return how it had ended by itself."""
        with suppress(ProcessLookupError, PermissionError):
            kill_group(self._process)
        code = self._process.wait()
        self._held.close()
        del self._board  # the memory is kept as long as an array looks at it
        return why_ended(code)

    def _want(self) -> None:
        self._number += 1
        self._board.want(self._number)
        if self.is_ready:  # before, the signal would end it
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, SIGNAL)

    def _note(self, news: News) -> None:
        if news.state is State.READY:
            self.is_ready = True
        elif news.state is State.TAKEN and not self.is_stale:
            self._asked_at = None
        elif news.state is State.LOADING:
            self.is_loading = True
        elif news.state is State.LOADED:
            self.is_loading = False
            if isinstance(self.job, Paint):
                self.loaded.add(self.job.setting)
        elif news.state is State.FREE:
            self.job = self._asked_at = None
            self.is_loading = False
