"""Kernels that fail in every way, as a package of a user may: in a call that is worth something."""

import os
import signal
import time
from contextlib import suppress

from juliaset.kernel_type import UnavailableError
from juliaset.problem import Counts, Problem
from juliaset.registry import kernel


@kernel("odd.memory")
def memory(_problem: Problem, out: Counts) -> None:
    """Raise MemoryError."""
    if out.size > 1:
        raise MemoryError("no room\nfor this")


@kernel("odd.unavailable")
def unavailable(_problem: Problem, _out: Counts) -> None:
    """Raise UnavailableError, also in the first call."""
    raise UnavailableError("it cannot run here")


@kernel("odd.exits")
def exits(_problem: Problem, out: Counts) -> None:
    """Want to end the process."""
    if out.size > 1:
        raise SystemExit(3)


@kernel("odd.dies")
def dies(_problem: Problem, out: Counts) -> None:
    """End the process."""
    if out.size > 1:
        os.kill(os.getpid(), signal.SIGKILL)


@kernel("odd.stubborn")
def stubborn(_problem: Problem, out: Counts) -> None:
    """Hear no signal, and do not end."""
    if out.size > 1:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
        time.sleep(1e6)


@kernel("odd.catches")
def catches(_problem: Problem, out: Counts) -> None:
    """Catch whatever stops it, and go on."""
    while out.size > 1:
        with suppress(BaseException):
            time.sleep(1)
