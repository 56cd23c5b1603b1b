"""Until a new request is honoured, whatever the engine is doing.

A kernel is at work on a picture that would take minutes, for a time drawn at random. Then a tiny
picture is asked for, with `best`, because some kernels need long for any picture; it is honoured
when its first counts come. There is no page: the session is asked as the server asks it.
"""

import argparse
import random
import threading
import time
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch

import numpy as np
from figures import Figure, say

from juliaset.explorer.messages import Bytes
from juliaset.explorer.offered import why_not
from juliaset.explorer.session import Session
from juliaset.registry import kernels

MOST_MS = 100
PERCENT = 95
_ENDLESS = {
    "view": {"level": 32, "column": -500, "row": 500, "width": 1000, "height": 1000},
    "c": [0.25, 0.0],  # orbits come close to a fixed point for ever, and no trap catches them
    "limit": 1_000_000,
}
_TINY = {
    "view": {"level": 16, "column": -8, "row": 8, "width": 16, "height": 16},
    "c": [0.25, 0.0],
    "limit": 1,
}
_SHORTEST_S, _LONGEST_S = 0.05, 0.25  # at work, before the new request
_PATIENCE_S = 120.0


class Requests:
    """A session without a page, and the numbers of the pictures that it has answered."""

    def __init__(self) -> None:
        """Begin without an engine."""
        self._news = threading.Condition()
        self._answered: dict[int, str] = {}
        self._number = 0
        self.session = Session(self._keep)

    def _keep(self, content: dict[str, object], _buffers: Sequence[Bytes]) -> None:
        number = content.get("id", self._number)
        if isinstance(number, int) and number not in self._answered:
            with self._news:
                self._answered[number] = str(content.get("message", ""))
                self._news.notify_all()

    def ask(self, kernel: str, picture: dict[str, object]) -> int:
        """Ask for a picture; return its number."""
        self._number += 1
        words = {"type": "paint", "panel": 0, "id": self._number, "kernel": kernel}
        self.session.receive({**words, **picture})
        return self._number

    def wait(self, number: int) -> None:
        """Wait for the first counts of a picture."""
        with self._news:
            if not self._news.wait_for(lambda: number in self._answered, _PATIENCE_S):
                raise TimeoutError(f"picture {number} does not come")
        if self._answered[number]:
            raise ValueError(self._answered[number])


def cancel(asked: argparse.Namespace) -> Iterator[Figure]:
    """Yield two figures for each kernel."""
    for kernel in kernels():
        if not fnmatch(kernel.name, asked.kernel):
            continue
        if reason := why_not(kernel):
            say(f"{kernel.name} is left out: {reason}")
            continue
        seconds = honoured(kernel.name, asked.requests)
        late = np.percentile(seconds, PERCENT, method="higher")
        yield Figure(f"{kernel.name}: median", float(np.median(seconds)) * 1e3, "ms")
        yield Figure(
            f"{kernel.name}: {PERCENT}th percentile", float(late) * 1e3, "ms", most=MOST_MS
        )


def honoured(kernel: str, number: int) -> list[float]:
    """Return for each request how long it took until it was honoured; number: of requests."""
    chance, seconds, requests = random.Random(18), list[float](), Requests()
    try:
        for name in (kernel, "best"):
            requests.wait(requests.ask(name, _TINY))  # it has loaded the kernel
        for _ in range(number):
            requests.ask(kernel, _ENDLESS)
            time.sleep(chance.uniform(_SHORTEST_S, _LONGEST_S))
            began = time.perf_counter()
            requests.wait(requests.ask("best", _TINY))
            seconds.append(time.perf_counter() - began)
    finally:
        requests.session.close()
    return seconds
