"""python.threads with processes: no GIL between them, but each one starts an interpreter."""

import numpy as np

from juliaset.problem import Counts, Problem
from juliaset.registry import kernel
from juliaset.system.call_processes import call_in_processes
from juliaset.system.interruptible import Flag, run_interruptibly
from juliaset.system.shared_memory import SharedMemory
from juliaset.techniques.python_expanded import escape_count
from juliaset.techniques.python_threads import dealt_rows


@kernel(
    "python.multiprocessing",
    below="python.threads",
    supports_threads=True,
    bytes_per_pixel=8,
    steps="every",
)
def fill(problem: Problem, out: Counts, threads: int) -> None:
    """Pure Python over processes: blocks of rows, dealt out like cards; no GIL between them."""

    def work(stop: Flag) -> None:
        with SharedMemory(out.nbytes) as shared:
            calls = [(problem, member, threads) for member in range(threads)]
            call_in_processes(fill_rows, calls, shared, stop)
            out[...] = np.ndarray(out.shape, np.int32, shared.bytes)

    # In a thread, because Python handles signals in the main one: a handler that raises there would
    # leave a process behind that is started and not yet known.
    run_interruptibly(work)


def fill_rows(shared: memoryview, problem: Problem, member: int, members: int) -> None:
    """Fill the rows of one process."""
    counts: Counts = np.ndarray(problem.shape, np.int32, shared)
    xs, ys = problem.xs.tolist(), problem.ys.tolist()
    for j in dealt_rows(problem.height, member, members):
        counts[j] = [escape_count(problem.max_iterations, complex(x, ys[j]), problem.c) for x in xs]
