"""Attacks on the socket's handshake: each is refused in its way, and a good page goes on."""

import json
import socket
from contextlib import ExitStack

import pytest
from served import PAINT, PATIENCE_S, Served, close_code, goes_on

from juliaset.explorer.access import MOST_PAGES, MOST_WAITING
from juliaset.explorer.outbox import Outbox

exceptions = pytest.importorskip("websockets.exceptions")


def status_of(served: Served, **changed: object) -> int:
    with pytest.raises(exceptions.InvalidStatus) as refused, served.page(**changed):
        pass
    return int(refused.value.response.status_code)


@pytest.mark.usefixtures("good")
@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1"])
def test_a_foreign_or_missing_origin(served: Served, origin: str | None) -> None:
    assert status_of(served, origin=origin) == 403
    assert len(served.sessions) == 1


@pytest.mark.usefixtures("good")
@pytest.mark.parametrize(
    "offered", [None, ["juliaset"], ["juliaset", "token.x"], ["token.0123456789012345678901"]]
)
def test_a_wrong_or_missing_token(served: Served, offered: list[str] | None) -> None:
    assert status_of(served, subprotocols=offered) == 403
    assert len(served.sessions) == 1


@pytest.mark.usefixtures("good")
def test_a_rebound_and_a_doubled_host(served: Served) -> None:
    assert served.handshake() == 101
    rebound = f"Host: evil.example:{served.access.port}"
    assert served.handshake(without="Host", more=[rebound]) == 421
    assert served.handshake(more=[f"Host: {served.access.host}"]) == 400
    assert served.handshake(more=[rebound]) == 400
    assert served.handshake(without="Host") == 400


@pytest.mark.usefixtures("good")
def test_a_doubled_origin_and_a_doubled_token(served: Served) -> None:
    assert served.handshake(more=[f"Origin: {served.access.origin}"]) == 403
    token = f"Sec-WebSocket-Protocol: token.{served.access.token}"
    assert served.handshake(more=[token]) == 403


@pytest.mark.usefixtures("good")
@pytest.mark.parametrize(
    ("header", "expected"),
    [("Upgrade", 426), ("Connection", 426), ("Sec-WebSocket-Key", 400)],
)
def test_a_handshake_that_is_none(served: Served, header: str, expected: int) -> None:
    assert served.handshake(without=header) == expected


@pytest.mark.usefixtures("good")
def test_a_hundred_pages(served: Served) -> None:
    with ExitStack() as stack:
        statuses = []
        for _ in range(100):
            try:
                stack.enter_context(served.page())
                statuses.append(101)
            except exceptions.InvalidStatus as refused:
                statuses.append(refused.response.status_code)
        assert statuses == [101] * (MOST_PAGES - 1) + [503] * (101 - MOST_PAGES)
        assert served.answer("/", method="POST")[0] == 405  # other requests are answered
    for session in served.sessions[1:]:
        assert session.is_closed.wait(PATIENCE_S)
    with served.page() as page:  # their places are free again
        goes_on(page, 1)


@pytest.mark.usefixtures("good")
def test_slow_handshakes_keep_no_page_out(served: Served) -> None:
    with ExitStack() as stack:
        slow: list[socket.socket] = []
        for _ in range(2 * MOST_WAITING):
            slow.append(stack.enter_context(served.connection()))
            slow[-1].sendall(b"GET /socket HTTP/1.1\r\n")
            if len(slow) > MOST_WAITING:  # the oldest was ended for it
                slow[len(slow) - MOST_WAITING - 1].settimeout(PATIENCE_S)
                assert ended(slow[len(slow) - MOST_WAITING - 1])
        with served.page() as page:
            goes_on(page, 1)


def ended(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.usefixtures("hasty", "good")
def test_a_slow_handshake_is_ended(served: Served) -> None:
    with served.connection() as connection:
        connection.sendall(b"GET /socket HTTP/1.1\r\n")
        assert ended(connection)


def test_a_page_to_which_nothing_can_be_sent_is_closed(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Outbox) -> None:
        raise MemoryError

    with served.page() as page, monkeypatch.context() as patch:
        goes_on(page, 1)
        patch.setattr(Outbox, "take", fail)
        page.send(json.dumps(PAINT | {"id": 2}))
        assert close_code(page) == 1011
    with served.page() as page:
        goes_on(page, 1)


def test_the_end_of_the_server_closes_all_pages_and_sessions() -> None:
    with ExitStack() as stack:
        served = Served()
        with served:
            pages = [stack.enter_context(served.page()) for _ in range(3)]
            slow = stack.enter_context(served.connection())
            for page in pages:
                goes_on(page, 1)
        assert all(session.is_closed.is_set() for session in served.sessions)
        for page in pages:
            assert close_code(page) == 1001
        assert ended(slow)
        with pytest.raises(ConnectionRefusedError), served.connection():
            pass
