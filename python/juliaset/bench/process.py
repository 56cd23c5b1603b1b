"""The contest's end of a worker: sends requests, takes answers, and says how a process ended."""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from typing import Any

from juliaset.bench.record import CRASHED, FAILED, TIMEOUT


class EndedError(Exception):
    """A row that can give no more times: with its status and the reason."""

    def __init__(self, status: str, reason: str) -> None:
        """Keep both."""
        super().__init__(f"{status}: {reason}")
        self.status = status
        self.reason = reason


class Process:
    """A program that answers one line of JSON a request; whoever waits, waits for so long."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        """Start it, in a session of its own: Ctrl-C is for the contest."""
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop()
        self._process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            env=os.environ | environment,
            start_new_session=True,
            bufsize=0,
        )
        self._pending = b""

    def ask(self, request: dict[str, Any], timeout: float) -> dict[str, Any]:
        """Send a request and give the answer; EndedError where there will be none."""
        if self._process.stdin is None:
            raise EndedError(FAILED, "the process is gone")
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
        except BrokenPipeError:
            raise self._ended() from None
        answer: dict[str, Any] = json.loads(self._line(time.monotonic() + timeout, timeout))
        if "error" in answer:
            raise EndedError(answer["status"], answer["error"])
        return answer

    def stop(self) -> None:
        """End it, and all that it started."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        # Its children are in its group: they go, even where it has gone before them.
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._stderr.close()

    def _line(self, deadline: float, timeout: float) -> bytes:
        pipe = self._process.stdout
        if pipe is None:
            raise EndedError(FAILED, "the process is gone")
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while b"\n" not in self._pending:
                if not selector.select(max(deadline - time.monotonic(), 0)):
                    raise EndedError(TIMEOUT, f"no answer within {timeout:.3g} s")
                part = os.read(pipe.fileno(), 1 << 16)
                if not part:
                    raise self._ended()
                self._pending += part
        line, _, self._pending = self._pending.partition(b"\n")
        return line

    def _ended(self) -> EndedError:
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return EndedError(FAILED, "it closed its pipe and went on")
        said = self._last_words()
        if code < 0:
            name = signal.Signals(-code).name
            return EndedError(CRASHED, f"{name}{said}")
        return EndedError(CRASHED, f"it ended with exit code {code}{said}")

    def _last_words(self) -> str:
        self._stderr.seek(max(self._stderr.seek(0, os.SEEK_END) - 4000, 0))
        lines = self._stderr.read().decode(errors="replace").split("\n")
        words = [line.strip() for line in lines if line.strip()]
        return f"; its last words: {words[-1][:200]}" if words else ""


def python_worker(pin: list[int] | None, environment: dict[str, str]) -> Process:
    """Start the process behind a kernel's row."""
    command = [sys.executable, "-m", "juliaset.bench.worker", json.dumps(pin)]
    return Process(command, environment)
