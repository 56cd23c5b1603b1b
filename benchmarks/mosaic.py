"""What Dask costs a mosaic: throughput, scheduling and memory, against what was promised.

    python benchmarks/mosaic.py                     the picture of 16384 x 16384, three times
    python benchmarks/mosaic.py --size 8192 --rounds 1 --tiles 100000      a look

Ratios are of one run: processes of Dask and independent ones compute the same tiles in turn.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from juliaset.cluster.local import local_team
from juliaset.cluster.team import Team
from juliaset.mosaic import Layout, Mosaic, Progress
from juliaset.mosaic.computation import computation
from juliaset.mosaic.record import ROW, new_row
from juliaset.mosaic.schedule import batches_of_cluster
from juliaset.mosaic.work import Assignment, BatchResult, Seconds, TileNumbers, compute_batch
from juliaset.system.memory import peak_bytes, reset_peak

MB = 1e6
TILE_OF_MANY = 1024  # of the picture whose tiles are only simulated
BATCH_OF_ONE = 8  # tiles; an independent process has no plan


@dataclass(frozen=True)
class Figure:
    """One measurement, and what was promised of it."""

    name: str
    value: float
    unit: str
    least: float | None = None
    most: float | None = None

    def __str__(self) -> str:
        """Return a line of the table."""
        bound = ""
        verdict: bool | None = None
        if self.least is not None:
            bound, verdict = f"at least {self.least:g}", self.value >= self.least
        if self.most is not None:
            bound, verdict = f"at most {self.most:g}", self.value <= self.most
        answer = {True: "yes", False: "NO", None: ""}[verdict]
        return f"{self.name:58} {self.value:10.4g} {self.unit:8} {bound:14} {answer}"


def main() -> None:
    """Measure, and print a line for each figure."""
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--size", type=int, default=16384, help="pixels on an edge")
    read.add_argument("--tile", type=int, default=2048, help="pixels on an edge of a tile")
    read.add_argument("--max-iterations", type=int, default=300)
    read.add_argument("--kernel", default="best")
    read.add_argument("--processes", type=int, default=2)
    read.add_argument("--rounds", type=int, default=3)
    read.add_argument("--tiles", type=int, default=1_000_000, help="of the simulated picture")
    read.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    read.add_argument("--be", nargs=4, metavar="WORD", help=argparse.SUPPRESS)
    asked = read.parse_args()
    if asked.be:
        be_independent(*asked.be)
        return
    layout = Layout(asked.size, asked.size, max_iterations=asked.max_iterations, tile=asked.tile)
    say(f"{asked.size} x {asked.size}, {layout.tiles} tiles of {asked.tile}, {asked.kernel}")
    say(f"{asked.processes} processes, {asked.rounds} rounds, in {asked.folder}")
    with local_team(asked.processes, dashboard=False) as team:
        for figure in measured(asked, layout, team):
            say(str(figure))
    with local_team(1, dashboard=False) as team:
        for figure in simulated(asked, team):
            say(str(figure))


def measured(asked: argparse.Namespace, layout: Layout, team: Team) -> Iterator[Figure]:
    """Yield the figures of a picture that is computed."""
    ratios, runs, size = [], [], 0
    with new_store(asked.folder, Layout(asked.tile, 4 * asked.tile, tile=asked.tile)) as store:
        Run.of(store, asked.kernel, team)  # workers import what they need when it is asked for
    for _ in range(asked.rounds):
        with new_store(asked.folder, layout) as store:
            alone = seconds_alone(store, layout, asked)
        with new_store(asked.folder, layout) as store:
            runs.append(Run.of(store, asked.kernel, team))
            size = sum(path.stat().st_size for path in store.rglob("*") if path.is_file())
        ratios.append(alone / runs[-1].wall)
        say(f"independent {alone:.2f} s, Dask {runs[-1].wall:.2f} s, ratio {ratios[-1]:.3f}")
    best = min(runs, key=lambda run: run.wall)
    yield Figure("throughput: independent / Dask, median", statistics.median(ratios), "", least=0.9)
    yield Figure("CPU of client and scheduler a task", best.client_ms, "ms", most=3)
    yield Figure("CPU of client and scheduler, share of the run", best.share, "%", most=2)
    yield Figure("tasks", best.tasks, "")
    tiles = 3 * asked.tile**2 * 4 / MB
    peak = max(team.client.run(peak_bytes).values()) / MB
    yield Figure("memory of a worker, peak", peak, "MB", most=150 + tiles)
    yield Figure("memory of client and scheduler, peak", peak_bytes() / MB, "MB")
    spent = best.progress.seconds
    for name in ("arithmetic", "digests", "compression", "writing"):
        part = getattr(spent, name)
        yield Figure(f"{name}, of the workers' time", 100 * part / spent.total, "%")
    pixels = sum(level.width * level.height for level in layout.levels)
    yield Figure("throughput", pixels / best.wall / 1e6, "Mpx/s")
    yield Figure("on the disk", size / MB, "MB")
    yield Figure("on the disk, a pixel of all levels", size / pixels, "bytes")


@dataclass(frozen=True)
class Run:
    """One computation by a team."""

    progress: Progress
    tasks: int
    wall: float
    cpu: float
    workers: int

    @classmethod
    def of(cls, store: Path, kernel: str, team: Team) -> "Run":
        """Compute a store."""
        tasks = 0

        def count(_: Progress) -> None:
            nonlocal tasks
            tasks += 1

        mosaic = Mosaic.open(store)
        start, cpu = time.perf_counter(), time.process_time()
        progress = mosaic.compute(kernel, 1, client=team.client, report=count)
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
        return cls(progress, tasks, wall, cpu, team.workers)

    @property
    def client_ms(self) -> float:
        """Return the CPU time of this process for one task."""
        return self.cpu * 1e3 / self.tasks

    @property
    def share(self) -> float:
        """Return this process's part of the time of all cores that compute, in percent."""
        return 100 * self.cpu / (self.wall * self.workers)


@contextmanager
def new_store(folder: Path, layout: Layout) -> Iterator[Path]:
    """Make a mosaic with no tile computed, and remove it afterwards."""
    place = Path(tempfile.mkdtemp(prefix="juliaset-benchmark-", dir=folder))
    size = (layout.width, layout.height)
    made = Mosaic(size, max_iterations=layout.max_iterations, tile=layout.tile)
    try:
        yield made.create(place / "a.zarr").path
    finally:
        shutil.rmtree(place)


def seconds_alone(store: Path, layout: Layout, asked: argparse.Namespace) -> float:
    """Return how long processes take that share the tiles and know nothing of each other."""
    with computation(store, layout, asked.kernel, 1.0, verify=False) as work:
        parts = [f"{k}/{asked.processes}" for k in range(asked.processes)]
        words = [[str(store), asked.kernel, work.writers, part] for part in parts]
        command = [sys.executable, __file__, "--be"]
        started = [
            subprocess.Popen([*command, *each], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            for each in words
        ]
        try:
            for process in started:
                line_of(process)  # it has imported everything
            start = time.perf_counter()
            for process in started:
                assert process.stdin is not None
                process.stdin.write(b"go\n")
                process.stdin.flush()
            for process in started:
                line_of(process)
            return time.perf_counter() - start
        finally:
            for process in started:
                process.kill()
                process.communicate()


def line_of(process: "subprocess.Popen[bytes]") -> bytes:
    """Wait for a line of a process."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("a process has ended; its own words are above")
    return line


def be_independent(store: str, kernel: str, writers: str, part: str) -> None:
    """Be one of the independent processes: compute every tile whose turn it is."""
    mosaic = Mosaic.open(store)
    member, members = map(int, part.split("/"))
    work = Assignment(mosaic.path, mosaic.layout, kernel, 1, writers)
    tiles = np.arange(mosaic.layout.tiles)[::-1][member::members]
    compute_batch(work, tiles[:1])  # what is imported and allocated once
    say("ready")
    sys.stdin.readline()
    for first in range(0, len(tiles), BATCH_OF_ONE):
        compute_batch(work, tiles[first : first + BATCH_OF_ONE])
    say("done")


def simulated(asked: argparse.Namespace, team: Team) -> Iterator[Figure]:
    """Yield what the client needs for very many tiles, which a worker only pretends to compute."""
    team.client.upload_file(__file__)  # so that a task names `pretend`, and does not bring its code
    from mosaic import pretend  # noqa: PLC0415 - this file, as workers know it

    edge = int(np.sqrt(asked.tiles * 3 / 4)) * TILE_OF_MANY
    layout = Layout(edge, edge, tile=TILE_OF_MANY)
    with new_store(asked.folder, layout) as store:
        reset_peak()
        start = time.perf_counter()
        with computation(store, layout, "best", 1.0, verify=False) as work:
            planned = time.perf_counter()
            cpu, tasks = time.process_time(), 0
            for batch, result in batches_of_cluster(team.client, work.plan, pretend):
                work.take(batch, result)
                tasks += 1
            cpu = time.process_time() - cpu
    yield Figure("simulated tiles", layout.tiles, "")
    yield Figure("to look at all of them beforehand", planned - start, "s")
    yield Figure("tasks", tasks, "")
    yield Figure("CPU of client and scheduler a task", cpu * 1e3 / tasks, "ms", most=3)
    yield Figure("memory of client and scheduler, peak", peak_bytes() / MB, "MB", most=200)


def pretend(tiles: TileNumbers) -> BatchResult:
    """Return a result for tiles that nothing computes; each would have taken 10 ms."""
    rows = np.zeros(len(tiles), ROW)
    for k, tile in enumerate(tiles.tolist()):
        rows[k] = new_row(tile, 1, tile.to_bytes(32))[0]
    return BatchResult(rows, Seconds(arithmetic=0.01 * len(tiles)))


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


if __name__ == "__main__":
    main()
