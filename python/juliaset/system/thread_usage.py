"""What the threads of a process have used, as Linux counts it; macOS tells it only to root."""

import errno
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from juliaset.system import here

_PROC = Path("/proc")


@dataclass(frozen=True)
class ThreadUsage:
    """What a thread has used: seconds on a core, seconds waiting for one, and times asleep."""

    ran: float = 0.0
    queued: float = 0.0
    slept: int = 0

    def since(self, before: "ThreadUsage") -> "ThreadUsage":
        """Return the difference from an earlier reading."""
        return ThreadUsage(
            self.ran - before.ran, self.queued - before.queued, self.slept - before.slept
        )


def usage_of_threads(process: int) -> dict[int, ThreadUsage]:
    """Return what each thread of a process has used so far.

    Raises:
        OSError, ValueError, IndexError: The system does not say, or the process is gone.
    """
    _check_linux()
    found = {}
    for thread in (_PROC / str(process) / "task").iterdir():
        with suppress(ProcessLookupError):  # the thread has just ended
            found[int(thread.name)] = _usage_of(thread)
    return found


def usage_of_this_thread() -> ThreadUsage:
    """Return what the calling thread has used so far; the same errors."""
    _check_linux()
    return _usage_of(_PROC / "thread-self")


def _check_linux() -> None:
    if not here.is_linux():
        raise OSError(errno.ENOTSUP, f"{here.in_words()} does not tell it to any program")


def _usage_of(thread: Path) -> ThreadUsage:
    try:
        ran, queued, _ = (thread / "schedstat").read_text().split()
        # Its name is the submission's to choose, and need not be text.
        status = (thread / "status").read_text(errors="replace")
    except FileNotFoundError:
        if thread.exists():
            raise
        raise ProcessLookupError(thread.name) from None
    slept = int(status.partition("\nvoluntary_ctxt_switches:")[2].split()[0])
    return ThreadUsage(int(ran) / 1e9, int(queued) / 1e9, slept)
