"""The end of a process, as something that select() and poll() can wait for."""

import os
import select
import signal
import threading
import time
from typing import Any, Self

from juliaset.system import here, linux, macos
from juliaset.system.c_library import call

_PR_SET_PDEATHSIG = 1
_LOOK_S = 0.2


class ProcessEnd:
    """It can be read as soon as the process has ended; its parent has yet to wait for it.

    Popen.wait(timeout) polls, and notices the end up to 50 ms late.
    """

    def __init__(self, process: int) -> None:
        """Begin to watch a process: a child of this one, or on Linux any."""
        self._queue: Any = None
        if here.is_linux():
            self._descriptor = linux.end_of(process)
            return
        self._queue = macos.queue_of_end(process)
        if self._queue is None:  # it has ended; a pipe without a writer can be read
            self._descriptor, other = os.pipe()
            os.close(other)
        else:
            self._descriptor = int(self._queue.fileno())

    def fileno(self) -> int:
        """Return the descriptor that can be read then."""
        return self._descriptor

    def within(self, seconds: float | None) -> bool:
        """Wait for the end, and return whether it came in time."""
        return bool(select.select([self], [], [], seconds)[0])

    def close(self) -> None:
        """No longer watch it."""
        if self._queue is None:
            os.close(self._descriptor)
        else:
            self._queue.close()

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """No longer watch it."""
        self.close()


def end_with(parent: int) -> None:
    """Have this process killed when the parent that started it is gone."""
    if here.is_linux():  # then the kernel does it, when the thread that started it is gone
        call("prctl", _PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_die_after, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        os._exit(0)  # it ended before it could end us


def _die_after(parent: int) -> None:
    try:
        with ProcessEnd(parent) as end:
            end.within(None)
    except OSError:  # the system does not let a child watch its parent
        while os.getppid() == parent:
            time.sleep(_LOOK_S)
    os.kill(os.getpid(), signal.SIGKILL)
