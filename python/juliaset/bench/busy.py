"""Whether the machine has time for us: one contest at a time, and what else runs on it."""

import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median

from juliaset.bench.record import Variant

LOCK = Path(tempfile.gettempdir()) / "juliaset-contest.lock"
# Of its wall time, a calm machine gives a thread that does nothing but compute at least this much.
CALM = 0.97
# Anybody's programs may wait for a disk or a clock: that is part of their time, and no crowd.
_MAY_WAIT = {"command", "function"}


@contextmanager
def alone(say: Callable[[str], None], wait_s: float = 600.0) -> Iterator[None]:
    """Hold the machine for one contest; wait while another one does, and say so."""
    # Opened for reading: the file may belong to another user, and a lock needs no more.
    flags = os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        descriptor = os.open(LOCK, flags | os.O_RDWR | os.O_CREAT, 0o644)
    except PermissionError:
        descriptor = os.open(LOCK, flags | os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fchmod(descriptor, 0o644)  # whatever the umask: others must be able to open it
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
    # Another user's file: the lock holds, only our number is not in it.
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


def pressure() -> float | None:
    """Give the seconds for which something has waited for a CPU since the machine began."""
    try:
        lines = Path("/proc/pressure/cpu").read_text().splitlines()
    except OSError:
        return None
    some = next((line for line in lines if line.startswith("some ")), "")
    total = some.rpartition("total=")[2]
    return int(total) / 1e6 if total else None


def governor() -> str:
    """Name the rule by which the CPU's clock moves; empty where the machine does not say."""
    path = Path("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def share_of_cpu(variant: Variant) -> float | None:
    """Give the part of its wall time for which a row with one thread had a CPU."""
    if variant.threads != 1 or not variant.samples or variant.toolchain in _MAY_WAIT:
        return None
    return median(sample.cpu_ns / sample.wall_ns for sample in variant.samples)


def too_busy(*variants: Variant | None) -> bool:
    """Tell whether rows that only compute did not get their core."""
    shares = [share_of_cpu(variant) for variant in variants if variant is not None]
    return any(share is not None and share < CALM for share in shares)
