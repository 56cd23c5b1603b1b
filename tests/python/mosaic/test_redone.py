"""After the death of a worker, only what it had is computed again."""

import os
import signal
from collections import Counter
from pathlib import Path

import pytest
from stores import SENSITIVE

from juliaset.mosaic import Mosaic, Progress

pytest.importorskip("distributed")
from juliaset.cluster.local import local_team  # these need Dask
from juliaset.mosaic.schedule import IN_FLIGHT
from juliaset.mosaic.work import Assignment, BatchResult, TileNumbers


@pytest.mark.slow
def test_at_most_the_batches_of_the_dead_worker_are_computed_again(folder: Path) -> None:
    mosaic = Mosaic((2500, 2100), tile=512, **SENSITIVE).create(folder / "m")
    begun = str(folder / "begun")

    def note_tiles() -> None:
        from juliaset.mosaic import work  # noqa: PLC0415 - in the worker

        compute = work.compute_batch

        def noting(assignment: Assignment, tiles: TileNumbers) -> BatchResult:
            with Path(begun).open("a") as file:
                file.write(f"{tiles[0]}\n")  # a batch is one tile
            return compute(assignment, tiles)

        work.compute_batch = noting

    with local_team(2, dashboard=False) as team:
        victims = list(team.client.run(os.getpid).values())[:1]
        team.client.run(note_tiles)

        def kill(progress: Progress) -> None:
            if progress.computed == 5:
                os.kill(victims[0], signal.SIGKILL)

        mosaic.compute("cpp.scalar", client=team.client, batch_seconds=1e-9, report=kill)
    times = Counter(Path(begun).read_text().split())
    assert len(times) > 5  # a worker that was started later notes nothing
    assert sum(times.values()) - len(times) <= IN_FLIGHT
    assert not mosaic.missing().size
