"""Which kernels an explorer runs, and how many threads of them."""

from functools import cache

from juliaset.kernel_type import Kernel
from juliaset.system.cores import usable_cores

_NOT_HERE = {
    "dask.distributed": "each call starts a scheduler and its workers, which is too slow for a "
    "picture that moves; chapter 13 shows what it is for"
}


@cache
def why_not(kernel: Kernel) -> str:
    """Return why the explorer does not run a kernel; empty if it does."""
    return _NOT_HERE.get(kernel.name, "") or kernel.reason


def largest_team() -> int:
    """Return how many threads a page may ask for: of some kernels each is a process."""
    return 2 * usable_cores()
