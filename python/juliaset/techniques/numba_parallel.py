"""numba.njit on all cores: the same loop, its rows shared out by prange."""

import os
from collections.abc import Callable
from functools import partial
from threading import Lock

from juliaset.kernel_type import UnavailableError
from juliaset.problem import Counts, Problem
from juliaset.registry import kernel
from juliaset.system.interruptible import Flag, run_interruptibly
from juliaset.techniques.numba_njit import arguments, compiled_rows

_turn = Lock()
_LOOK_S = 0.05
# The processes that have run it: this one, and those that it was forked from.
_ran_in: set[int] = set()


def most_threads() -> int:
    """Return the size of Numba's team, which is fixed when Numba is imported."""
    from numba import config  # noqa: PLC0415

    return int(config.NUMBA_NUM_THREADS)


@kernel(
    "numba.parallel",
    below="numba.njit",
    requires="numba",
    extra="numba",
    supports_threads=True,
    most_threads=most_threads,
    steps="every",
)
def fill(problem: Problem, out: Counts, threads: int) -> None:
    """Numba's prange: numba.njit on all cores."""
    import numba  # noqa: PLC0415

    if _ran_in - {os.getpid()} and numba.threading_layer() == "omp":
        raise UnavailableError(
            "numba.parallel cannot run here: this process was forked after Numba's OpenMP had "
            "started; allowed: another kernel, or multiprocessing's start method spawn"
        )
    compiled = compiled_rows(parallel=True)

    def work(stop: Flag) -> None:
        numba.set_num_threads(threads)  # it holds for the thread that says it
        compiled(*arguments(problem), out, stop.ctypes.data)

    # Numba's own team of threads, for machines without OpenMP, ends the process of two callers.
    alone = numba.threading_layer() == "workqueue"
    run_interruptibly(partial(_in_turn, work) if alone else work)
    _ran_in.add(os.getpid())


def _in_turn(work: Callable[[Flag], None], stop: Flag) -> None:
    """Call work(stop) when no other thread does so; do nothing if the flag is set before."""
    while not _turn.acquire(timeout=_LOOK_S):
        if stop[0]:
            return
    try:
        work(stop)
    finally:
        _turn.release()
