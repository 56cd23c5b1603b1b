"""A thread that does the newest job, and drops those that came before and were not begun."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

_Job = TypeVar("_Job")


class Newest(Generic[_Job]):
    """`do` gets a job, and a function that returns whether another one, or none, is wanted now.

    All methods may be called from any thread. The thread starts with the first job.
    """

    def __init__(self, name: str, do: Callable[[_Job, Callable[[], bool]], None]) -> None:
        """Begin without a job."""
        self._name, self._do = name, do
        self._job: _Job | None = None
        self._turn = 0
        self._ends = False
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None

    def ask(self, job: _Job) -> None:
        """Ask for a job instead of the one before."""
        self._want(job)

    def stop(self) -> None:
        """Drop the job that waits."""
        self._want(None)

    def end(self) -> None:
        """Begin to end the thread."""
        with self._news:
            self._ends = True
        self._want(None)

    def close(self) -> None:
        """End the thread, and wait for it unless it is this one."""
        self.end()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _want(self, job: _Job | None) -> None:
        with self._news:
            self._job = job
            self._turn += 1
            if job is not None and self._thread is None and not self._ends:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._news.notify()

    def _is_stale(self, turn: int) -> bool:
        return self._turn != turn

    def _run(self) -> None:
        try:
            while True:
                with self._news:
                    self._news.wait_for(lambda: self._ends or self._job is not None)
                    if self._ends or self._job is None:
                        return
                    job, turn, self._job = self._job, self._turn, None
                self._do(job, partial(self._is_stale, turn))
        except BaseException:
            with self._news:
                self._thread = None  # the next job gets another one, which may wait already
                if self._job is not None:
                    self._want(self._job)
            raise
