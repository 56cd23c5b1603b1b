"""A server of the explorer in a thread of the test, with pages that talk to it, well and badly."""

import asyncio
import json
import socket
import struct
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Self

import pytest

from juliaset.explorer.messages import Paint, RefusedError, Send, asked, sender

pytest.importorskip("websockets", reason="setup/requirements.sh explorer installs it")
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from juliaset.explorer.server import PageServer

PATIENCE_S = 60
VIEW = {"level": 8, "column": -2, "row": 2, "width": 4, "height": 4}
PAINT = {"type": "paint", "panel": 0, "id": 1, "view": VIEW, "c": [-0.8, 0.156], "limit": 300}
PAINT |= {"kernel": "best", "flavour": None, "threads": None, "gil": None}


class Pretender:
    """A session that checks what it is asked as the real one does, and computes nothing."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.received: list[Any] = []
        self.is_closed = threading.Event()

    def receive(self, message: bytes | str) -> None:
        try:
            found = asked(message)
        except RefusedError as error:
            content = {"type": "refused", "message": str(error), **sender(message)}
            self.send(content, [])
            return
        self.received.append(found)
        if isinstance(found, Paint):
            self.send({"type": "pass", "panel": found.panel, "id": found.id}, [b"\1\2\3"])
        else:
            self.send({"type": "hello"}, [b"colours"])

    def close(self) -> None:
        self.is_closed.set()


class Served:
    """A server that runs, what it made, and ways to reach it."""

    def __init__(self) -> None:
        self.sessions: list[Pretender] = []
        self.server = PageServer(0, self._made)
        self.access = self.server.access
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopped = asyncio.Event()
        self._thread = threading.Thread(target=asyncio.run, args=(self._run(),))
        self._began = threading.Event()

    def _made(self, send: Send) -> Pretender:
        self.sessions.append(Pretender(send))
        return self.sessions[-1]

    def session(self, number: int) -> Pretender:
        """Return the session of a page, which a thread makes: a page may be gone before."""
        end = time.monotonic() + PATIENCE_S
        while len(self.sessions) <= number:
            assert time.monotonic() < end
            time.sleep(0.001)
        return self.sessions[number]

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._began.set()
        await self.server.run(self._stopped)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._began.wait(PATIENCE_S)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive()

    @contextmanager
    def page(self, **changed: object) -> Iterator[ClientConnection]:
        """Open a socket as the page does, or with something else changed."""
        options: dict[str, Any] = {
            "origin": self.access.origin,
            "subprotocols": ["juliaset", f"token.{self.access.token}"],
            "proxy": None,
            "compression": None,
            "open_timeout": PATIENCE_S,
            "max_queue": None,  # it reads, as a browser does, also what a test does not look at
        }
        with connect(f"ws://{self.access.host}/socket", **options | changed) as page:
            yield page

    @contextmanager
    def connection(self) -> Iterator[socket.socket]:
        with socket.create_connection(("127.0.0.1", self.access.port), PATIENCE_S) as connection:
            yield connection

    def said(self, request: bytes) -> bytes:
        """Send bytes, and return all that comes back until the server closes."""
        with self.connection() as connection:
            connection.sendall(request)
            return all_from(connection)

    def answer(
        self, path: str, *, method: str = "GET", fields: Sequence[str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Send a request; return the status, the headers and the body of the answer."""
        lines = [f"{method} {path} HTTP/1.1"]
        lines += [f"Host: {self.access.host}"] if fields is None else fields
        return parsed(self.said("".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1")))

    def handshake(self, *, without: str = "", more: Sequence[str] = ()) -> int:
        """Ask for a socket with a header left out, or others added; return the status."""
        fields = [
            f"Host: {self.access.host}",
            f"Origin: {self.access.origin}",
            f"Sec-WebSocket-Protocol: juliaset, token.{self.access.token}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "Sec-WebSocket-Version: 13",
        ]
        kept = [line for line in fields if line.partition(":")[0] != without]
        lines = ["GET /socket HTTP/1.1", *kept, *more, "", ""]
        with self.connection() as connection:
            connection.sendall("\r\n".join(lines).encode("latin-1"))
            return int(connection.recv(4096).split(b" ")[1])


def all_from(connection: socket.socket) -> bytes:
    found = b""
    while some := connection.recv(1 << 16):
        found += some
    return found


def parsed(answer: bytes) -> tuple[int, dict[str, str], bytes]:
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *fields = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", maxsplit=1) for line in fields)
    assert len(headers) == len(fields), "a header came twice"
    return int(status.split(" ")[1]), headers, body


def message_from(page: ClientConnection) -> tuple[dict[str, Any], list[bytes]]:
    """Return the next message of the server: its content, and its buffers."""
    packed = page.recv(PATIENCE_S)
    assert isinstance(packed, bytes)
    return unpacked(packed)


def unpacked(packed: bytes) -> tuple[dict[str, Any], list[bytes]]:
    (length,) = struct.unpack_from("<I", packed)
    content = json.loads(packed[4 : 4 + length])
    place, buffers = 4 + length, []
    for size in content.pop("sizes"):
        place += -place % 8
        buffers.append(packed[place : place + size])
        place += size
    assert place + -place % 8 == len(packed)
    return content, buffers


def goes_on(page: ClientConnection, number: int) -> None:
    """Ask as a good page does, and get the answer."""
    page.send(json.dumps(PAINT | {"id": number}))
    answer = {"type": "pass", "panel": 0, "id": number}
    assert message_from(page) == (answer, [b"\1\2\3"])


def close_code(page: ClientConnection) -> int:
    """Read until the server closes, and return the code that it gives."""
    with suppress(ConnectionClosed):
        while True:
            page.recv(PATIENCE_S)
    assert page.close_code is not None
    return int(page.close_code)
