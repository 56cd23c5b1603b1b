"""Workers on this machine: they listen only on 127.0.0.1, and end with this process."""

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from types import ModuleType
from typing import Any

import dask
from distributed import Client, LocalCluster, Nanny

from juliaset.cluster.calm_worker import CalmWorker
from juliaset.cluster.certificates import temporary_security
from juliaset.cluster.errors import ClusterError
from juliaset.cluster.team import Team, check_workers
from juliaset.system.cores import unbound, usable_cores
from juliaset.system.work_folder import work_folder

HOST = "127.0.0.1"
CONFIGURATION = {
    "distributed.scheduler.allowed-failures": 10,  # a dead worker makes all of its batches suspect
    "distributed.comm.timeouts.tcp": "15s",
    # Dask would close a worker that does not come back in 15 s: a busy machine takes longer.
    "distributed.deploy.lost-worker-timeout": "1h",
    "distributed.worker.multiprocessing-method": "spawn",
    # Dask would set OMP_NUM_THREADS=1, also in this process, whose kernels would have one thread.
    "distributed.nanny.pre-spawn-environ": {},
    # What Dask does all the time, in case something happens: it takes 5 % of a core.
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.admin.tick.interval": "2s",
    "distributed.admin.tick.cycle": "10s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.admin.system-monitor.disk": False,
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.client.scheduler-info-interval": "60s",
    # What the scheduler remembers of its latest steps and events, for people who debug it.
    "distributed.admin.low-level-log-length": 100,
}


@contextmanager
def local_team(workers: int | None = None, *, dashboard: bool = True) -> Iterator[Team]:
    """Start workers on this machine, and end them afterwards.

    Other users of the machine cannot connect to them: they lack the keys, which are in no file.

    Args:
        workers: How many processes; None is one for each core that this process may use.
        dashboard: Whether Dask shows on a page what they do.

    Raises:
        ClusterError: So many workers are not allowed, or they do not start.
    """
    cores = usable_cores()
    workers = cores if workers is None else workers
    check_workers(workers)
    with (
        # The next process removes the folder, if this one is killed.
        dask.config.set({**CONFIGURATION, "temporary-directory": str(work_folder())}),
        _environment_kept(),
        _started(workers, dashboard=dashboard) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        page = cluster.dashboard_link if dashboard else ""
        yield Team(client, workers, max(cores // workers, 1), cores, page)


@contextmanager
def _started(workers: int, *, dashboard: bool) -> Iterator[Any]:
    # Processes inherit the mask of the thread that starts them: they leave Ctrl-C to this one.
    # Python's tracker is there before, because the thread that starts it unblocks Ctrl-C.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    cluster = None
    try:
        try:
            cluster = _local_cluster(workers, dashboard=dashboard)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        yield cluster
    finally:
        if cluster is not None:
            cluster.close()


def _local_cluster(workers: int, *, dashboard: bool) -> LocalCluster:
    try:
        with unbound():
            return LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                worker_class=_OwnNanny,
                host=HOST,
                protocol="tls://",
                security=temporary_security(),
                # Without the page too: its server would ask for a port that may be taken.
                dashboard_address=f"{HOST}:0",
                scheduler_kwargs={"dashboard": dashboard},
                scheduler_sync_interval=60,  # seconds
                silence_logs=logging.CRITICAL,
                memory_limit="auto",
            )
    except (RuntimeError, OSError) as error:
        reason = " ".join(str(error.__cause__ or error).split())
        raise ClusterError(f"the workers do not start: {reason[:200]}") from None


class _OwnNanny(Nanny):  # type: ignore[misc] # mypy does not look into Dask
    """Restarts a worker that has died, and never runs the user's script in it.

    A process that is spawned imports the script of its parent. One without a main guard would
    start workers in each worker.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Choose the class of the worker, as LocalCluster cannot."""
        super().__init__(*args, worker_class=CalmWorker, **kwargs)

    async def instantiate(self) -> Any:  # noqa: ANN401
        with _no_script():
            return await super().instantiate()


_hidden: list[ModuleType] = []  # an entry for each worker that is starting; the first is the script


@contextmanager
def _no_script() -> Iterator[None]:
    _hidden.append(sys.modules["__main__"])
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        script = _hidden[0]
        _hidden.pop()
        if not _hidden:
            sys.modules["__main__"] = script


@contextmanager
def _environment_kept() -> Iterator[None]:
    """Undo what Dask sets in this process for those that it starts."""
    before, parent = os.environ.get("PYTHONHASHSEED"), os.environ.get("__DASK_PARENT_PID")
    try:
        yield
    finally:
        if parent is None:
            os.environ.pop("__DASK_PARENT_PID", None)
        if before is None:
            os.environ.pop("PYTHONHASHSEED", None)
        else:
            os.environ["PYTHONHASHSEED"] = before
