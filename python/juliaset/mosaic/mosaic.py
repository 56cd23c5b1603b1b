"""A picture of any size, as tiles in a folder: created, computed, read, verified, repaired."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Self

from juliaset.mosaic.batches import computed_batches
from juliaset.mosaic.checking import Fault, broken_tiles
from juliaset.mosaic.computation import Progress, computation
from juliaset.mosaic.creation import create_store
from juliaset.mosaic.digest import picture_digest
from juliaset.mosaic.errors import MosaicError
from juliaset.mosaic.extra import check_extra
from juliaset.mosaic.foreign import foreign_files
from juliaset.mosaic.layout import Layout, Level
from juliaset.mosaic.metadata import read_layout
from juliaset.mosaic.record import RECORD, TileRecord
from juliaset.mosaic.work import Assignment, TileNumbers
from juliaset.problem import BOOK_C, BOOK_EDGE, Axis, Window

if TYPE_CHECKING:
    import zarr
    from distributed import Client

BATCH_SECONDS = 1.0


class Mosaic:
    """A picture that need not fit into memory, and its pyramid, as a Zarr v3 store.

    `Mosaic(...)` says which picture; `create` makes its folder; `compute` fills it, and goes on
    where an earlier call has ended, however that happened.

    Attributes:
        layout: The picture's numbers, and where its tiles are.
    """

    layout: Layout

    def __init__(
        self,
        size: tuple[int, int],
        *,
        window: Window = (-BOOK_EDGE, BOOK_EDGE, -BOOK_EDGE, BOOK_EDGE),
        c: complex = BOOK_C,
        max_iterations: int = 300,
        tile: int = 2048,
    ) -> None:
        """Choose a picture, as `Problem.view` does.

        Args:
            size: The number of columns and of rows, up to 1,048,576 each.
            window: The edges (x1, x2, y1, y2). The first column lies at x1, the first row at y2.
            c: The constant that each step adds.
            max_iterations: The limit of steps for each pixel. Up to 32767 a count takes two bytes
                before compression, beyond it four.
            tile: The edge of a tile in pixels: 512, 1024, 2048, 4096 or 8192.

        Raises:
            TypeError: An argument has the wrong type.
            ValueError: An argument has a value that is not allowed.
        """
        width, height = size
        self.layout = Layout(width, height, window, c, max_iterations, tile)
        self._path: Path | None = None

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open a mosaic, finished or not. No code of a stranger's store runs, and little is read.

        Raises:
            MosaicError: It is not a mosaic of this program.
            OSError: It cannot be read.
        """
        mosaic = cls.__new__(cls)
        mosaic._path = Path(path)  # noqa: SLF001 - of this class
        mosaic.layout = read_layout(Path(path))
        return mosaic

    def create(self, path: str | Path) -> Self:
        """Make the folder of the mosaic, with no tile computed.

        Returns:
            The mosaic in that folder.

        Raises:
            MosaicError: Something is there already.
            OSError: It cannot be written.
        """
        folder = Path(path)
        create_store(self.layout, folder)
        return self.open(folder)

    @property
    def path(self) -> Path:
        """The folder of the mosaic."""
        if self._path is None:
            raise MosaicError("this mosaic has no folder yet; create(path) makes one")
        return self._path

    @property
    def xs(self) -> Axis:
        """The real parts of the columns of level 0."""
        return self.layout.axes[0]

    @property
    def ys(self) -> Axis:
        """The imaginary parts of the rows of level 0, from top to bottom."""
        return self.layout.axes[1]

    @property
    def c(self) -> complex:
        """The constant that each step adds."""
        return self.layout.c

    @property
    def max_iterations(self) -> int:
        """The limit of steps for each pixel."""
        return self.layout.max_iterations

    @property
    def levels(self) -> tuple[Level, ...]:
        """The pyramid. Level k has every 2**k-th column and row, each count as exact as level 0."""
        return self.layout.levels

    @property
    def counts(self) -> "zarr.Array":
        """The counts of level 0, a Zarr array. A tile that is not computed reads as 0.

        Reading one that was computed, and whose file is lost or damaged, raises MosaicError.
        """
        return self.counts_of(0)

    def counts_of(self, level: int) -> "zarr.Array":
        """Return the counts of a level, a Zarr array of (height, width) that can only be read.

        Raises:
            MosaicError: There is no such level, or the mosaic has no folder.
            ModuleNotFoundError: Zarr is not installed.
        """
        check_extra()
        if level not in range(len(self.levels)):
            raise MosaicError(f"level is {level!r}; allowed: 0 to {len(self.levels) - 1}")
        from juliaset.mosaic.counts import open_level  # noqa: PLC0415 - an extra

        return open_level(self.path, self.layout, level)

    def record(self) -> TileRecord:
        """Read which tiles are done, and their digests."""
        return TileRecord.load(self.path, self.layout.tiles)

    def missing(self) -> TileNumbers:
        """Return the numbers of the tiles, of all levels, that no computation has recorded."""
        return self.record().missing()

    def digest(self) -> str:
        """Return the name of the picture: it depends on the counts of level 0 and on nothing else.

        It is made from what was recorded while the tiles were computed: `verify` compares that with
        the files.

        Raises:
            MosaicError: Tiles of level 0 are missing.
        """
        record, tiles = self.record(), self.levels[0].tiles
        if missing := tiles - int(record.done[:tiles].sum()):
            raise MosaicError(
                f"{missing:,} of the {tiles:,} tiles of level 0 are missing; compute them"
            )
        return picture_digest(self.layout, record.digests)

    def compute(  # noqa: PLR0913
        self,
        kernel: str = "best",
        threads: int | None = None,
        *,
        client: "Client | None" = None,
        batch_seconds: float = BATCH_SECONDS,
        report: Callable[[Progress], None] | None = None,
        verify: bool = False,
    ) -> Progress:
        """Compute what is missing. After an interruption, call it again.

        Args:
            kernel: The name of an exact kernel, or "best".
            threads: How many threads compute a tile. None is one with a client, else all usable
                cores for a kernel with threads.
            client: A connection to a Dask cluster whose processes compute, for example that of
                `juliaset.cluster.local.local_team`. They need the same folder under the same path.
                None: this process computes.
            batch_seconds: How much work is recorded at once. A process that is killed loses its
                current batch.
            report: Called after each batch.
            verify: Read all tiles that were done before, and not only the sizes of their chunks.

        Returns:
            What was done.

        Raises:
            MosaicError: Another process computes into this folder, or the cluster is gone.
            DigestConflictError: A tile had other counts when it was computed before.
            ValueError: An argument has a value that is not allowed.
            UnavailableError: The kernel cannot run on this machine.
            OSError: The disk is full, or the folder cannot be written.
        """
        with computation(self.path, self.layout, kernel, batch_seconds, verify=verify) as work:
            batches = Assignment(self.path, self.layout, kernel, threads, work.writers)
            for batch, result in computed_batches(work.plan, batches, client):
                work.take(batch, result)
                if report:
                    report(work.progress)
        return work.progress

    def verify(self, report: Callable[[int, int], None] | None = None) -> Iterator[Fault]:
        """Read all tiles that are done; yield what is not as it was computed, and files of others.

        Args:
            report: Called with how many tiles were read, and how many will be.

        Raises:
            DigestConflictError: The record has two digests of one tile.
            OSError: The record or a folder cannot be read.
        """
        check_extra()
        record = self.record()
        if record.bad_rows and not record.done.all():  # else other rows have all that they had
            yield Fault(RECORD, None, f"{record.bad_rows} rows do not agree with their checksums")
        tiles = record.done.nonzero()[0]
        for k in range(tiles.size):
            yield from broken_tiles(self.path, self.layout, record, tiles[k : k + 1])
            if report:
                report(k + 1, tiles.size)
        yield from foreign_files(self.path, self.layout, record.done)

    def repair(self, kernel: str = "best", threads: int | None = None) -> Progress:
        """Verify all tiles, and compute those that are broken or missing. See `compute`.

        Files of others stay where they are.
        """
        return self.compute(kernel, threads, verify=True)
