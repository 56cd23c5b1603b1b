"""Which kernels an explorer runs."""

from juliaset.kernel_type import Kernel

_NOT_HERE = {
    "dask.distributed": "each call starts a scheduler and its workers, which is too slow for a "
    "picture that moves; notebook 13 shows what it is for"
}


def why_not(kernel: Kernel) -> str:
    """Return why the explorer does not run a kernel; empty if it does."""
    return _NOT_HERE.get(kernel.name, "") or kernel.reason
