"""Kernels that fail in every way, as those of a user's package may: in a long call."""

import ctypes
import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

from juliaset.kernel_type import UnavailableError
from juliaset.problem import Counts, Problem
from juliaset.registry import kernel

LOADS_S = 3
DEAF_S = 2  # more than an engine waits for what it has asked


def note(word: str) -> None:
    """Note for a test in a file that a kernel has come so far."""
    with Path(os.environ["JULIASET_ODD_NOTES"]).open("a") as file:
        file.write(f"{word}\n")


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
    """Try to end the process."""
    if out.size > 1:
        raise SystemExit(3)


@kernel("odd.dies")
def dies(_problem: Problem, out: Counts) -> None:
    """End the process."""
    if out.size > 1:
        os.kill(os.getpid(), signal.SIGKILL)


@kernel("odd.stubborn")
def stubborn(_problem: Problem, out: Counts) -> None:
    """Ignore signals, and do not end."""
    if out.size > 1:
        note("stubborn")
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
        time.sleep(1e6)


@kernel("odd.catches")
def catches(_problem: Problem, out: Counts) -> None:
    """Catch whatever stops it, and go on."""
    if out.size > 1:
        note("catches")
    while out.size > 1:
        with suppress(BaseException):
            time.sleep(1)


@kernel("odd.deaf")
def deaf(_problem: Problem, out: Counts) -> None:
    """Let nothing else in this process run soon after the picture."""
    out[...] = 1
    if out.size > 1 and not _held:
        _held.append(Thread(target=_hold))
        _held[0].start()


def _hold() -> None:
    time.sleep(0.5)
    note("deaf")
    ctypes.PyDLL(None).sleep(DEAF_S)  # which keeps the GIL


_held: list[Thread] = []


@kernel("odd.loads")
def loads(_problem: Problem, out: Counts) -> None:
    """Take long to load, and note that it does."""
    if not _loaded:
        note("loads")
        time.sleep(LOADS_S)
        _loaded.append(True)
    out[...] = 1


_loaded: list[bool] = []
