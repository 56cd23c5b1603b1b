"""python.multiprocessing on an engine: Dask hands out the rows, to this machine or to hundreds."""

from typing import Any

import numpy as np

from juliaset.problem import Counts, Problem
from juliaset.registry import kernel
from juliaset.techniques.python_expanded import escape_count

_ROWS_PER_TASK = 8
_MOST_TASKS = 256  # each takes the scheduler a millisecond or two


@kernel(
    "dask.distributed",
    below="python.multiprocessing",
    supports_threads=True,
    requires="distributed cryptography",
    extra="cluster",
    bytes_per_pixel=12,
    steps="every",
)
def fill(problem: Problem, out: Counts, threads: int) -> None:
    """Pure Python over Dask: a scheduler hands blocks of rows to workers, and they send counts."""
    from distributed import as_completed  # noqa: PLC0415 - an extra

    from juliaset.cluster.one_call import run_with_workers  # noqa: PLC0415 - needs the extra

    rows = max(_ROWS_PER_TASK, -(-problem.height // _MOST_TASKS))

    async def work(client: Any) -> None:  # noqa: ANN401 - a distributed.Client
        blocks = {
            client.submit(counts_of_rows, problem, top, rows, pure=False): top
            for top in range(0, problem.height, rows)
        }
        async for task, counts in as_completed(blocks, with_results=True, loop=client.loop):
            top = blocks.pop(task)
            out[top : top + rows] = counts

    run_with_workers(threads, work)


def counts_of_rows(problem: Problem, top: int, rows: int) -> Counts:
    """Return the counts of a block of rows: a task."""
    limit, xs, c = problem.max_iterations, problem.xs.tolist(), problem.c
    ys = problem.ys[top : top + rows].tolist()
    counts = [[escape_count(limit, complex(x, y), c) for x in xs] for y in ys]
    return np.array(counts, np.int32)
