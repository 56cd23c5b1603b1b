"""Scheduler and workers that others have started: killed, cut off, and safe from strangers."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from sockets import listening, with_children
from stores import SENSITIVE, check_whole

from juliaset.cluster.errors import ClusterError
from juliaset.mosaic import Mosaic, MosaicError, Progress

pytest.importorskip("distributed")
from daemons import daemons  # these need Dask

from juliaset.cluster.certificates import make_certificates
from juliaset.cluster.remote import remote_team

pytestmark = pytest.mark.slow
SIZE = (2500, 2100)
HERE = [("127.0.0.1", ())] * 3


@pytest.fixture
def mosaic(folder: Path) -> Mosaic:
    return Mosaic(SIZE, tile=512, **SENSITIVE).create(folder / "m")


@pytest.fixture
def tls(tmp_path: Path) -> Path:
    folder = tmp_path / "our keys"
    make_certificates(folder)
    return folder


@pytest.mark.skipif(not Path("/proc/net/tcp").is_file(), reason="no /proc lists sockets here")
def test_the_printed_programs_listen_where_they_are_told(tls: Path, tmp_path: Path) -> None:
    hosts = [("127.0.0.1", ()), ("127.0.0.2", ())]
    with daemons(tls, tmp_path / "log", hosts) as started:
        assert listening(started.scheduler.pid) == {"127.0.0.1"}
        found = [listening(each) for each in with_children(started.workers[0].pid)]
        assert {"127.0.0.2"} in found  # the nanny
        assert {"127.0.0.2", "127.0.0.1"} in found  # the worker, whose pages are for its machine
        assert set().union(*found) == {"127.0.0.1", "127.0.0.2"}


def test_the_scheduler_is_killed(
    mosaic: Mosaic, tls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("juliaset.cluster.places._PATIENCE_S", 60.0)  # it is not waited for
    with daemons(tls, tmp_path / "log", HERE) as started:

        def kill(progress: Progress) -> None:
            if progress.computed == 5:
                started.scheduler.kill()

        with remote_team(started.address, tls=tls) as team:
            begun = time.monotonic()
            with pytest.raises(MosaicError, match=r"scheduler .* is gone; .* resume") as refused:
                mosaic.compute("cpp.scalar", client=team.client, batch_seconds=1e-9, report=kill)
        assert "\n" not in str(refused.value)
        assert time.monotonic() - begun < 30
    left = mosaic.missing().size
    assert 0 < left <= mosaic.layout.tiles - 5
    with (
        daemons(tls, tmp_path / "log", HERE) as again,
        remote_team(again.address, tls=tls) as team,
    ):
        assert mosaic.compute("cpp.scalar", client=team.client).computed == left
    check_whole(mosaic, SIZE, SENSITIVE)


def test_a_scheduler_that_is_stopped_is_said_in_one_line(
    mosaic: Mosaic, tls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("juliaset.cluster.places._PATIENCE_S", 1.5)
    reason = r"has not answered for 3 seconds; .* resume"
    with daemons(tls, tmp_path / "log", HERE) as started:
        moments = []

        def stop(progress: Progress) -> None:
            if progress.computed == 5:
                started.scheduler.send_signal(signal.SIGSTOP)  # its machine answers for it
                moments.append(time.monotonic())

        with (
            pytest.raises(MosaicError, match=reason) as refused,
            remote_team(started.address, tls=tls) as team,
        ):
            mosaic.compute("cpp.scalar", client=team.client, batch_seconds=1e-9, report=stop)
        assert time.monotonic() - moments[0] < 30
        assert "\n" not in str(refused.value)
        started.scheduler.send_signal(signal.SIGCONT)
        with remote_team(started.address, tls=tls) as team:
            mosaic.compute("cpp.scalar", client=team.client)
    check_whole(mosaic, SIZE, SENSITIVE)


def test_strangers_are_refused(tls: Path, tmp_path: Path) -> None:
    make_certificates(tmp_path / "others")
    with daemons(tls, tmp_path / "log", HERE[:1]) as started:
        with (
            pytest.raises(ClusterError, match="no scheduler answers at tls://") as refused,
            remote_team(started.address, tls=tmp_path / "others"),
        ):
            pass
        assert "\n" not in str(refused.value)
        host, port = started.address.removeprefix("tls://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as plain:
            plain.sendall(bytes(64))
            with suppress(ConnectionResetError):
                assert plain.recv(1000)[:1] in {b"", b"\x15"}  # the end, or an alert of TLS
        with remote_team(started.address, tls=tls):
            pass


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)  # noqa: S607


@pytest.fixture
def three_hosts() -> Iterator[list[tuple[str, Sequence[str]]]]:
    """Make three network namespaces, each with a cable to one switch, and an address of its own."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        pytest.skip("only root, with the program ip, makes network namespaces")
    mark = os.getpid() % 100_000
    names, switch = [f"jul{mark}-{k}" for k in range(3)], f"jul{mark}"
    try:
        try:
            ip("link", "add", switch, "type", "bridge")
            ip("addr", "add", "198.18.77.254/24", "dev", switch)  # for tests of networks: RFC 2544
            ip("link", "set", switch, "up")
            for k, name in enumerate(names):
                ip("netns", "add", name)
                ip("link", "add", f"{name}s", "type", "veth", "peer", "name", "wire", "netns", name)
                ip("link", "set", f"{name}s", "master", switch, "up")
                ip("-n", name, "addr", "add", f"198.18.77.{k + 1}/24", "dev", "wire")
                ip("-n", name, "link", "set", "wire", "up")
                ip("-n", name, "link", "set", "lo", "up")
        except subprocess.CalledProcessError as error:
            pytest.skip(f"no network can be made here: {error.stderr.decode().strip()}")
        yield [
            (f"198.18.77.{k + 1}", ("ip", "netns", "exec", name)) for k, name in enumerate(names)
        ]
    finally:
        for words in [("netns", "del", name) for name in names] + [("link", "del", switch)]:
            with suppress(subprocess.CalledProcessError):
                ip(*words)


def test_a_link_between_hosts_is_cut(
    mosaic: Mosaic, tls: Path, tmp_path: Path, three_hosts: list[tuple[str, Sequence[str]]]
) -> None:
    moments = [time.monotonic()]

    def cut(progress: Progress) -> None:
        moments.append(time.monotonic())
        if progress.computed == 5:
            ip("link", "set", f"{three_hosts[2][1][-1]}s", "down")  # no packet says that it is gone

    with (
        daemons(tls, tmp_path / "log", three_hosts) as started,
        remote_team(started.address, tls=tls) as team,
    ):
        assert team.workers == 2
        done = mosaic.compute("cpp.scalar", client=team.client, batch_seconds=1e-9, report=cut)
        assert len(team.client.nthreads()) == 1
    assert done.computed == mosaic.layout.tiles
    waits = [after - before for before, after in pairwise(moments)]
    assert max(waits) < 60  # comm.timeouts.tcp is 15 s
    check_whole(mosaic, SIZE, SENSITIVE)
