"""What the client needs for very many tiles, which a worker only pretends to compute.

A tile of 1024 takes about 10 ms, so each batch has 100 tiles. The record is written to the disk
after each batch, as always; `--folder /dev/shm` leaves the disk out.
"""

import argparse
import time
from collections.abc import Iterator

import numpy as np
from figures import MB, Figure, say
from mosaic_stores import new_store

from juliaset.cluster.local import local_team
from juliaset.mosaic import Layout
from juliaset.mosaic.computation import computation
from juliaset.mosaic.record import ROW
from juliaset.mosaic.schedule import batches_of_cluster
from juliaset.mosaic.work import BatchResult, Seconds, TileNumbers
from juliaset.system.memory import peak_bytes, reset_peak

TILE = 1024
TILE_S = 0.01
MOST_OF_CLIENT = 200
SAY_S = 10


def memory(asked: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figures of a picture of that many tiles."""
    edge = int(np.sqrt(asked.tiles * 3 / 4)) * TILE
    layout = Layout(edge, edge, tile=TILE)
    say(f"{edge} x {edge}, {layout.tiles} tiles of {TILE}, simulated, in {asked.folder}")
    with local_team(1, dashboard=False) as team, new_store(asked.folder, layout) as store:
        reset_peak()
        before = peak_bytes() / MB
        start = time.perf_counter()
        with computation(store, layout, "best", 1.0, verify=False) as work:
            planned, cpu, tasks = time.perf_counter(), time.process_time(), 0
            said = planned
            for batch, result in batches_of_cluster(team.client, work.plan, pretend):
                work.take(batch, result)
                tasks += 1
                if time.perf_counter() - said > SAY_S:
                    said = time.perf_counter()
                    say(f"{work.progress.done} tiles are done, {peak_bytes() / MB:.0f} MB")
            cpu = time.process_time() - cpu
        wall, after = time.perf_counter() - planned, peak_bytes() / MB
    yield Figure("simulated tiles", layout.tiles, "")
    yield Figure("to plan all of them beforehand", planned - start, "s")
    yield Figure("tasks", tasks, "")
    yield Figure("all batches", wall, "s")
    yield Figure("CPU of client and scheduler a task, recording too", cpu * 1e3 / tasks, "ms")
    yield Figure("memory of client and scheduler, before", before, "MB")
    yield Figure("memory of client and scheduler, peak", after, "MB", most=MOST_OF_CLIENT)
    yield Figure("memory a tile", (after - before) * MB / layout.tiles, "bytes")


def pretend(tiles: TileNumbers) -> BatchResult:
    """Return a result for tiles that nothing computes."""
    rows = np.zeros(len(tiles), ROW)
    rows["tile"], rows["size"] = tiles, 1
    rows["digest"][:, :8] = tiles.astype("<i8").view(np.uint8).reshape(-1, 8)
    return BatchResult(rows, Seconds(arithmetic=TILE_S * len(tiles)))
