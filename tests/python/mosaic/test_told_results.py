"""Small results come with the news that a batch is done; others are fetched."""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from juliaset.mosaic.record import ROW
from juliaset.mosaic.work import BatchResult, Seconds, TileNumbers

pytest.importorskip("distributed")
from juliaset.cluster.local import local_team  # these need Dask
from juliaset.cluster.team import Team
from juliaset.mosaic import Layout, Mosaic, schedule, telling
from juliaset.mosaic.plan import Plan

LAYOUT = Layout(12_000, 12_000, tile=512)
ALL = np.arange(LAYOUT.tiles)


@pytest.fixture(scope="module")
def team() -> Iterator[Team]:
    with local_team(1, dashboard=False) as made:
        yield made


def pretend(tiles: TileNumbers) -> BatchResult:
    """Return rows that name the tiles; each would have taken a millisecond."""
    rows = np.zeros(len(tiles), ROW)
    rows["tile"] = tiles
    return BatchResult(rows, Seconds(arithmetic=1e-3 * len(tiles)))


def test_a_small_result_is_not_fetched(
    folder: Path, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "_fetched", None)
    mosaic = Mosaic((1300, 1100), tile=512).create(folder / "m")
    done = mosaic.compute(client=team.client, batch_seconds=1e-9)  # one tile
    assert done.computed == mosaic.layout.tiles
    assert done.seconds.arithmetic > 0
    assert not list(mosaic.verify())


def test_a_large_result_is_fetched(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched = []

    def noting(*words: object) -> BatchResult:
        fetched.append(fetch(*words))
        return fetched[-1]

    fetch = schedule._fetched  # noqa: SLF001
    monkeypatch.setattr(schedule, "_fetched", noting)
    plan = Plan(LAYOUT, ALL, "cpp.scalar", 0.3)
    sizes = []
    for batch, result in schedule.batches_of_cluster(team.client, plan, pretend):
        assert result.rows["tile"].tolist() == batch.tolist()
        assert result.seconds.total == pytest.approx(1e-3 * batch.size)
        plan.learn(batch, result.seconds.total)
        sizes.append(batch.size)
    assert sum(sizes) == ALL.size
    large = [size for size in sizes if size > telling.MOST_TOLD]
    assert sorted(len(result.rows) for result in fetched) == sorted(large)
    assert 0 < len(large) < len(sizes)


def test_a_worker_says_every_two_seconds_that_it_lives(team: Team) -> None:
    def pause(dask_worker: object) -> float:
        return dask_worker.periodic_callbacks["heartbeat"].callback_time  # type: ignore[attr-defined, no-any-return]

    deadline = time.monotonic() + 20
    while list(team.client.run(pause).values()) != [2000.0]:  # until the first answer it is 500
        assert time.monotonic() < deadline
        time.sleep(0.1)
