"""`benchmarks/mosaic.py` measures what it says, tried on small pictures."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from benchmark_programs import figures, output_of

from juliaset.mosaic import Mosaic, Progress
from juliaset.mosaic.work import Seconds

pytest.importorskip("distributed")


def test_each_number_is_taken_once(
    benchmark_file: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    counter = benchmark_file("mosaic_independent").Counter

    def take_all(_: int) -> list[int]:
        mine, taken = counter(tmp_path / "counter"), list[int]()
        while found := mine.take(7, 1000, 4):
            taken += found
        return taken

    with ThreadPoolExecutor(4) as threads:
        taken = [number for each in threads.map(take_all, range(4)) for number in each]
    assert sorted(taken) == list(range(1000))


def test_little_that_is_left_is_shared(
    benchmark_file: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    counter = benchmark_file("mosaic_independent").Counter(tmp_path / "counter")
    sizes = []
    while found := counter.take(100, 300, 2):
        sizes.append(len(found))
    assert sizes[0] == 75  # a quarter, for two processes
    assert sizes[-4:] == [1, 1, 1, 1]


def test_figures_of_a_run_are_medians(
    benchmark_file: Callable[[str], ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = benchmark_file("mosaic_throughput")
    run = benchmark_file("mosaic_runs").Run
    walls = iter([1.0, 1.0, 4.0, 2.0])  # the first warms up
    spent = Seconds(1.0, 1.0, 1.0, 1.0)

    @contextmanager
    def no_team(*_: object, **__: object) -> Iterator[object]:
        client = SimpleNamespace(run=lambda _: {"": 1})
        yield SimpleNamespace(client=client, workers=2)

    def of(*_: object) -> object:
        wall = next(walls)
        return run(Progress(1, 1, seconds=spent), 2, 10, 0.0, wall, 0.0, 0.01 * wall)

    monkeypatch.setattr(part, "local_team", no_team)
    monkeypatch.setattr(part, "seconds_alone", lambda *_: 1.0)
    monkeypatch.setattr(part.Run, "of", of)
    asked = Namespace(
        size=600, tile=512, max_iterations=9, kernel="best", processes=2, rounds=3, folder=tmp_path
    )
    found = {figure.name: figure.value for figure in part.throughput(asked)}
    assert found["throughput, Dask / independent"] == 0.5
    assert found["CPU of client and scheduler a task, recording too"] == pytest.approx(2.0)
    assert found["CPU of client and scheduler, of the run"] == pytest.approx(0.5)


SMALL = ("--size", "1500", "--tile", "512")


@pytest.mark.slow
def test_a_picture_is_computed_by_both_sides(folder: Path) -> None:
    found = figures("mosaic.py", "throughput", *SMALL, "--rounds", "1", "--folder", str(folder))
    assert found["tasks"] > 1
    assert found["throughput, Dask / independent"] > 0
    assert not list(folder.iterdir())


@pytest.mark.slow
def test_empty_tasks_are_counted() -> None:
    found = figures("mosaic.py", "tasks", "--tasks", "20", "--rounds", "1")
    for way in ("mosaic", "one by one", "at once"):
        assert found[f"{way}: CPU of client and scheduler a task"] > 0


@pytest.mark.slow
def test_very_many_tiles_need_little_memory(folder: Path) -> None:
    found = figures("mosaic.py", "memory", "--tiles", "60000", "--folder", str(folder))
    assert found["simulated tiles"] == pytest.approx(60_000, rel=0.02)
    assert found["tasks"] < 1000
    assert found["memory of client and scheduler, peak"] < 200


@pytest.mark.slow
def test_a_poster_is_measured_and_a_larger_one_extrapolated(folder: Path) -> None:
    said = output_of("mosaic.py", "poster", *SMALL, "--to", "3000", "--folder", str(folder))
    mosaic = Mosaic((1500, 1500), tile=512).create(folder / "m")
    mosaic.compute()
    assert f"its digest is {mosaic.digest()}\n" in said
    assert "3000 x 3000: wall time, extrapolated" in said
    assert [each.name for each in folder.iterdir()] == ["m"]
