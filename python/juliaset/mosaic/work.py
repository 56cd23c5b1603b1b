"""The work of a computing process: a batch of tiles, from their numbers to files on the disk."""

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Self

import numpy as np
import numpy.typing as npt

from juliaset.escape import escape_counts
from juliaset.mosaic.chunks import encode, write_chunk
from juliaset.mosaic.digest import tile_digest
from juliaset.mosaic.layout import Layout
from juliaset.mosaic.record import ROW, Rows, new_row
from juliaset.mosaic.writers import writing
from juliaset.problem import new_counts

TileNumbers = npt.NDArray[np.int64]


@dataclass
class Seconds:
    """Where the wall time of computing processes went."""

    arithmetic: float = 0.0
    digests: float = 0.0
    compression: float = 0.0
    writing: float = 0.0

    @property
    def total(self) -> float:
        """All of it."""
        return self.arithmetic + self.digests + self.compression + self.writing

    def __iadd__(self, other: Self) -> Self:
        """Add those of another batch."""
        self.arithmetic += other.arithmetic
        self.digests += other.digests
        self.compression += other.compression
        self.writing += other.writing
        return self


@dataclass(frozen=True)
class BatchResult:
    """The result of a batch: a row of the record for each of its tiles, and the time it took."""

    rows: Rows
    seconds: Seconds


@dataclass(frozen=True)
class Assignment:
    """What a process must know to compute batches of one computation.

    Attributes:
        store: The folder of the mosaic.
        layout: What the mosaic is.
        kernel: The name of an exact kernel, or "best".
        threads: How many threads compute one tile; None is what `escape_counts` takes.
        writers: The name of those who may write into the store.
    """

    store: Path
    layout: Layout
    kernel: str
    threads: int | None
    writers: str


def compute_batch(work: Assignment, tiles: TileNumbers) -> BatchResult:
    """Compute tiles and write their chunks.

    When this returns, the chunks are on the disk; the rows are not yet in the record. Ctrl-C stops
    it, and what it has written is then computed once more.

    Args:
        work: What they are tiles of.
        tiles: The numbers of the tiles.

    Returns:
        The rows for the record, in the order of the tiles.

    Raises:
        EndedError: The computation has ended in the meantime.
        OSError: A chunk cannot be written.
        UnavailableError: The kernel cannot run on this machine.
        ValueError: There is no such kernel, or it cannot use that many threads.
        MemoryError: There is not enough memory.
    """
    seconds, rows, layout = Seconds(), np.zeros(len(tiles), ROW), work.layout
    memory = new_counts((layout.tile, layout.tile)).ravel()  # memory used before is written fastest
    for k, number in enumerate(tiles.tolist()):
        place = layout.place(number)
        height, width = layout.shape(place)
        out = memory[: height * width].reshape(height, width)
        moments = [perf_counter()]
        escape_counts(layout.problem(place), work.kernel, threads=work.threads, out=out)
        moments.append(perf_counter())
        digest = tile_digest(out)
        moments.append(perf_counter())
        data = encode(out, layout)
        moments.append(perf_counter())
        with writing(work.store, work.writers):
            write_chunk(work.store, place, data)
        moments.append(perf_counter())
        seconds += Seconds(*np.diff(moments).tolist())
        rows[k] = new_row(number, len(data), digest)[0]
    return BatchResult(rows, seconds)
