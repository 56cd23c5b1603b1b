"""Workers of Dask, against independent processes that compute and write the same tiles in turn.

The independent processes are told nothing but to begin. They take batches from one counter, as
many tiles as they computed in a second, and fewer when little is left, as the plan of a mosaic
does. So they end together, and each batch allocates its memory as a worker's does. They plan
nothing and record nothing, which is in the time of Dask's side: it has all that `compute` does.
Importing and starting is on neither side.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from figures import MB, Figure, median, say
from mosaic_runs import Run
from mosaic_stores import bytes_of, new_store, pixels_of

from juliaset.cluster.local import local_team
from juliaset.mosaic import Layout
from juliaset.mosaic.computation import computation
from juliaset.system.memory import peak_bytes

INDEPENDENT = Path(__file__).with_name("mosaic_independent.py")
MOST_OF_A_WORKER, MOST_OF_TASK_MS, MOST_SHARE, LEAST_RATIO = 150, 3, 2, 0.9


def throughput(asked: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figures of a picture that is computed; those of a run are medians of all."""
    layout = Layout(asked.size, asked.size, max_iterations=asked.max_iterations, tile=asked.tile)
    say(f"{asked.size} x {asked.size}, {layout.tiles} tiles of {asked.tile}, {asked.kernel}")
    say(f"{asked.processes} processes, {asked.rounds} rounds, in {asked.folder}")
    ratios, runs, size = list[float](), list[Run](), 0
    with local_team(asked.processes, dashboard=False) as team:
        few = Layout(asked.tile, 4 * asked.tile, tile=asked.tile)
        with new_store(asked.folder, few) as store:
            Run.of(store, asked.kernel, team)  # workers import what they need when they need it
        for number in range(asked.rounds):
            for dask in (True, False) if number % 2 else (False, True):
                with new_store(asked.folder, layout) as store:
                    if dask:
                        runs.append(Run.of(store, asked.kernel, team))
                        size = bytes_of(store)
                    else:
                        alone = seconds_alone(store, layout, asked)
            ratios.append(alone / runs[-1].wall)
            say(f"independent {alone:.2f} s, Dask {runs[-1].wall:.2f} s, ratio {ratios[-1]:.3f}")
        workers = team.client.run(peak_bytes).values()
    yield Figure("throughput, Dask / independent", median(ratios, float), "", least=LEAST_RATIO)
    task = median(runs, lambda run: run.task_ms)
    yield Figure("CPU of client and scheduler a task, recording too", task, "ms")
    share = median(runs, lambda run: run.share)
    yield Figure("CPU of client and scheduler, of the run", share, "%", most=MOST_SHARE)
    yield Figure("tasks", median(runs, lambda run: run.tasks), "")
    yield Figure("planning, in the run", median(runs, lambda run: run.planning), "s")
    tiles = 3 * asked.tile**2 * 4 / MB
    most = MOST_OF_A_WORKER + tiles
    yield Figure("memory of a worker, peak", max(workers) / MB, "MB", most=most)
    yield Figure("memory of client and scheduler, peak", peak_bytes() / MB, "MB")
    yield from shares(runs)
    pixels = pixels_of(layout)
    yield Figure("throughput", median(runs, lambda run: pixels / run.wall / 1e6), "Mpx/s")
    yield Figure("on the disk", size / MB, "MB")
    yield Figure("on the disk, a pixel of all levels", size / pixels, "bytes")


def shares(runs: list[Run]) -> Iterator[Figure]:
    """Yield where the time of the workers went."""
    for name in ("arithmetic", "digests", "compression", "writing"):
        parts = [
            100 * getattr(run.progress.seconds, name) / run.progress.seconds.total for run in runs
        ]
        yield Figure(f"{name}, of the workers' time", median(parts, float), "%")


def seconds_alone(store: Path, layout: Layout, asked: argparse.Namespace) -> float:
    """Return how long processes take that share the tiles and know nothing of each other."""
    with computation(store, layout, asked.kernel, 1.0, verify=False) as work:
        words = [str(store), asked.kernel, work.writers, str(asked.processes)]
        command = [sys.executable, str(INDEPENDENT), *words]
        started = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            for _ in range(asked.processes)
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
