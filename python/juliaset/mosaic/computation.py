"""One computation into a store: what it locks, what is left to do, and what of it is done."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from juliaset.mosaic.checking import broken_tiles, changed_tiles
from juliaset.mosaic.errors import MosaicError
from juliaset.mosaic.extra import check_extra
from juliaset.mosaic.foreign import check_places
from juliaset.mosaic.layout import Layout
from juliaset.mosaic.lock import store_lock
from juliaset.mosaic.plan import Plan
from juliaset.mosaic.record import RecordWriter, TileRecord
from juliaset.mosaic.work import BatchResult, Seconds, TileNumbers
from juliaset.mosaic.writers import admitted
from juliaset.registry import get_kernel


@dataclass
class Progress:
    """How far a computation is.

    Attributes:
        tiles: How many tiles the mosaic has.
        done: How many of them are done, now or by an earlier computation.
        computed: How many this computation has done.
        bytes: The size of the chunks that this computation has written.
        seconds: Where the time of the computing processes went.
        seconds_left: How long the tiles that no process has begun should take one process.
    """

    tiles: int
    done: int
    computed: int = 0
    bytes: int = 0
    seconds: Seconds = field(default_factory=Seconds)
    seconds_left: float = 0.0


class Computation:
    """What the process that hands out batches needs; `computation()` makes one.

    Attributes:
        plan: The batches that are to be computed.
        progress: How far it is; `take` changes it.
        writers: The name of those who may write into the store, as long as it goes on.
    """

    def __init__(self, record: TileRecord, writer: RecordWriter, plan: Plan, writers: str) -> None:
        """Begin with what is in the record."""
        self._record, self._writer = record, writer
        self.plan, self.writers = plan, writers
        self.progress = Progress(record.done.size, int(record.done.sum()))

    def take(self, batch: TileNumbers, result: BatchResult) -> None:
        """Record a batch whose chunks are on the disk. A batch may come twice.

        Raises:
            DigestConflictError: A tile is known with other counts.
            OSError: The record cannot be written; the batch then is computed again some day.
        """
        new = int(np.count_nonzero(~self._record.done[batch]))
        self._record.add(result.rows)
        self._writer.append(result.rows)
        self.plan.learn(batch, result.seconds.total)
        self.progress.done += new
        self.progress.computed += new
        self.progress.bytes += int(result.rows["size"].sum())
        self.progress.seconds += result.seconds
        self.progress.seconds_left = self.plan.seconds_left()


@contextmanager
def computation(
    store: Path, layout: Layout, kernel: str, batch_seconds: float, *, verify: bool
) -> Iterator[Computation]:
    """Lock a store, look at what is there, and plan the rest.

    A tile is computed again if its chunk has another size than the record says; with `verify`, also
    if it has other counts.

    Raises:
        MosaicError: Another process computes into the store, or it has links or other folders
            instead of its own.
        ValueError: There is no such kernel, or not all of its counts are exact.
        OSError: The store cannot be read or written.
    """
    check_extra()
    check_exact(kernel)
    check_places(store, layout)
    with (
        store_lock(store),
        admitted(store) as writers,
        closing(RecordWriter(store)) as writer,
    ):
        record = TileRecord.load(store, layout.tiles)
        done = record.done.nonzero()[0]
        look = broken_tiles if verify else changed_tiles
        for fault in look(store, layout, record, done):
            if fault.tile is not None:
                record.done[fault.tile] = False
        plan = Plan(layout, record.missing(), kernel, batch_seconds)
        yield Computation(record, writer, plan, writers)


def check_exact(kernel: str) -> None:
    """Raise MosaicError unless all counts of a kernel are exact; ValueError if there is none."""
    chosen = get_kernel(kernel)
    if not chosen.exact:
        raise MosaicError(
            f"kernel is {chosen.name!r}, which need not count every pixel right; "
            f"allowed: an exact one (`juliaset list` shows them)"
        )
