"""Requests while one drags, and whether anything waits in a queue that grows.

First a hand drags in the page, one move for each frame of the screen, of which there are 60 a
second if the page has time. The page asks if the picture before has begun to come. Then a program
without that patience asks 60 times a second through a socket, whatever was answered. The queues are
the requests without an answer, the bytes in the page's socket, and the messages that wait in the
server.
"""

import argparse
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
from explorer_chromium import PATIENCE_S
from explorer_page import Host, explorer
from figures import Figure, say

RATE = 60
MOST_GROWTH = 0.5  # messages, from the first third to the last
LEAST_SHARE = 0.95  # of the requests that were to be sent


def drag(asked: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figures of a hand, then those of a program."""
    yield from by_hand(asked.size, asked.seconds)
    yield from by_program(asked.size, asked.seconds)


def by_hand(size: int, seconds: float) -> Iterator[Figure]:
    """Drag along a circle in the page."""
    say(f"by hand: {size} x {size}, best, {seconds:g} s")
    counters = "[probe.asked, probe.answered, probe.drawn]"
    with explorer(size) as (seen, host):
        before = seen.page.evaluate(counters)
        host.waited()
        notes = seen.drag(seconds)
        after = seen.page.evaluate(counters)
        bytes_waiting = seen.page.evaluate("probe.waits")
        waited = host.waited()
    took = notes[-1][0] / 1000
    yield Figure("by hand: moves a second", len(notes) / took, "", least=LEAST_SHARE * RATE)
    for name, first, last in zip(("asked for", "begun", "drawn"), before, after, strict=True):
        least = LEAST_SHARE * RATE if name == "asked for" else None
        yield Figure(f"by hand: pictures {name} a second", (last - first) / took, "", least=least)
    yield from queue("by hand: newest without an answer", [note[1] for note in notes])
    yield Figure("by hand: most bytes in the page's socket", bytes_waiting, "bytes")
    yield from queue("by hand: messages in the server", waited)


def by_program(size: int, seconds: float) -> Iterator[Figure]:
    """Ask through a socket, one pixel farther each time."""
    from websockets.sync.client import connect  # noqa: PLC0415 - an extra

    say(f"by a program: {size} x {size}, best, {seconds:g} s")
    with Host() as host:
        link = urlsplit(host.link)
        token = parse_qs(link.fragment)["token"][0]
        asked_at: list[float] = []
        answered: list[tuple[int, float]] = []
        with connect(
            f"ws://{link.netloc}/socket",
            origin=f"http://{link.netloc}",
            subprotocols=["juliaset", f"token.{token}"],
            max_size=None,
            compression=None,
            proxy=None,
        ) as socket:

            def read() -> None:
                for frame in socket:
                    content = header(frame)
                    if content["type"] == "done":
                        answered.append((content["id"], time.perf_counter()))

            reading = threading.Thread(target=read)
            reading.start()

            def ask(k: int) -> None:
                asked_at.append(time.perf_counter())
                socket.send(json.dumps(paint(k, size)))

            def wait_for_newest() -> None:
                end = time.perf_counter() + PATIENCE_S
                while not answered or answered[-1][0] < len(asked_at) - 1:
                    if time.perf_counter() > end:
                        raise TimeoutError(f"picture {len(asked_at) - 1} does not come")
                    time.sleep(0.01)

            ask(0)
            wait_for_newest()
            host.waited()
            took = at_rate(lambda k: ask(k + 1), seconds)
            waited = host.waited()
            wait_for_newest()
        reading.join()
    delays = [at - asked_at[number] for number, at in answered[1:]]
    yield Figure("by a program: requests a second", (len(asked_at) - 1) / took, "")
    yield Figure("by a program: whole pictures a second", len(delays) / took, "")
    yield from queue("by a program: messages in the server", waited)
    for name, part in zip(("first", "last"), thirds(delays), strict=True):
        yield Figure(f"by a program: until a picture is whole, {name} third", part * 1e3, "ms")


def at_rate(move: Callable[[int], object], seconds: float) -> float:
    """Call something 60 times a second; return the seconds that it took."""
    began = time.perf_counter()
    for k in range(round(seconds * RATE)):
        move(k)
        time.sleep(max(began + (k + 1) / RATE - time.perf_counter(), 0))
    return time.perf_counter() - began


def paint(number: int, size: int) -> dict[str, object]:
    """Return a request for a picture that lies one column farther than the one before."""
    view = {"level": 32, "column": number % 200 - size // 2, "row": size // 2}
    return {
        "type": "paint",
        "panel": 0,
        "id": number,
        "view": {**view, "width": size, "height": size},
        "c": [-0.62772, -0.42193],
        "limit": 300,
        "kernel": "best",
    }


def header(frame: bytes | str) -> dict[str, Any]:
    """Return the JSON of a message."""
    assert isinstance(frame, bytes)
    length = int.from_bytes(frame[:4], "little")
    found: dict[str, Any] = json.loads(frame[4 : 4 + length])
    return found


def queue(name: str, lengths: Sequence[float]) -> Iterator[Figure]:
    """Yield the greatest length of a queue, and how much it grows."""
    first, last = thirds(lengths)
    yield Figure(f"{name}, most", max(lengths), "")
    yield Figure(f"{name}, growth of the mean", last - first, "", most=MOST_GROWTH)


def thirds(numbers: Sequence[float]) -> tuple[float, float]:
    """Return the means of the first and of the last third."""
    third = max(len(numbers) // 3, 1)
    return float(np.mean(numbers[:third])), float(np.mean(numbers[-third:]))
