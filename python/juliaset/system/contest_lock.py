"""One contest at a time on this machine: two at once would measure each other."""

import fcntl
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from juliaset.system.process_table import ancestors
from juliaset.system.processes import command_of

_NAME = "juliaset-contest.lock"
_AGAIN_S = 0.2


def place() -> Path:
    """Return the file that all users of this machine lock; only tests have one of their own."""
    if path := os.environ.get("JULIASET_TEST_LOCK"):
        return Path(path)
    # Not the folder of temporary files, which each shell may set. All users may write here.
    shared = Path("/dev/shm")  # noqa: S108
    return (shared if shared.is_dir() else Path("/tmp")) / _NAME  # noqa: S108


LOCK = place()
_holder: int | None = None  # this process, if it runs a contest; or the one that forked it


class _Owner(NamedTuple):
    """What a contest wrote into the file that it locked; 0 if another user's file kept it out."""

    pid: int
    since: float

    def __str__(self) -> str:
        if not self.pid:
            return "of another user"
        command = command_of(self.pid)
        about = [f"process {self.pid}", *([command] if command else [])]
        with suppress(OSError, OverflowError):  # any user may give the file another time
            about.append(time.strftime("since %H:%M:%S", time.localtime(self.since)))
        return f"({', '.join(about)})"


@contextmanager
def contest_lock(say: Callable[[str], None], wait_s: float = 600.0) -> Iterator[None]:
    """Reserve the machine for one contest; while another contest holds it, report that and wait.

    Raises:
        ValueError: The other contest waits for this one, or does not end in time.
    """
    global _holder  # noqa: PLW0603 - one for the process, as the lock is
    if _holder == os.getpid():
        raise ValueError(_nested("this process"))
    descriptor = _opened(say)
    if descriptor is None:
        yield
        return
    try:
        _lock(descriptor, say, wait_s)
        try:
            _holder = os.getpid()
            _sign(descriptor, str(_holder))
            yield
        finally:
            _holder = None
            _sign(descriptor, "")
            # A process that was forked here may still hold the descriptor.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        os.close(descriptor)


def _nested(where: str) -> str:
    return (
        f"a contest is running in {where}, and each would wait for the other; allowed: one after "
        f"the other, and none in a function or command that is timed"
    )


def _opened(say: Callable[[str], None]) -> int | None:
    """Open the file, which any user may have made; None if it cannot be locked."""
    # Never through a link, and without waiting for the other end of a pipe.
    flags = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    reason = ""
    # Linux may refuse O_CREAT for a file that another user made in a folder of all users.
    for more in (os.O_RDWR, os.O_RDWR | os.O_CREAT, os.O_RDONLY):
        try:
            descriptor = os.open(LOCK, flags | more, 0o666)
        except OSError as error:
            reason = error.strerror or str(error)
            continue
        with suppress(OSError):
            os.fchmod(descriptor, 0o666)  # whatever the umask: other users sign it, too
        return descriptor
    say(f"{LOCK} cannot be opened ({reason}): a contest at the same time would not be noticed")
    return None


def _sign(descriptor: int, number: str) -> None:
    about = os.fstat(descriptor)
    # A file that also has another name is not ours to write.
    if stat.S_ISREG(about.st_mode) and about.st_nlink == 1:
        with suppress(OSError):  # opened for reading only: the lock works all the same
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, number.encode(), 0)


def _owner(descriptor: int) -> _Owner:
    try:
        return _Owner(int(os.pread(descriptor, 20, 0)), os.fstat(descriptor).st_mtime)
    except (OSError, ValueError):
        return _Owner(0, 0.0)


def _lock(descriptor: int, say: Callable[[str], None], wait_s: float) -> None:
    deadline = time.monotonic() + wait_s
    said = False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = _owner(descriptor)
            if owner.pid in ancestors():
                raise ValueError(_nested(f"process {owner.pid}, which started this one")) from None
            if time.monotonic() > deadline:
                raise ValueError(
                    f"another contest {owner} still measures after {wait_s:.0f} s; "
                    f"two at once would measure each other"
                ) from None
            if not said:
                say(
                    f"another contest {owner} is measuring here; "
                    f"waiting for its end, at most {wait_s:.0f} s"
                )
                said = True
            time.sleep(_AGAIN_S)
        else:
            return
