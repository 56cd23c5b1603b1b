"""The page and its sockets on one port of 127.0.0.1: each page has a session of its own."""

import asyncio
import socket
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import urlencode

from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.frames import CTRL_OPCODES, Frame
from websockets.http11 import Request, Response

from juliaset.explorer.access import (
    ADDRESS,
    MOST_A_SECOND,
    MOST_PAGES,
    MOST_WAITING,
    SUBPROTOCOL,
    Access,
    Rate,
    Ticket,
    Verdict,
)
from juliaset.explorer.messages import MOST_BYTES, Send
from juliaset.explorer.outbox import Outbox
from juliaset.explorer.page_files import headers, page_file

_HANDSHAKE_S = 5.0
_CLOSING_S = 2.0
_POLICY_VIOLATION = 1008
_INTERNAL_ERROR = 1011
_TOO_MANY = f"more than {MOST_A_SECOND} messages in a second; the rest are dropped"
_USED = "this link works once, and was used; the terminal shows the address of the page"
_TEXT = "text/plain; charset=utf-8"


class Host(Protocol):
    """What a page talks to: a `session.Session`."""

    def receive(self, asked: bytes | str) -> None:
        """Answer a message."""

    def close(self) -> None:
        """End all its processes."""


class _Connection(ServerConnection):  # type: ignore[misc]
    """A connection that the server knows from its first byte to its last."""

    def __init__(self, pages: "PageServer", *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **options)
        self._pages = pages
        self._control_frames = Rate()
        self._ending: asyncio.Task[None] | None = None
        self.has_session = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._pages.came(self)

    def process_event(self, event: object) -> None:
        """Bound the pings, too: each is answered at once, and no message would count them."""
        super().process_event(event)
        if isinstance(event, Frame) and event.opcode in CTRL_OPCODES:
            verdict = self._control_frames.judge(self.loop.time())
            if verdict is Verdict.REFUSED:
                ending = self.close(_POLICY_VIOLATION, "too many pings")
                self._ending = self.loop.create_task(ending)

    def connection_lost(self, exc: Exception | None) -> None:
        self._pages.left(self)
        super().connection_lost(exc)


class PageServer:
    """Answers requests for the page and its files, and carries messages of pages to sessions."""

    def __init__(self, port: int, make_session: Callable[[Send], Host]) -> None:
        """Take a port, or any free one for 0; nothing is answered before `run`.

        Raises:
            OSError: The port is not free, or not for this user.
        """
        self._socket = socket.create_server((ADDRESS, port))
        self.access = Access(self._socket.getsockname()[1])
        self._make_session = make_session
        self._ticket = Ticket()
        self._start: Mapping[str, str] = {}
        self._waiting: dict[_Connection, None] = {}  # the oldest first
        self._pages: set[_Connection] = set()

    def link(self, start: Mapping[str, str]) -> str:
        """Return the address of the page with the token and a state to begin with."""
        fragment = urlencode({"token": self.access.token, **start}, safe=",")
        return f"{self.access.origin}/#{fragment}"

    def link_once(self, start: Mapping[str, str]) -> str:
        """Return an address that leads to that of `link` once, and does not contain the token."""
        self._start = dict(start)
        return f"{self.access.origin}{self._ticket.path}"

    async def run(self, stopped: asyncio.Event) -> None:
        """Answer until the event is set, then end all connections and sessions."""
        with ThreadPoolExecutor(MOST_PAGES, "explorer") as self._threads:
            async with serve(
                self._talk,
                sock=self._socket,
                process_request=self._answer,
                subprotocols=[SUBPROTOCOL],
                compression=None,  # it would take longer than the way to the same machine
                max_size=MOST_BYTES,
                open_timeout=_HANDSHAKE_S,
                close_timeout=_CLOSING_S,
                server_header=None,
                create_connection=partial(_Connection, self),
            ):
                await stopped.wait()
                for each in list(self._waiting):
                    each.transport.abort()

    def came(self, connection: _Connection) -> None:
        """Note a connection; of too many that wait, the one that has waited longest is ended."""
        self._waiting[connection] = None
        if len(self._waiting) > MOST_WAITING:
            oldest = next(iter(self._waiting))
            del self._waiting[oldest]
            oldest.transport.abort()

    def left(self, connection: _Connection) -> None:
        """Note that a connection is gone; a page counts until its session is closed."""
        self._waiting.pop(connection, None)
        if not connection.has_session:
            self._pages.discard(connection)

    def _answer(self, connection: _Connection, request: Request) -> Response | None:
        """Answer a request, or return None for a socket that may open."""
        found = request.headers.get_all
        refusal = self.access.refusal(request.method, found("Host"))
        if refusal is None and request.path == "/socket":
            refusal = self.access.socket_refusal(
                found("Origin"), found("Sec-WebSocket-Protocol"), len(self._pages)
            )
            if refusal is None:
                self._waiting.pop(connection, None)
                self._pages.add(connection)
                return None
        if refusal is not None:
            return self._response(refusal.status, refusal.message)
        if self._ticket.is_of(request.path):
            if not self._ticket.use():
                return self._response(HTTPStatus.GONE, _USED)
            return self._response(HTTPStatus.SEE_OTHER, "", Location=self.link(self._start))
        file = page_file(request.path)
        if file is None:
            return self._response(HTTPStatus.NOT_FOUND, "there is no such file")
        return self._response(HTTPStatus.OK, file[1], file[0])

    def _response(
        self, status: HTTPStatus, body: str | bytes, kind: str = _TEXT, **more: str
    ) -> Response:
        content = body if isinstance(body, bytes) else f"{body}\n".encode()
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            more["Allow"] = "GET"
        fields = {"Content-Type": kind, "Content-Length": str(len(content)), **more}
        fields |= headers(self.access.host)
        return Response(status.value, status.phrase, Headers(fields), content)

    async def _talk(self, page: _Connection) -> None:
        """Carry the messages of one page, until it is closed."""
        page.has_session = True
        loop = asyncio.get_running_loop()
        in_thread = partial(loop.run_in_executor, self._threads)
        ready = asyncio.Event()

        def wake() -> None:
            with suppress(RuntimeError):  # the server has ended
                loop.call_soon_threadsafe(ready.set)

        outbox = Outbox(wake)
        sending = loop.create_task(_send(page, outbox, ready))
        session = None
        try:
            session = await in_thread(self._make_session, outbox.put)
            rate = Rate()
            async for message in page:
                verdict = rate.judge(loop.time())
                if verdict is Verdict.TAKEN:
                    await in_thread(session.receive, message)
                elif verdict is Verdict.REFUSED:
                    outbox.put({"type": "refused", "message": _TOO_MANY})
                elif verdict is Verdict.FLOOD:
                    await page.close(_POLICY_VIOLATION, "too many messages")
                    break
        except ConnectionClosed:
            pass
        finally:
            outbox.close()
            sending.cancel()
            try:
                if session is not None:
                    await in_thread(session.close)
            finally:
                self._pages.discard(page)


async def _send(page: ServerConnection, outbox: Outbox, ready: asyncio.Event) -> None:
    """Send what waits, one message after the other: the next one leaves when there is room."""
    try:
        while True:
            await ready.wait()
            ready.clear()
            while (packed := outbox.take()) is not None:
                await page.send(packed)
    except ConnectionClosed:
        pass
    except Exception:  # noqa: BLE001 - the page is told, and can connect again
        await page.close(_INTERNAL_ERROR, "an answer could not be sent")
