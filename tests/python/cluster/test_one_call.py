"""A scheduler and workers for one call exist only for that call."""

import os
from typing import Any

import numpy as np
import pytest

from juliaset import Problem, escape_counts
from juliaset.system.process_table import children_of

pytest.importorskip("distributed")
from juliaset.cluster.one_call import run_with_workers  # it needs Dask


def test_the_kernel_counts_as_the_book_does_and_leaves_no_process() -> None:
    before = children_of(os.getpid())
    problem = Problem.view(width=70, height=45, max_iterations=60)
    counts = escape_counts(problem, "dask.distributed", threads=2)
    assert np.array_equal(counts, escape_counts(problem, "python.loops"))
    assert children_of(os.getpid()) == before


@pytest.mark.slow
def test_an_error_of_a_task_is_raised_here() -> None:
    before = children_of(os.getpid())

    async def fail(client: Any) -> None:  # noqa: ANN401
        await client.submit(divmod, 1, 0)

    with pytest.raises(ZeroDivisionError):
        run_with_workers(1, fail)
    assert children_of(os.getpid()) == before


@pytest.mark.slow
def test_a_worker_that_dies_ends_the_call() -> None:
    async def end_worker(client: Any) -> None:  # noqa: ANN401
        await client.submit(os._exit, 3)

    with pytest.raises(RuntimeError, match="a worker process ended with code 3"):
        run_with_workers(1, end_worker)


@pytest.mark.slow
def test_workers_that_all_leave_end_the_call() -> None:
    before = children_of(os.getpid())

    async def let_them_go(client: Any) -> None:  # noqa: ANN401
        await client.wait_for_workers(2)
        # As the scheduler does with workers of which it hears nothing for minutes.
        await client.retire_workers(list(await client.scheduler.ncores()))
        await client.submit(divmod, 7, 2)

    with pytest.raises(RuntimeError, match="all workers have left before the work was done"):
        run_with_workers(2, let_them_go)
    assert children_of(os.getpid()) == before
