"""A mosaic computed by Dask workers is the same, whichever process is killed in between."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sockets import listening
from stores import SENSITIVE, check_whole, chunks, faults

from juliaset.mosaic import Mosaic, MosaicError, Progress
from juliaset.mosaic.chunks import PARTS
from juliaset.system.cores import usable_cores
from juliaset.system.process_table import children_of, is_gone
from juliaset.system.work_folder import remove_abandoned
from processes import wait_until_gone

pytest.importorskip("distributed")
from distributed import Nanny

from juliaset.cluster.local import local_team  # it needs Dask
from juliaset.cluster.team import Team

SIZE = (2500, 2100)
BATCH_S = 1e-9  # one tile
IN_FLIGHT = 4  # of two workers
PROGRAM = Path(__file__).with_name("killed_with_workers.py")


@pytest.fixture(scope="module")
def team() -> Iterator[Team]:
    with local_team(2) as made:
        yield made


@pytest.fixture
def mosaic(folder: Path) -> Mosaic:
    return Mosaic(SIZE, tile=512, **SENSITIVE).create(folder / "m")


def compute(mosaic: Mosaic, team: Team, at_third: Callable[[], object] = bool) -> Progress:
    """Compute with a team; call a function when the third batch is done."""
    calls = iter(range(10**6))

    def report(_: Progress) -> None:
        if next(calls) == 3:
            at_third()

    return mosaic.compute("cpp.scalar", client=team.client, batch_seconds=BATCH_S, report=report)


def workers_of(team: Team) -> list[int]:
    """Return the numbers of the processes that compute."""
    return list(team.client.run(os.getpid).values())


def test_workers_compute_the_picture_of_one_whole_call(mosaic: Mosaic, team: Team) -> None:
    assert compute(mosaic, team).computed == mosaic.layout.tiles
    check_whole(mosaic, SIZE, SENSITIVE)
    assert compute(mosaic, team).computed == 0


def test_workers_use_each_core_once(team: Team) -> None:
    assert team.workers == len(workers_of(team)) == 2
    assert team.threads >= 1
    assert set(team.client.nthreads().values()) == {1}


@pytest.mark.slow
def test_this_process_stays_as_it_was() -> None:
    before = dict(os.environ), sys.modules["__main__"], usable_cores()
    with local_team(2, dashboard=False) as team:
        assert usable_cores() == before[2]  # Dask would set OMP_NUM_THREADS=1
        assert sys.modules["__main__"] is before[1]
        started = workers_of(team)
    assert (dict(os.environ), sys.modules["__main__"], usable_cores()) == before
    assert all(map(is_gone, started))


@pytest.mark.skipif(not Path("/proc/net/tcp").is_file(), reason="no /proc lists sockets here")
def test_nothing_listens_beyond_this_machine(team: Team) -> None:
    assert team.page.startswith("http://127.0.0.1:")
    addresses = [listening(process) for process in [os.getpid(), *workers_of(team)]]
    assert addresses == [{"127.0.0.1"}] * 3


def test_a_second_computation_is_refused(mosaic: Mosaic, team: Team) -> None:
    def compute_too() -> None:
        with pytest.raises(MosaicError, match="allowed: one computation at a time"):
            Mosaic.open(mosaic.path).compute()

    compute(mosaic, team, compute_too)
    check_whole(mosaic, SIZE, SENSITIVE)


def test_an_error_of_a_worker_is_raised_here_in_one_line(mosaic: Mosaic, team: Team) -> None:
    blocked = mosaic.path / "0" / "c" / "0"
    blocked.touch()  # where a folder should be
    with pytest.raises(MosaicError, match="0/c/0 is a file") as refused:
        compute(mosaic, team)
    assert "\n" not in str(refused.value)
    blocked.unlink()
    compute(mosaic, team)
    check_whole(mosaic, SIZE, SENSITIVE)


@pytest.mark.slow
def test_a_worker_is_killed(mosaic: Mosaic, team: Team) -> None:
    victim = workers_of(team)[0]
    done = compute(mosaic, team, lambda: os.kill(victim, signal.SIGKILL))
    assert done.computed == mosaic.layout.tiles
    check_whole(mosaic, SIZE, SENSITIVE)
    team.client.wait_for_workers(2, timeout=60)
    assert victim not in workers_of(team)


@pytest.mark.slow
def test_a_worker_is_killed_while_it_writes(mosaic: Mosaic, team: Team) -> None:
    def die_in_the_next_chunk() -> None:
        from juliaset.mosaic import work  # noqa: PLC0415 - in the worker

        def write_half(store: Path, _place: object, data: bytes) -> None:
            (store / "0/juliaset/parts/half.part").write_bytes(data[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)

        work.write_chunk = write_half

    before = workers_of(team)
    address = next(iter(team.client.nthreads()))
    team.client.run(die_in_the_next_chunk, workers=[address])
    assert compute(mosaic, team).computed == mosaic.layout.tiles
    check_whole(mosaic, SIZE, SENSITIVE)
    team.client.wait_for_workers(2, timeout=60)
    assert len(set(before) & set(workers_of(team))) == 1


@pytest.mark.slow
def test_a_worker_that_comes_back_late_computes_the_rest(
    mosaic: Mosaic, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = Nanny.instantiate

    async def start_late(nanny: Nanny) -> object:
        await asyncio.sleep(17)  # as on a busy machine; Dask's own patience is 15 s
        return await start(nanny)

    with local_team(1, dashboard=False) as team:
        monkeypatch.setattr(Nanny, "instantiate", start_late)
        (victim,) = workers_of(team)
        done = compute(mosaic, team, lambda: os.kill(victim, signal.SIGKILL))
        assert workers_of(team) != [victim]
    assert done.computed == mosaic.layout.tiles
    check_whole(mosaic, SIZE, SENSITIVE)


@pytest.mark.slow
def test_the_client_is_killed(mosaic: Mosaic, tmp_path: Path) -> None:
    command = [sys.executable, PROGRAM, mosaic.path, "cpp.scalar"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        started = children_of(process.pid)
        while len(chunks(mosaic)) < 5:
            time.sleep(0.001)
        process.kill()
    wait_until_gone(started)
    record = mosaic.record()
    written = len(chunks(mosaic)) - int((record.done & (record.sizes > 0)).sum())
    assert 0 <= written <= IN_FLIGHT
    missing = mosaic.missing().size
    assert missing
    assert mosaic.compute().computed == missing
    check_whole(mosaic, SIZE, SENSITIVE)
    remove_abandoned(tmp_path)  # as the next process does that needs a folder
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_ctrl_c_reaches_this_process_alone(mosaic: Mosaic) -> None:
    command = [sys.executable, PROGRAM, mosaic.path, "cpp.scalar"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        started = children_of(process.pid)
        while len(chunks(mosaic)) < 5:
            time.sleep(0.001)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        words = process.communicate(timeout=20)[1].decode()
    assert words.count("Traceback") == 1
    assert words.endswith("KeyboardInterrupt\n")
    wait_until_gone(started)
    assert not list((mosaic.path / PARTS).iterdir())
    mosaic.compute()
    check_whole(mosaic, SIZE, SENSITIVE)


def test_a_full_disk_is_said_in_one_line(small_disk: Path, team: Team) -> None:
    mosaic = Mosaic((1600, 1500), tile=512).create(small_disk / "m")
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(40_000))
    with pytest.raises(OSError, match=r"No space left on device.*0/c/") as refused:
        compute(mosaic, team)
    assert "\n" not in str(refused.value)
    assert not list((mosaic.path / PARTS).iterdir())
    missing = mosaic.missing().size
    assert missing
    ballast.unlink()
    bigger = shutil.copytree(mosaic.path, small_disk.with_name("m"))
    again = Mosaic.open(bigger)
    assert compute(again, team).computed == missing
    assert not faults(again)


def test_a_read_only_disk_is_said_in_one_line(small_disk: Path, team: Team) -> None:
    mosaic = Mosaic((600, 20), tile=512).create(small_disk / "m")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)  # noqa: S607
    with pytest.raises(OSError, match="Read-only file system") as refused:
        compute(mosaic, team)
    assert "\n" not in str(refused.value)
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)  # noqa: S607
    assert compute(mosaic, team).computed == mosaic.layout.tiles
    assert not faults(mosaic)
