"""One computation at a time into one store: two would do the same work twice."""

import fcntl
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from juliaset.mosaic.errors import MosaicError
from juliaset.mosaic.own_files import open_own
from juliaset.system.processes import command_of

LOCK = "0/juliaset/lock"
_MOST_BYTES = 200


@contextmanager
def store_lock(store: Path) -> Iterator[None]:
    """Lock a store for this process; the system unlocks it when the process ends in any way.

    Raises:
        MosaicError: Another process computes into it, or the file is not a plain one.
        OSError: The file of the lock cannot be opened.
    """
    descriptor = open_own(store, LOCK, os.O_RDWR | os.O_CREAT)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise MosaicError(
                f"{store} is being computed {_owner(descriptor)}; "
                f"allowed: one computation at a time"
            ) from None
        _sign(descriptor, f"{os.getpid()} {platform.node()}")
        try:
            yield
        finally:
            _sign(descriptor, "")
            # A process that was forked here may still have the descriptor.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        os.close(descriptor)


def _sign(descriptor: int, text: str) -> None:
    with suppress(OSError):  # a full disk: the lock works all the same
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, text.encode()[:_MOST_BYTES], 0)


def _owner(descriptor: int) -> str:
    pid, _, host = os.pread(descriptor, _MOST_BYTES, 0).decode(errors="replace").partition(" ")
    if not pid.isdecimal():
        return "by another process"
    if host != platform.node():
        return f"by process {pid} on {host!r}"
    command = command_of(int(pid))
    return f"by process {pid} ({command})" if command else f"by process {pid}"
