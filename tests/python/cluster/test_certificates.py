"""Certificates that only their owner can read, and that only know each other."""

import errno
import os
import ssl
from pathlib import Path
from typing import Any

import pytest

from juliaset.cluster.errors import ClusterError

pytest.importorskip("cryptography")
pytest.importorskip("distributed")
from juliaset.cluster.certificates import (  # they need both
    ROLES,
    make_certificates,
    security_of,
    temporary_security,
)

SERVER, CLIENT = ssl.Purpose.CLIENT_AUTH, ssl.Purpose.SERVER_AUTH  # whom each of them checks


def context(files: Path, role: str, purpose: ssl.Purpose) -> ssl.SSLContext:
    made = ssl.create_default_context(purpose, cafile=str(files / "ca.pem"))
    made.load_cert_chain(files / f"{role}.pem", files / f"{role}-key.pem")
    made.check_hostname, made.verify_mode = False, ssl.CERT_REQUIRED
    return made


def greet(server: ssl.SSLContext, client: ssl.SSLContext) -> None:
    """Let two sides shake hands in memory; raise SSLError if one refuses the other."""
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = {
        "server": server.wrap_bio(there, back, server_side=True),
        "client": client.wrap_bio(back, there),
    }
    waiting = ends
    while waiting:
        left = {}
        for name, end in waiting.items():
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                left[name] = end
        waiting = left
    ends["client"].write(b"x")  # with TLS 1.3 the server's refusal is only read now
    ends["server"].read(1)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    make_certificates(tmp_path / "tls")
    return tmp_path / "tls"


def test_only_their_owner_can_read_them(files: Path) -> None:
    assert files.stat().st_mode & 0o777 == 0o700
    names = {path.name: path.stat().st_mode & 0o777 for path in files.iterdir()}
    expected = {"ca.pem", *(f"{role}{end}" for role in ROLES for end in (".pem", "-key.pem"))}
    assert names == dict.fromkeys(expected, 0o600)


@pytest.mark.parametrize("server", ["scheduler", "worker"])
@pytest.mark.parametrize("client", ROLES)
def test_those_of_one_cluster_accept_each_other(files: Path, server: str, client: str) -> None:
    greet(context(files, server, SERVER), context(files, client, CLIENT))


def test_those_of_two_clusters_refuse_each_other(files: Path, tmp_path: Path) -> None:
    make_certificates(tmp_path / "others")
    others = context(tmp_path / "others", "client", CLIENT)
    with pytest.raises(ssl.SSLError, match="certificate verify failed"):
        greet(context(files, "scheduler", SERVER), others)


def test_a_client_cannot_play_the_scheduler(files: Path) -> None:
    with pytest.raises(ssl.SSLError, match="certificate verify failed"):
        greet(context(files, "client", SERVER), context(files, "worker", CLIENT))


def test_nothing_is_overwritten(files: Path) -> None:
    before = {path: path.read_bytes() for path in files.iterdir()}
    with pytest.raises(ClusterError, match="is there already; allowed: a new folder"):
        make_certificates(files)
    assert {path: path.read_bytes() for path in files.iterdir()} == before


@pytest.mark.parametrize("name", ["file", "folder", "."])
def test_only_a_new_folder_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    Path("folder").mkdir()
    before = sorted(Path().rglob("*"))
    with pytest.raises(ClusterError, match="is there already; allowed: a new folder"):
        make_certificates(Path(name))
    assert sorted(Path().rglob("*")) == before


def test_a_full_disk_leaves_no_part_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, real = 0, os.open

    def full(*arguments: Any, **named: Any) -> int:  # noqa: ANN401 - as os.open
        nonlocal opened
        opened += 1
        if opened == 2:  # the second file; later calls remove the folder
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr("juliaset.cluster.certificates.os.open", full)
        with pytest.raises(OSError, match=r"No space left on device: .*tls'"):
            make_certificates(tmp_path / "tls")
    assert not list(tmp_path.iterdir())


def test_a_machine_has_only_its_own_role(files: Path) -> None:
    for name in ("scheduler.pem", "scheduler-key.pem", "worker.pem", "worker-key.pem"):
        (files / name).unlink()
    security = security_of(files)
    assert security.require_encryption
    assert security.tls_client_cert == str(files / "client.pem")
    assert security.tls_scheduler_cert is None


def test_a_missing_file_is_named(files: Path) -> None:
    (files / "client-key.pem").unlink()
    with pytest.raises(ClusterError, match=r"client-key\.pem is missing"):
        security_of(files)


def test_a_key_that_others_can_read_is_refused(files: Path) -> None:
    (files / "worker-key.pem").chmod(0o640)
    with pytest.raises(ClusterError, match="allowed: chmod 600"):
        security_of(files)


def test_temporary_ones_are_in_no_file() -> None:
    security = temporary_security()
    assert security.tls_scheduler_key.startswith("-----BEGIN PRIVATE KEY-----")
    assert security.tls_min_version is ssl.TLSVersion.TLSv1_3
