"""Attacks of a page that has come in: each is refused in its way, and a good page goes on."""

import json
import math
import os
import socket
import time
from typing import Any

import pytest
from served import PAINT, PATIENCE_S, VIEW, Served, close_code, goes_on, message_from

from juliaset.explorer import access
from juliaset.explorer.access import FLOOD_A_SECOND, MOST_A_SECOND
from juliaset.explorer.messages import MOST_BYTES


class Clock:
    """A second that does not pass by itself, however slow the machine is."""

    now = 0.0
    judged = 0  # messages

    def wait_for(self, messages: int) -> None:
        end = time.monotonic() + PATIENCE_S
        while self.judged < messages:
            assert time.monotonic() < end
            time.sleep(0.001)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock by which messages of all pages are counted from now on."""
    clock = Clock()

    class Rate(access.Rate):
        def judge(self, _: float) -> access.Verdict:
            verdict = super().judge(clock.now)
            clock.judged += 1
            return verdict

    monkeypatch.setattr("juliaset.explorer.server.Rate", Rate)
    return clock


@pytest.mark.usefixtures("good")
@pytest.mark.parametrize("words", ["x" * (MOST_BYTES + 1), "x" * 1_000_000, b"x" * 1_000_000])
def test_an_oversized_message(served: Served, words: str | bytes) -> None:
    with served.page() as page:
        page.send(words)
        assert close_code(page) == 1009
    assert served.session(1).is_closed.wait(PATIENCE_S)
    assert served.session(1).received == []


FRAMES = {
    "without a mask": (b"\x81\x02{}", 1002),
    "with a reserved bit": (b"\xc1\x82\0\0\0\0{}", 1002),
    "with an unknown opcode": (b"\x83\x82\0\0\0\0{}", 1002),
    "a continuation of nothing": (b"\x80\x82\0\0\0\0{}", 1002),
    "a long ping": (b"\x89\xfe\x01\x00\0\0\0\0" + bytes(256), 1002),
    "a ping in parts": (b"\x09\x80\0\0\0\0", 1002),
    "a promise of 2**63 bytes": (b"\x81\xff\x80" + bytes(11), 1009),
    "bytes that are not text": (b"\x81\x82\0\0\0\0\xff\xfe", 1007),
    "a close code of 1": (b"\x88\x82\0\0\0\0\x00\x01", 1002),
}


@pytest.mark.usefixtures("good")
@pytest.mark.parametrize("name", FRAMES)
def test_a_malformed_frame(served: Served, name: str) -> None:
    frame, code = FRAMES[name]
    with served.page() as page:
        page.socket.sendall(frame)
        assert close_code(page) == code
    assert served.session(1).is_closed.wait(PATIENCE_S)
    assert served.session(1).received == []


REFUSED = {
    "not JSON": "{",
    "no object": "[]",
    "no type": "{}",
    "an unknown type": '{"type":"exec"}',
    "an unknown field": json.dumps(PAINT | {"file": "/etc/passwd"}),
    "a deep one": "[" * MOST_BYTES,
    "10^9 pixels": json.dumps(PAINT | {"view": VIEW | {"width": 31623, "height": 31623}}),
    "4096 x 4096 pixels": json.dumps(PAINT | {"view": VIEW | {"width": 4096, "height": 4096}}),
    "NaN": json.dumps(PAINT | {"c": [math.nan, 0]}),
    "infinity": json.dumps(PAINT | {"c": [math.inf, 0]}),
    "1e999": json.dumps(PAINT | {"c": [12345, 0]}).replace("12345", "1e999"),
    "no pixels": json.dumps(PAINT | {"view": VIEW | {"width": 0}}),
    "a limit of 10^9": json.dumps(PAINT | {"limit": 10**9}),
    "a third panel": json.dumps(PAINT | {"panel": 2}),
    "words for a number": json.dumps(PAINT | {"id": "1"}),
    "bytes, not text": b"\xff\xfe",
}


@pytest.mark.usefixtures("good")
@pytest.mark.parametrize("name", REFUSED)
def test_a_message_that_is_not_allowed(served: Served, name: str) -> None:
    with served.page() as page:
        page.send(REFUSED[name])
        content, _ = message_from(page)
        assert content["type"] == "refused"
        assert content["message"]
        assert "\n" not in content["message"]
        goes_on(page, 3)


@pytest.mark.usefixtures("good")
def test_a_thousand_requests_a_second(served: Served, clock: Clock) -> None:
    with served.page() as page:
        for number in range(1000):
            page.send(json.dumps(PAINT | {"id": number}))
        content: dict[str, Any] = {"type": ""}
        while content["type"] != "refused":
            content, _ = message_from(page)
        words = f"more than {MOST_A_SECOND} messages in a second; the rest are dropped"
        assert content == {"type": "refused", "message": words}
        clock.wait_for(1000)
        assert [found.id for found in served.session(1).received] == [*range(MOST_A_SECOND)]
        clock.now += 1
        goes_on(page, 1001)


@pytest.mark.usefixtures("good", "clock")
def test_a_flood_is_closed(served: Served) -> None:
    with served.page() as page:
        small = b"\x81\x82\0\0\0\0{}"  # a masked frame of two bytes
        page.socket.sendall(small * (2 * FLOOD_A_SECOND))
        assert close_code(page) == 1008
    assert served.session(1).is_closed.wait(PATIENCE_S)


@pytest.mark.usefixtures("good", "clock")
@pytest.mark.parametrize(
    "control", [b"\x89\x80\0\0\0\0", b"\x8a\x80\0\0\0\0"], ids=["pings", "pongs"]
)
def test_a_flood_of_control_frames_is_closed(served: Served, control: bytes) -> None:
    """Each ping is answered, and what a page does not read waits."""
    with served.page() as page:
        page.socket.sendall(control * 2 * MOST_A_SECOND)
        assert close_code(page) == 1008
    assert served.session(1).is_closed.wait(PATIENCE_S)


@pytest.mark.usefixtures("good")
def test_a_message_without_an_end_is_closed(served: Served) -> None:
    with served.page() as page:
        page.socket.sendall(b"\x01\x80\0\0\0\0" + b"\0\x80\0\0\0\0" * 10_000)
        assert close_code(page) == 1009
    assert served.session(1).received == []


@pytest.mark.usefixtures("good")
def test_a_page_that_does_not_read_keeps_only_its_newest_picture(served: Served) -> None:
    with served.page(max_queue=1) as page:
        page.send(json.dumps({"type": "hello"}))
        message_from(page)
        send = served.session(1).send
        for number in range(1, 2001):
            send({"type": "pass", "panel": 0, "id": number}, [bytes(100_000)])
        numbers = []
        while not numbers or numbers[-1] != 2000:
            numbers.append(message_from(page)[0]["id"])
    assert numbers == sorted(set(numbers))
    assert len(numbers) < 500  # as many as the buffers of two sockets take


def test_a_closed_page_ends_its_session(served: Served) -> None:
    with served.page() as page:
        goes_on(page, 1)
    assert served.session(0).is_closed.wait(PATIENCE_S)


def test_a_page_that_is_killed_ends_its_session(served: Served) -> None:
    with served.page() as page:
        goes_on(page, 1)
        descriptor = os.dup(page.socket.fileno())
        with socket.socket(fileno=descriptor) as again:
            again.shutdown(socket.SHUT_RDWR)  # no closing handshake
        assert served.session(0).is_closed.wait(PATIENCE_S)
