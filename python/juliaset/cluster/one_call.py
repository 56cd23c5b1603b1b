"""A scheduler and workers for one call: they exist neither before it nor afterwards."""

import asyncio
import tempfile
import threading
from collections.abc import Callable, Coroutine
from queue import Empty, SimpleQueue
from typing import Any

import dask
from distributed import Client, Scheduler, Security, Worker

from juliaset.cluster.certificates import temporary_security
from juliaset.cluster.local import CONFIGURATION, HOST
from juliaset.cluster.quiet import quiet
from juliaset.system.call_processes import call_in_processes
from juliaset.system.interruptible import Flag, run_interruptibly
from juliaset.system.shared_memory import SharedMemory
from juliaset.system.work_folder import work_folder

Work = Callable[[Client], Coroutine[Any, Any, None]]
_LOOK_S = 0.02


def run_with_workers(workers: int, work: Work) -> None:
    """Run work(client) with a scheduler in this process, and workers with a thread each.

    Ctrl-C ends it.

    Raises:
        RuntimeError: A worker has failed, or all of them have left.
    """
    security, addresses, over = temporary_security(), SimpleQueue[str](), threading.Event()
    with tempfile.TemporaryDirectory(dir=work_folder()) as folder, quiet():
        settings = {**CONFIGURATION, "temporary-directory": folder}

        def schedule(stop: Flag) -> None:
            with dask.config.set(settings):
                asyncio.run(_unless(stop, _schedule(security, addresses, work, over)))
            stop[0] = 1  # the workers have nothing more to do

        def keep_workers(stop: Flag) -> None:
            while not stop[0]:
                try:
                    address = addresses.get(timeout=_LOOK_S)
                except Empty:
                    continue
                with SharedMemory(1) as unused:
                    calls = [(address, security, settings)] * workers
                    call_in_processes(serve, calls, unused, stop)
                if not (stop[0] or over.is_set()):  # what is left would never be computed
                    raise RuntimeError("all workers have left before the work was done")

        run_interruptibly(schedule, keep_workers)


async def _unless(stop: Flag, work: Coroutine[Any, Any, None]) -> None:
    """Wait for some work, and cancel it when the flag is set."""
    task = asyncio.ensure_future(work)
    while not task.done() and not stop[0]:
        await asyncio.wait({task}, timeout=_LOOK_S)
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled():
        task.result()


async def _schedule(
    security: Security, addresses: "SimpleQueue[str]", work: Work, over: threading.Event
) -> None:
    scheduler = Scheduler(
        host=HOST,
        port=0,
        protocol="tls://",
        security=security,
        dashboard=False,
        dashboard_address=f"{HOST}:0",
    )
    async with scheduler:
        addresses.put(scheduler.address)
        client = Client(
            scheduler.address, asynchronous=True, security=security, set_as_default=False
        )
        try:  # and not `async with`, which would leave a client that is cancelled while it connects
            await client
            await work(client)
        finally:
            over.set()  # from here on workers may leave, because their scheduler does
            await client.close()


def serve(_: memoryview, address: str, security: Security, settings: dict[str, object]) -> None:
    """Run as one of the workers, until the process is killed."""
    with dask.config.set(settings), quiet():
        asyncio.run(_serve(address, security))


async def _serve(address: str, security: Security) -> None:
    worker = Worker(
        address,
        nthreads=1,
        host=HOST,
        security=security,
        memory_limit=None,
        dashboard=False,
        dashboard_address=f"{HOST}:0",
    )
    async with worker:
        await worker.finished()
