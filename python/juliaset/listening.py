"""Ctrl-C for compiled loops that cannot look for it themselves."""

from collections.abc import Callable
from threading import Thread

import numpy as np
import numpy.typing as npt

Flag = npt.NDArray[np.uint8]


def run_while_listening(fill: Callable[[Flag], None]) -> None:
    """Run fill(stop) in a thread of its own; a signal that raises here sets stop[0] there."""
    stop = np.zeros(1, np.uint8)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            fill(stop)
        except BaseException as failure:  # noqa: BLE001 - raised again, in the caller's thread
            failures.append(failure)

    thread = Thread(target=work, daemon=True)
    try:
        thread.start()
        while thread.is_alive():
            thread.join(0.5)
    finally:
        stop[0] = 1
        if thread.ident is not None:  # a signal may come before the thread does
            thread.join()
    if failures:
        raise failures[0]
