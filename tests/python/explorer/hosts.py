"""A host without a page: it keeps what a session sends, and tests wait for messages."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from juliaset.explorer.grid import problem_of
from juliaset.explorer.messages import View
from juliaset.explorer.passes import Pass
from juliaset.explorer.session import Session
from juliaset.problem import Counts, Problem

HANGS_S = 120  # nothing takes so long, on any machine, unless it hangs
VIEW = {"level": 24, "column": -75, "row": 60, "width": 150, "height": 121}
BOOK, LIMIT = [-0.62772, -0.42193], 200
# Nothing attracts and nothing escapes: no kernel ends this before a test does.
ENDLESS = {
    "view": {"level": 40, "column": -150, "row": 150, "width": 300, "height": 300},
    "c": [-0.75, 0],
    "limit": 1_000_000,
}


class Sent(NamedTuple):
    content: dict[str, Any]
    buffers: Sequence[bytes]


class Host:
    """A session and what it has sent."""

    def __init__(self, mosaic: Path | None = None) -> None:
        self.sent: list[Sent] = []
        self._news = threading.Condition()
        self.session = Session(self.keep, mosaic)

    def keep(self, content: dict[str, object], buffers: Sequence[bytes]) -> None:
        """Act as the host that the session sends to."""
        with self._news:
            self.sent.append(Sent(content, [bytes(buffer) for buffer in buffers]))
            self._news.notify_all()

    def ask(self, **asked: object) -> None:
        self.session.receive(asked)

    def paint(self, number: int, kernel: str = "best", **more: object) -> None:
        asked = {"panel": 0, "view": VIEW, "c": BOOK, "limit": LIMIT, **more}
        self.ask(type="paint", id=number, kernel=kernel, **asked)

    def wait(self, is_it: Callable[[dict[str, Any]], bool], after: int = 0) -> Sent:
        """Return the first message that it is, which may have come before."""

        def found() -> Sent | None:
            return next((one for one in self.sent[after:] if is_it(one.content)), None)

        with self._news:
            assert self._news.wait_for(found, HANGS_S), [one.content for one in self.sent[-5:]]
        answer = found()
        assert answer is not None
        return answer

    def wait_for(self, kind: str, number: int | None = None, after: int = 0) -> Sent:
        return self.wait(
            lambda it: it["type"] == kind and (number is None or it.get("id") == number), after
        )

    def frame(self, number: int, problem: Problem) -> Counts:
        """Put the passes of a frame together; each pixel comes once."""
        ended = self.wait(lambda it: it["type"] in {"done", "refused"} and it.get("id") == number)
        assert ended.content["type"] == "done", ended.content
        counts = np.full(problem.shape, -1, np.int32)
        for content, buffers in self.sent:
            if content["type"] == "pass" and content["id"] == number:
                each = Pass(*(content[name] for name in Pass._fields))
                assert (counts[each.rows, each.columns] == -1).all()
                found = np.frombuffer(buffers[0], content["dtype"])
                counts[each.rows, each.columns] = found.reshape(each.height, each.width)
        assert (counts >= 0).all()
        return counts


def problem_here(**more: Any) -> Problem:  # noqa: ANN401
    """Return the problem that `paint` asks for."""
    asked = {"view": VIEW, "c": BOOK, "limit": LIMIT, **more}
    return problem_of(View(**asked["view"]), tuple(asked["c"]), asked["limit"])


def until(true: Callable[[], object]) -> None:
    """Wait for something that comes, unless something hangs."""
    end = time.monotonic() + HANGS_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def ends_at_once(_memory: memoryview, _descriptor: int) -> None:
    """Act as the process of an engine that does not start."""
    os._exit(7)


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
