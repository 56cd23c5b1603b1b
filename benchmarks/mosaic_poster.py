"""A large picture with its whole pyramid, and what a larger one would take.

Time is extrapolated from its parts, each in the measure that it grows with: planning with the
tiles, what workers do with the pixels, the rest with the tasks. So it is an upper bound, as long as
larger pictures have fewer steps a pixel near the set. The size on the disk grows as from level 1 to
level 0, which has twice the edge.
"""

import argparse
import math
from collections.abc import Iterator

from figures import MB, Figure, say
from mosaic_runs import Run
from mosaic_stores import bytes_of, new_store, pixels_of

from juliaset.cluster.local import local_team
from juliaset.mosaic import Layout, Mosaic
from juliaset.system.memory import peak_bytes

MOST_MINUTES = 20  # then the larger picture is to be computed


def poster(asked: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figures of one run, and those of the larger picture."""
    layout = _square(asked.size, asked)
    say(f"{asked.size} x {asked.size}, {layout.tiles} tiles of {asked.tile}, {asked.kernel}")
    say(f"{len(layout.levels)} levels, {asked.processes} workers, in {asked.folder}")
    with local_team(asked.processes, dashboard=False) as team:
        with new_store(asked.folder, layout) as store:
            run = Run.of(store, asked.kernel, team)
            say(f"its digest is {Mosaic.open(store).digest()}")
            levels = [bytes_of(store / str(level.number)) for level in layout.levels]
            size = bytes_of(store)
        workers = max(team.client.run(peak_bytes).values())
    yield Figure("wall time", run.wall, "s")
    yield Figure("planning, in it", run.planning, "s")
    spent = run.progress.seconds
    for name in ("arithmetic", "digests", "compression", "writing"):
        yield Figure(f"{name}, of all workers", getattr(spent, name), "s")
    yield Figure("pixels of all levels", pixels_of(layout) / 1e6, "Mpx")
    yield Figure("throughput", pixels_of(layout) / run.wall / 1e6, "Mpx/s")
    yield Figure("tasks", run.tasks, "")
    yield Figure("CPU of client and scheduler, of the run", run.share, "%", most=2)
    yield Figure("memory of a worker, peak", workers / MB, "MB")
    yield Figure("memory of client and scheduler, peak", peak_bytes() / MB, "MB")
    yield Figure("on the disk", size / MB, "MB")
    yield from extrapolated(run, layout, levels, asked)


def extrapolated(
    run: Run, layout: Layout, levels: list[int], asked: argparse.Namespace
) -> Iterator[Figure]:
    """Yield what the larger picture should take."""
    larger = _square(asked.to, asked)
    pixels = pixels_of(larger) / pixels_of(layout)
    busy = run.progress.seconds.total / run.workers
    waiting = max(run.wall - run.planning - busy, 0)
    seconds = run.planning * larger.tiles / layout.tiles + (busy + waiting) * pixels
    name = f"{asked.to} x {asked.to}"
    yield Figure(f"{name}: wall time, extrapolated", seconds / 60, "min", most=MOST_MINUTES)
    if len(levels) > 1 and levels[1]:
        doublings = math.log2(asked.to / asked.size)
        growth = (levels[0] / levels[1]) ** doublings
        yield Figure(f"{name}: on the disk, extrapolated", sum(levels) * growth / MB, "MB")


def _square(edge: int, asked: argparse.Namespace) -> Layout:
    return Layout(edge, edge, max_iterations=asked.max_iterations, tile=asked.tile)
