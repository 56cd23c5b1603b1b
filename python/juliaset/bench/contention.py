"""Whether other programs took so much of the machine that wall times say little.

Linux counts how long each thread was ready to run but had no core. If the system does not, a kernel
on one thread still shows it: it does nothing but compute, so its CPU time is its time.
"""

from collections.abc import Iterable
from statistics import median

from juliaset.bench.record import Record, Sample, Variant
from juliaset.ranges import SHORTEST_NS

# Of its wall time, a calm machine gives a thread that does nothing but compute at least this much.
CALM = 0.97
# Any program may wait for a disk or a clock: that is part of its time, and not a busy machine.
_MAY_WAIT = {"command", "function"}


def too_busy(record: Record) -> bool:
    """Return whether the baseline or a control, or most rows with several threads, had to wait."""
    contest = record.contest
    names = {contest.baseline, *contest.twins}
    if any(waited_long(row) for row in record.variants if row.id in names):
        return True
    # These use cores on which the others do not run. One of them may wait by chance.
    several = [_waiting(row) for row in record.variants if row.threads > 1]
    known = [share for share in several if share is not None]
    return bool(known) and median(known) > 1 - CALM


def waited_long(row: Variant) -> bool:
    """Return whether a row lacked a core for more than 3 % of its time, as far as that is known."""
    waiting = _waiting(row)
    if waiting is not None and waiting > 1 - CALM:
        return True
    if not row.samples or row.threads > 1 or row.toolchain in _MAY_WAIT:
        return False
    return median(sample.cpu_ns / sample.wall_ns for sample in row.samples) < CALM


def has_cpu_times(row: Variant) -> bool:
    """Return whether CPU times can compare it: one thread that only computes, long enough."""
    if row.threads > 1 or any(sample.cpu_ns < SHORTEST_NS for sample in row.samples):
        return False
    if row.toolchain not in _MAY_WAIT:
        return True
    # A function or a program may also sleep, or start threads and processes of its own.
    return bool(row.samples) and CALM < median(map(_wanted, row.samples)) < 2 - CALM


def _waiting(row: Variant) -> float | None:
    """Return the median part of the time in which a core was wanted and not had, if it is known."""
    shares = list(_shares(row.samples))
    return median(shares) if shares else None


def _shares(samples: Iterable[Sample]) -> Iterable[float]:
    for sample in samples:
        if sample.waited_ns is not None:
            # Threads that run at once have more time than the clock on the wall shows.
            yield sample.waited_ns / max(sample.wall_ns, sample.cpu_ns + sample.waited_ns)


def _wanted(sample: Sample) -> float:
    """Return how many cores a sample wanted on average: those that it had, and had to wait for."""
    return (sample.cpu_ns + (sample.waited_ns or 0)) / sample.wall_ns
