"""Ctrl-C for code that cannot check for it, or that must not be interrupted halfway."""

import _thread
import weakref
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Flag = npt.NDArray[np.uint8]


class _Alive:
    """An argument that only its thread holds: gone when the thread is, however that ended."""


def run_interruptibly(fill: Callable[[Flag], None]) -> None:
    """Run fill(stop) in a thread; a signal handler that raises in the caller sets stop[0].

    Raises:
        OSError: No thread can be started.
        MemoryError: There is no memory for one.
    """
    stop = np.zeros(1, np.uint8)
    failures: list[BaseException] = []
    ended: list[bool] = []
    try:
        end = _thread.allocate_lock()
    except RuntimeError as error:
        raise MemoryError(str(error)) from None
    end.acquire()

    def work(alive: _Alive | None) -> None:
        del alive  # else the traceback of a failure would hold it
        try:
            fill(stop)
        except BaseException as failure:  # noqa: BLE001 - raised again, in the caller's thread
            failures.append(failure)
        ended.append(True)

    # Not threading.Thread: its start() waits forever if there is no memory for what the new thread
    # does first, and before Python 3.13 an interrupted join() takes a thread for dead.
    alive: _Alive | None = _Alive()
    thread = weakref.ref(alive, lambda _: end.release())

    def wait() -> None:
        while thread() is not None:
            end.acquire(timeout=0.1)

    refused = False
    try:
        try:
            _thread.start_new_thread(work, (alive,))
        except RuntimeError as error:
            refused = True
            raise OSError(f"no thread can be started: {error}") from None
        alive = None  # the thread alone has it
        wait()
    finally:
        alive = None
        stop[0] = 1
        if not refused:
            wait()
    if failures:
        raise failures[0]
    if not ended:
        raise MemoryError("there is no memory for a thread")
