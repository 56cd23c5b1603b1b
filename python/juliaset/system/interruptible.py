"""Ctrl-C for code that cannot check for it, or that must not be interrupted halfway."""

from collections.abc import Callable
from threading import Lock, Thread

import numpy as np
import numpy.typing as npt

Flag = npt.NDArray[np.uint8]


def run_interruptibly(fill: Callable[[Flag], None]) -> None:
    """Run fill(stop) in a thread; a signal handler that raises in the caller sets stop[0]."""
    stop = np.zeros(1, np.uint8)
    failures: list[BaseException] = []
    ended: list[bool] = []
    end = Lock()
    end.acquire()

    def work() -> None:
        try:
            fill(stop)
        except BaseException as failure:  # noqa: BLE001 - raised again, in the caller's thread
            failures.append(failure)
        ended.append(True)
        end.release()

    def wait() -> None:
        # Not Thread.join(): before Python 3.13, an interrupted join() takes the thread for dead.
        while not ended:
            end.acquire(timeout=0.1)

    thread = Thread(target=work, daemon=True)
    try:
        thread.start()
        wait()
    finally:
        stop[0] = 1
        if thread.ident is not None:  # a signal may come before the thread does
            wait()
            thread.join()
    if failures:
        raise failures[0]
