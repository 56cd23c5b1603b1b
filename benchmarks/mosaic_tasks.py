"""What an empty task costs: as a mosaic hands tasks out, and as Dask alone does.

Three ways take turns on the same workers. The CPU time is that of client and scheduler, which are
one process, and that of the workers.

mosaic      batches of one tile that nothing computes, as `Mosaic.compute` hands them out
one by one  Dask alone: `client.submit` of an empty function whenever an earlier one is done
at once     Dask alone: `client.map` of an empty function, so that all tasks are in one message.
            No plan can do that whose batches depend on how long the earlier ones took.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from distributed import Client, as_completed
from figures import Figure, median, say

from juliaset.cluster.local import local_team
from juliaset.mosaic import Layout
from juliaset.mosaic.plan import Plan
from juliaset.mosaic.record import ROW
from juliaset.mosaic.schedule import IN_FLIGHT, batches_of_cluster
from juliaset.mosaic.work import BatchResult, Seconds, TileNumbers

MOST_MS = 3
FEW = 20  # tasks, before anything is timed
IDLE_S = 10
LAYOUT = Layout(1 << 15, 1 << 15, tile=512)
Timed = Callable[[], None]


@dataclass(frozen=True)
class Cost:
    """Milliseconds a task."""

    client: float
    workers: float
    wall: float


def nothing(number: int) -> int:
    """Do nothing, as a task of Dask alone."""
    return number


def no_batch(tiles: TileNumbers) -> BatchResult:
    """Do nothing, as a task of a mosaic."""
    return BatchResult(np.zeros(len(tiles), ROW), Seconds(arithmetic=1.0))


def as_mosaic(client: Client, tasks: int) -> Timed:
    """Let a plan hand out tiles, one in a batch."""
    plan = Plan(LAYOUT, np.arange(tasks), "cpp.scalar", 1e-9)

    def timed() -> None:
        for batch, result in batches_of_cluster(client, plan, no_batch):
            plan.learn(batch, result.seconds.total)

    return timed


def one_by_one(client: Client, tasks: int) -> Timed:
    """Keep as many tasks in flight as a mosaic does."""
    left = iter(range(tasks))
    most = IN_FLIGHT * len(client.nthreads())

    def submitted(count: int) -> list[object]:
        return [client.submit(nothing, k, pure=False) for k in islice(left, count)]

    def timed() -> None:
        done = as_completed(submitted(most), with_results=True, loop=client.loop)
        for _ in done:
            done.update(submitted(1))

    return timed


def at_once(client: Client, tasks: int) -> Timed:
    """Send all tasks, and fetch all results."""
    return lambda: client.gather(client.map(nothing, range(tasks), pure=False))


WAYS = {"mosaic": as_mosaic, "one by one": one_by_one, "at once": at_once}


def tasks(asked: argparse.Namespace) -> Iterator[Figure]:
    """Yield what a task costs in each way: medians of all rounds."""
    costs: dict[str, list[Cost]] = {name: [] for name in WAYS}
    say(f"{asked.tasks} empty tasks, {asked.rounds} rounds, {asked.processes} workers")
    with local_team(asked.processes, dashboard=False) as team:
        for prepare in WAYS.values():
            prepare(team.client, FEW)()
        for _ in range(asked.rounds):
            for name, prepare in WAYS.items():
                costs[name].append(
                    cost_of(team.client, prepare(team.client, asked.tasks), asked.tasks)
                )
        start, cpu = time.perf_counter(), time.process_time()
        time.sleep(IDLE_S)
        idle = 1e3 * (time.process_time() - cpu) / (time.perf_counter() - start)
    for name, found in costs.items():
        most = MOST_MS if name == "mosaic" else None
        client = median(found, lambda cost: cost.client)
        yield Figure(f"{name}: CPU of client and scheduler a task", client, "ms", most=most)
    for name, found in costs.items():
        yield Figure(
            f"{name}: CPU of workers a task", median(found, lambda cost: cost.workers), "ms"
        )
    for name, found in costs.items():
        yield Figure(f"{name}: wall time a task", median(found, lambda cost: cost.wall), "ms")
    yield Figure("CPU of client and scheduler a second, without any task", idle, "ms")


def cost_of(client: Client, timed: Timed, count: int) -> Cost:
    """Time what was prepared."""
    workers = _of_workers(client)
    wall, cpu = time.perf_counter(), time.process_time()
    timed()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Cost(*(1e3 * seconds / count for seconds in (cpu, _of_workers(client) - workers, wall)))


def _of_workers(client: Client) -> float:
    found: list[float] = list(client.run(time.process_time).values())
    return sum(found)
