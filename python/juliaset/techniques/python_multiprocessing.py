"""python.expanded over processes: no GIL between them, but each one starts an interpreter."""

import numpy as np

from juliaset.problem import Counts, Problem
from juliaset.registry import kernel
from juliaset.system.call_processes import SharedMemory, call_in_processes
from juliaset.system.interruptible import Flag, run_interruptibly
from juliaset.techniques.python_expanded import escape_count

ROWS_PER_BLOCK = 8


@kernel(
    "python.multiprocessing",
    below="python.expanded",
    supports_threads=True,
    bytes_per_pixel=8,
    steps="every",
)
def fill(problem: Problem, out: Counts, threads: int) -> None:
    """Pure Python over processes: blocks of rows, dealt out like cards; no GIL between them."""

    def work(stop: Flag) -> None:
        with SharedMemory(out.nbytes) as shared:
            calls = [(problem, first, threads) for first in range(threads)]
            call_in_processes(fill_blocks, calls, shared, stop)
            out[...] = np.ndarray(out.shape, np.int32, shared.bytes)

    # In a thread, because Python handles signals in the main one: a handler that raises there would
    # leave a process behind that is started and not yet known.
    run_interruptibly(work)


def fill_blocks(shared: memoryview, problem: Problem, first: int, step: int) -> None:
    """Fill every step-th block of rows, beginning with `first`: neighbours cost alike."""
    counts: Counts = np.ndarray(problem.shape, np.int32, shared)
    xs, ys = problem.xs.tolist(), problem.ys.tolist()
    for block in range(first * ROWS_PER_BLOCK, problem.height, step * ROWS_PER_BLOCK):
        for j in range(block, min(block + ROWS_PER_BLOCK, problem.height)):
            counts[j] = [
                escape_count(problem.max_iterations, complex(x, ys[j]), problem.c) for x in xs
            ]
