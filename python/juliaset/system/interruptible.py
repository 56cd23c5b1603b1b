"""Ctrl-C for code that cannot check for it, or that must not be interrupted halfway."""

import _thread
import weakref
from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt

Flag = npt.NDArray[np.uint8]


class _Alive:
    """An argument that only its thread holds: gone when the thread is, however that ended."""


class _Worker:
    """A thread that calls one function, and the outcome.

    Not threading.Thread: its start() waits forever if there is no memory for what the new thread
    does first, and before Python 3.13 an interrupted join() takes a thread for dead.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        """Keep what it will do.

        Raises:
            MemoryError: There is no memory for a lock.
        """
        self.failure: BaseException | None = None
        self.ended = False  # by itself: False for a thread that had no memory to begin
        self._work = work
        self._thread: Callable[[], _Alive | None] = _no_thread
        try:
            self._sleep = _thread.allocate_lock()
        except RuntimeError as error:
            raise MemoryError(str(error)) from None
        self._sleep.acquire()

    def start(self) -> None:
        """Start it.

        Raises:
            OSError: No thread can be started.
        """
        alive: _Alive | None = _Alive()
        self._thread = weakref.ref(alive)
        try:
            _thread.start_new_thread(self._run, (alive,))
        except RuntimeError as error:
            self._thread = _no_thread
            raise OSError(f"no thread can be started: {error}") from None
        finally:
            alive = None  # the thread alone has it, even if a signal's exception keeps this frame

    def wait(self) -> None:
        """Wait until it has ended; at once if it was not started."""
        # A thread that had no memory to begin releases no lock: so this looks ten times a second.
        # Without a GIL an object of this thread that another one drops is only removed when this
        # thread goes on: `ended` is there at once.
        while not self.ended and self._thread() is not None:
            self._sleep.acquire(timeout=0.1)

    def _run(self, alive: _Alive | None) -> None:
        del alive  # else the traceback of a failure would hold it
        try:
            self._work()
        except BaseException as failure:  # noqa: BLE001 - raised again, in the caller's thread
            self.failure = failure
        del self._work  # the caller goes on before this frame is gone
        self.ended = True
        self._sleep.release()


def _no_thread() -> None:
    """Return no argument of a thread, because none was started."""


def run_interruptibly(*fills: Callable[[Flag], None]) -> None:
    """Run each fill(stop) in a thread of its own, and wait for all of them.

    A signal handler that raises in the caller sets stop[0], and so does a fill that fails.

    Raises:
        OSError: No thread can be started.
        MemoryError: There is no memory for one.
    """
    stop = np.zeros(1, np.uint8)
    workers = [_Worker(partial(_fill_or_stop, fill, stop)) for fill in fills]
    try:
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.wait()
    finally:
        stop[0] = 1
        for worker in workers:
            worker.wait()
    for worker in workers:
        if worker.failure is not None:
            raise worker.failure
    if not all(worker.ended for worker in workers):
        raise MemoryError("there is no memory for a thread")


def _fill_or_stop(fill: Callable[[Flag], None], stop: Flag) -> None:
    try:
        fill(stop)
    except BaseException:
        stop[0] = 1
        raise
