"""One computation by workers of Dask, taken apart: its planning, and its batches."""

import time
from dataclasses import dataclass
from pathlib import Path

from juliaset.cluster.team import Team
from juliaset.mosaic import Mosaic, Progress
from juliaset.mosaic.batches import computed_batches
from juliaset.mosaic.computation import computation
from juliaset.mosaic.work import Assignment


@dataclass(frozen=True)
class Run:
    """What was measured.

    Attributes:
        progress: What was done.
        workers: How many processes computed.
        tasks: How many batches they got.
        planning: The seconds until the first batch was handed out.
        wall: All seconds, planning among them.
        planning_cpu: The CPU time of client and scheduler until then.
        cpu: All CPU time of client and scheduler.
    """

    progress: Progress
    workers: int
    tasks: int
    planning: float
    wall: float
    planning_cpu: float
    cpu: float

    @classmethod
    def of(cls, store: Path, kernel: str, team: Team) -> "Run":
        """Compute a store as `Mosaic.compute` does."""
        mosaic, tasks = Mosaic.open(store), 0
        start, start_cpu = time.perf_counter(), time.process_time()
        with computation(mosaic.path, mosaic.layout, kernel, 1.0, verify=False) as work:
            planned, planned_cpu = time.perf_counter(), time.process_time()
            batches = Assignment(mosaic.path, mosaic.layout, kernel, 1, work.writers)
            for batch, result in computed_batches(work.plan, batches, team.client):
                work.take(batch, result)
                tasks += 1
        wall, cpu = time.perf_counter() - start, time.process_time() - start_cpu
        planning, planning_cpu = planned - start, planned_cpu - start_cpu
        return cls(work.progress, team.workers, tasks, planning, wall, planning_cpu, cpu)

    @property
    def task_ms(self) -> float:
        """The CPU time of client and scheduler for one task, and for recording its result."""
        return (self.cpu - self.planning_cpu) * 1e3 / self.tasks

    @property
    def share(self) -> float:
        """The CPU time of client and scheduler, in percent of that of all cores that compute."""
        return 100 * self.cpu / (self.wall * self.workers)
