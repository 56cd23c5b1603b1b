"""What is sent to a scheduler is safe from others, or the address is refused."""

import socket
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread

import pytest

from juliaset.cluster.errors import ClusterError

pytest.importorskip("distributed")
from juliaset.cluster.remote import remote_team  # it needs Dask


@pytest.mark.parametrize(
    "address",
    [
        "",
        "127.0.0.1:8786",
        "http://127.0.0.1:80",
        "tcp://127.0.0.1",
        "tcp://:1",
        "tcp://h:x",
        "tls://[:1",
    ],
)
def test_other_addresses_are_refused(address: str) -> None:
    with (
        pytest.raises(ClusterError, match=r"allowed: tls://HOST:PORT, or tcp://127.0.0.1:PORT"),
        remote_team(address),
    ):
        pass


@pytest.mark.parametrize("host", ["192.0.2.1", "0.0.0.0", "example.org", "[2001:db8::1]"])  # noqa: S104
def test_tcp_to_other_machines_is_refused_with_the_reason(host: str) -> None:
    with (
        pytest.raises(ClusterError, match=r"can run any program on it; allowed: .*--insecure"),
        remote_team(f"tcp://{host}:8786"),
    ):
        pass


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "[::1]"])
def test_tcp_on_this_machine_is_allowed(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("juliaset.cluster.remote._PATIENCE_S", 0.1)
    with (
        pytest.raises(ClusterError, match=r"no scheduler answers at \S+ \([^<>]+\)$"),
        remote_team(f"tcp://{host}:1"),
    ):
        pass


@pytest.mark.parametrize("words", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_another_program_is_not_waited_for(words: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("juliaset.cluster.remote._PATIENCE_S", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as accepted:

        def answer() -> None:
            with suppress(OSError):  # the test is over
                while True:
                    connection = accepted.enter_context(listening.accept()[0])
                    connection.sendall(words)

        thread = Thread(target=answer)
        thread.start()
        try:
            port = listening.getsockname()[1]
            with (
                pytest.raises(ClusterError, match=r"^no scheduler answers at \S+ \([^<>]+\)$"),
                remote_team(f"tcp://127.0.0.1:{port}"),
            ):
                pass
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def test_tls_needs_certificates(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match="--tls DIR"), remote_team("tls://192.0.2.1:8786"):
        pass
    with (
        pytest.raises(ClusterError, match=r"ca.pem is missing; `juliaset mosaic certificates"),
        remote_team("tls://192.0.2.1:8786", tls=tmp_path),
    ):
        pass
    with (
        pytest.raises(ClusterError, match="of no use"),
        remote_team("tcp://127.0.0.1:1", tls=tmp_path),
    ):
        pass
