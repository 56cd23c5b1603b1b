"""Run a process that computes tiles of a mosaic with others: ... STORE KERNEL WRITERS PROCESSES.

It prints a line when it is ready, begins when it reads one, and prints another at its end.
"""

import fcntl
import os
import sys
import time
from pathlib import Path

import numpy as np
from figures import say

from juliaset.mosaic import Mosaic
from juliaset.mosaic.work import Assignment, compute_batch

BATCH_S = 1.0
SHARES = 2  # of what is left, for each process: as many batches as a worker of Dask has
_NUMBER_BYTES = 8


class Counter:
    """A number in a file, which processes count up together."""

    def __init__(self, path: Path) -> None:
        """Open it; it begins at 0."""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self, size: int, end: int, processes: int) -> range:
        """Take the next numbers below an end, at most that many, and fewer if little is left."""
        fcntl.flock(self._file, fcntl.LOCK_EX)
        first = int.from_bytes(os.pread(self._file, _NUMBER_BYTES, 0), "little")
        fair = -(-(end - first) // (SHARES * processes))
        taken = range(first, first + min(size, fair))
        os.pwrite(self._file, taken.stop.to_bytes(_NUMBER_BYTES, "little"), 0)
        fcntl.flock(self._file, fcntl.LOCK_UN)
        return taken


def main(store: str, kernel: str, writers: str, processes: str) -> None:
    """Compute batches until all tiles are taken."""
    mosaic = Mosaic.open(store)
    work = Assignment(mosaic.path, mosaic.layout, kernel, 1, writers)
    tiles = np.arange(mosaic.layout.tiles)[::-1]
    counter = Counter(mosaic.path.with_name("counter"))
    compute_batch(work, tiles[:1])  # what is imported and allocated once
    say("ready")
    sys.stdin.readline()
    size = 1
    while batch := counter.take(size, len(tiles), int(processes)):
        start = time.perf_counter()
        compute_batch(work, tiles[batch.start : batch.stop])
        size = max(round(BATCH_S * len(batch) / (time.perf_counter() - start)), 1)
    say("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
