"""numba.njit on all cores: the same loop, its rows shared out by prange."""

from juliaset.listening import Flag, run_while_listening
from juliaset.problem import Counts, Problem
from juliaset.registry import kernel
from juliaset.techniques.numba_njit import arguments, compiled_rows


@kernel("numba.parallel", requires="numba", supports_threads=True)
def fill(problem: Problem, out: Counts, threads: int) -> None:
    """Numba's prange: numba.njit on all cores."""
    import numba  # noqa: PLC0415

    most = int(numba.config.NUMBA_NUM_THREADS)
    if threads > most:
        raise ValueError(f"threads is {threads}; Numba allows 1 to {most} in this process")
    compiled = compiled_rows(parallel=True)

    def work(stop: Flag) -> None:
        numba.set_num_threads(threads)  # it holds for the thread that says it
        compiled(*arguments(problem), out, stop.ctypes.data)

    run_while_listening(work)
