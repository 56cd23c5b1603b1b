"""The lock of contests, held by this test or by another process or user."""

import fcntl
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from juliaset.system import contest_lock

OTHER_USER = 65534


@contextmanager
def as_nobody() -> Iterator[None]:
    """Become a user who may not write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(OTHER_USER)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def held_by_another(lock: Path) -> Iterator[int]:
    """Hold the lock as another process would, and name one that only sleeps."""
    sleeper = subprocess.Popen(["sleep", "600"])  # noqa: S607
    # Popen() returns a moment before Linux knows the command of what it has started.
    while not Path(f"/proc/{sleeper.pid}/cmdline").read_bytes():
        time.sleep(0.001)
    descriptor = os.open(lock, os.O_RDONLY | (0 if lock.exists() else os.O_CREAT) | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if lock.is_file() and os.access(lock, os.W_OK, effective_ids=True):
            lock.write_text(str(sleeper.pid))
        yield sleeper.pid
    finally:
        os.close(descriptor)
        sleeper.kill()
        sleeper.wait()


def said_while_held(wait_s: float = 0.3) -> list[str]:
    """Ask for the lock that is held; return what was said until the patience ended."""
    said: list[str] = []
    with pytest.raises(ValueError, match="two at once would measure each other") as refused:
        holds(said, wait_s)
    return [*said, str(refused.value)]


def holds(said: list[str], wait_s: float = 0.3) -> bool:
    with contest_lock.contest_lock(said.append, wait_s):
        return not said
