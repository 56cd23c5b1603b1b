"""python.expanded over processes: no GIL between them, but each one starts an interpreter."""

import signal
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from multiprocessing.shared_memory import SharedMemory

import numpy as np

from juliaset.problem import Counts, Problem
from juliaset.registry import kernel
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
    # In a thread, for Python handles signals in the main one: there a handler that raises would
    # leave a process behind that is started and not yet known.
    run_interruptibly(lambda stop: fill_shared(problem, out, threads, stop))


def fill_shared(problem: Problem, out: Counts, threads: int, stop: Flag) -> None:
    """Let processes fill shared memory; end them all, whatever happens."""
    # spawn and not fork: a forked child of a process that has used OpenMP hangs.
    context = get_context("spawn")
    shared = SharedMemory(create=True, size=out.nbytes)
    workers: list[BaseProcess] = [
        context.Process(
            target=fill_blocks, args=(problem, shared.name, first, threads), daemon=True
        )
        for first in range(threads)
    ]
    # Processes inherit this thread's mask: they leave Ctrl-C to their parent.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        for worker in workers:
            if not stop[0]:
                worker.start()
        wait_for(workers, stop)
        if not stop[0]:
            out[...] = np.ndarray(out.shape, np.int32, shared.buf)
    finally:
        for worker in workers:
            if worker.pid is not None:
                worker.kill()
                worker.join()
        shared.close()
        shared.unlink()


def wait_for(workers: list[BaseProcess], stop: Flag) -> None:
    """Wait until all have ended, one has failed, or the caller was interrupted."""
    while not stop[0] and (running := [worker.sentinel for worker in workers if worker.is_alive()]):
        wait(running, timeout=0.02)
        for worker in workers:
            if worker.exitcode:
                raise RuntimeError(why_ended(worker.exitcode))


def why_ended(code: int) -> str:
    """Return the meaning of a worker's exit code."""
    if code < 0:
        return f"a worker process was killed by {signal.Signals(-code).name}"
    return (
        f"a worker process ended with code {code}, and its own words are above; in a script that "
        f"uses python.multiprocessing the work must begin under if __name__ == '__main__':"
    )


def fill_blocks(problem: Problem, name: str, first: int, step: int) -> None:
    """Fill every step-th block of rows, beginning with `first`: neighbours cost alike."""
    shared = SharedMemory(name=name)
    counts: Counts = np.ndarray(problem.shape, np.int32, shared.buf)
    xs, ys = problem.xs.tolist(), problem.ys.tolist()
    for block in range(first * ROWS_PER_BLOCK, problem.height, step * ROWS_PER_BLOCK):
        for j in range(block, min(block + ROWS_PER_BLOCK, problem.height)):
            counts[j] = [
                escape_count(problem.max_iterations, complex(x, ys[j]), problem.c) for x in xs
            ]
    del counts  # the view must go before the memory can be closed
    shared.close()
