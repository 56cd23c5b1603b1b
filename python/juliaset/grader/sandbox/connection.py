"""The submission's end of the pipes, and of the memory that it shares with the grader."""

import json
import mmap
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from juliaset.grader.sandbox.wire import SharedArrays, decode, encode

_LONGEST_TEXT = 100_000
_MOST_DESCRIPTORS = 256  # of Python at its start, which takes the lowest numbers


class Connection:
    """The submission's end of the pipes and of the memory that it shares with the grader."""

    def __init__(self, requests: TextIO, answers: TextIO, arrays: SharedArrays) -> None:
        """Keep the two pipes, and the memory for values that do not fit into a line."""
        self._requests = requests
        self._answers = answers
        self.arrays = arrays
        self._number = 0

    def receive(self) -> dict[str, Any] | None:
        """Wait for the next request; return None if there are no more."""
        line = self._requests.readline()
        if not line:
            return None
        request: dict[str, Any] = json.loads(line)
        self._number = request.pop("number")
        return request

    def send(self, answer: dict[str, Any]) -> None:
        """Answer the request that was received last."""
        text = json.dumps(answer | {"number": self._number})
        if len(text) > _LONGEST_TEXT:
            text = json.dumps(
                {"number": self._number, "error": "its answer is too long", "status": "failed"}
            )
        self._answers.write(text + "\n")
        self._answers.flush()

    def function(self, name: str) -> Callable[..., object]:
        """Return a function that runs in the grader: a clock, a kernel under test."""

        def call(*arguments: object) -> object:
            used = self.arrays.used
            try:
                self.send(
                    {"asks": name, "arguments": [encode(each, self.arrays) for each in arguments]}
                )
                request = self.receive()
            finally:  # the question was read, or has an argument that can't be sent
                self.arrays.used = used
            if request is None:
                os._exit(0)
            if "refused" in request:
                raise ValueError(request["refused"])
            value = decode(request["value"], self.arrays)
            # The next answer may be put into the same place.
            return value.copy() if isinstance(value, np.ndarray) else value

        call.__name__ = name
        return call


def connect() -> tuple[dict[str, Any], Connection]:
    """Return the grader's order, and the connection on what were stdin and stdout.

    What is printed goes to stderr from here on.
    """
    order = json.loads(Path(sys.argv[1]).read_text())
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # the lines before a crash must not be lost
    arrays = SharedArrays(memoryview(mmap.mmap(order["memory_fd"], order["memory_size"])))
    _close_all_of(order["memory_fd"])
    if order["pin"] and sys.platform == "linux":  # else the grader names no core
        os.sched_setaffinity(0, order["pin"])
    return order, Connection(requests, answers, arrays)


def _close_all_of(descriptor: int) -> None:
    """Close every descriptor of a file: Python's mmap has made one of its own.

    By one of them the memory could be mapped again, as a program, or used as a file that Linux does
    not count as memory of this process.
    """
    file = os.fstat(descriptor)
    for each in (*range(3, _MOST_DESCRIPTORS), descriptor):
        with suppress(OSError):
            if os.path.samestat(os.fstat(each), file):
                os.close(each)
