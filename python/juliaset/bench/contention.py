"""Whether the rows of a contest got the cores that they needed."""

from statistics import median

from juliaset.bench.record import Variant

# Of its wall time, a calm machine gives a thread that does nothing but compute at least this much.
CALM = 0.97
# Any program may wait for a disk or a clock: that is part of its time, and not a busy machine.
_MAY_WAIT = {"command", "function"}


def share_of_cpu(variant: Variant) -> float | None:
    """Return the part of its wall time for which a row with one thread had a CPU."""
    if variant.threads != 1 or not variant.samples or variant.toolchain in _MAY_WAIT:
        return None
    return median(sample.cpu_ns / sample.wall_ns for sample in variant.samples)


def too_busy(*variants: Variant | None) -> bool:
    """Return whether rows that only compute did not get their core."""
    shares = [share_of_cpu(variant) for variant in variants if variant is not None]
    return any(share is not None and share < CALM for share in shares)
