"""One contest at a time on this machine: two at once would measure each other."""

import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOCK = Path(tempfile.gettempdir()) / "juliaset-contest.lock"


@contextmanager
def contest_lock(say: Callable[[str], None], wait_s: float = 600.0) -> Iterator[None]:
    """Reserve the machine for one contest; while another contest holds it, report that and wait."""
    # Read access is enough for a lock, and the file may belong to another user.
    flags = os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        descriptor = os.open(LOCK, flags | os.O_RDWR | os.O_CREAT, 0o644)
    except PermissionError:
        descriptor = os.open(LOCK, flags | os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fchmod(descriptor, 0o644)  # other users must be able to open it, whatever the umask
        _lock(descriptor, say, wait_s)
        try:
            _sign(descriptor, str(os.getpid()))
            yield
        finally:
            _sign(descriptor, "")
            # A process that was forked here may still hold the descriptor.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        os.close(descriptor)


def _sign(descriptor: int, number: str) -> None:
    # In another user's file our number cannot be written; the lock works all the same.
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, number.encode(), 0)


def _lock(descriptor: int, say: Callable[[str], None], wait_s: float) -> None:
    deadline = time.monotonic() + wait_s
    said = False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(descriptor, 20, 0).decode(errors="replace") or "unknown"
            if time.monotonic() > deadline:
                raise ValueError(
                    f"another contest (process {owner}) has been measuring for {wait_s:.0f} s; "
                    f"two at once would measure each other"
                ) from None
            if not said:
                say(f"another contest (process {owner}) is measuring here; waiting for its end")
                said = True
            time.sleep(0.2)
        else:
            return
