"""The contest's end of a worker: it sends requests, takes answers, and reports how one ended."""

import json
import os
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from juliaset.bench.record import Status
from juliaset.system.cores import unbound
from juliaset.system.files import only_to_write
from juliaset.system.processes import (
    kill_group,
    kill_just_started,
    kill_marked,
    last_words,
    readable,
    signal_name,
)

_MARK = "JULIASET_ROW"
_LONGEST_ANSWER = 1 << 20
_LOOK_S = 0.2
# Milliseconds that threads of clang's OpenMP spin for more work. GCC's stop as soon; the default of
# 200 would take a core from the rows that follow.
_WAITS_SHORTLY = {"KMP_BLOCKTIME": "10"}


class EndedError(Exception):
    """The end of a row, which has no more times from here on: its status and the reason."""

    def __init__(self, status: Status, reason: str) -> None:
        """Keep the status, the reason, and room for what the row printed."""
        super().__init__(f"{status}: {reason}")
        self.status = status
        self.reason = reason
        self.printed = ""  # by a process that is gone


class ChildProcess:
    """A subprocess that answers each request with one line of JSON, within a timeout."""

    def __init__(
        self,
        command: list[str],
        environment: dict[str, str],
        *,
        folder: Path | None = None,
        passes: Sequence[int] = (),
        printed: BinaryIO | None = None,
    ) -> None:
        """Start it, in a session of its own: Ctrl-C is for the contest.

        environment: its complete environment. passes: descriptors that it inherits. printed: the
        file for what it writes to stderr; stop() closes it.
        """
        self._stderr = printed or tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop()
        self._mark = uuid4().hex
        self._asked = 0
        opened = os.dup if printed is None else only_to_write
        errors = opened(self._stderr.fileno())
        try:
            with unbound():
                self._process = subprocess.Popen(  # noqa: S603
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    env=environment | {_MARK: self._mark},
                    cwd=folder,
                    pass_fds=passes,
                    start_new_session=True,
                    bufsize=0,
                )
        except KeyboardInterrupt:
            # Popen() waits for the program to start: it runs by then, and has no name here.
            kill_just_started(f"{_MARK}={self._mark}")
            raise
        finally:
            os.close(errors)
            if not hasattr(self, "_process"):  # there is no process that stop() could end
                self._stderr.close()
        if self._process.stdin is not None:
            os.set_blocking(self._process.stdin.fileno(), False)
        self._pending = b""

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def meaning(self, code: int) -> int:
        """Return what an exit code means; a command may be a program that runs another one."""
        return code

    def said(self) -> str:
        """Return what it has written to stderr, as it can be shown."""
        # Not seek(): the process writes at the same place in the file.
        said = os.pread(self._stderr.fileno(), _LONGEST_ANSWER, 0)
        return readable(said.decode(errors="replace"))

    def ask(self, request: dict[str, Any], timeout: float) -> dict[str, Any]:
        """Send a request and return the answer; EndedError if there will be none."""
        deadline = time.monotonic() + timeout
        self.send(request, timeout)
        return self._answer(deadline, timeout)

    def send(self, request: dict[str, Any], timeout: float) -> None:
        """Send a request, whose answer receive() returns."""
        self._asked += 1
        line = json.dumps(request | {"number": self._asked}).encode() + b"\n"
        try:
            self._write(line, time.monotonic() + timeout, timeout)
        except BrokenPipeError:
            raise self._ended() from None

    def receive(self, timeout: float) -> dict[str, Any]:
        """Return the answer to the last request; EndedError if there will be none."""
        return self._answer(time.monotonic() + timeout, timeout)

    def _answer(self, deadline: float, timeout: float) -> dict[str, Any]:
        line = self._line(deadline, timeout)
        answer = _read(line)
        if answer.pop("number", None) != self._asked:
            # A kernel that forks, and returns in parent and child, answers twice from then on.
            said = readable(line[:100].decode(errors="replace"))
            raise EndedError(Status.FAILED, f"it sent something other than the answer: {said!r}")
        if "error" in answer:
            unavailable = answer.get("status") == Status.UNAVAILABLE
            status = Status.UNAVAILABLE if unavailable else Status.FAILED
            raise EndedError(status, readable(str(answer["error"])))
        return answer

    def stop(self) -> None:
        """Kill it, and all that it started."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.kill()
        self._process.wait()
        kill_marked(f"{_MARK}={self._mark}")
        # A process without this environment is in its group, even if the leader is gone already.
        kill_group(self._process)
        self._stderr.close()

    def _write(self, line: bytes, deadline: float, timeout: float) -> None:
        pipe = self._process.stdin
        if pipe is None:
            raise EndedError(Status.FAILED, "the process is gone")
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_WRITE)
            # A process that does not read must not block the contest.
            while line:
                if not selector.select(max(deadline - time.monotonic(), 0)):
                    raise EndedError(Status.TIMEOUT, f"no answer within {timeout:.3g} s")
                line = line[os.write(pipe.fileno(), line) :]

    def _line(self, deadline: float, timeout: float) -> bytes:
        pipe = self._process.stdout
        if pipe is None:
            raise EndedError(Status.FAILED, "the process is gone")
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while b"\n" not in self._pending and len(self._pending) < _LONGEST_ANSWER:
                left = deadline - time.monotonic()
                if not selector.select(min(max(left, 0), _LOOK_S)):
                    # A child of it may hold the pipe open, so its end alone proves nothing.
                    if self._process.poll() is not None:
                        raise self._ended()
                    if left <= 0:
                        raise EndedError(Status.TIMEOUT, f"no answer within {timeout:.3g} s")
                    continue
                part = os.read(pipe.fileno(), 1 << 16)
                if not part:
                    raise self._ended()
                self._pending += part
        line, _, self._pending = self._pending.partition(b"\n")
        return line

    def _ended(self) -> EndedError:
        try:
            code = self.meaning(self._process.wait(timeout=5))
        except subprocess.TimeoutExpired:
            return EndedError(Status.FAILED, "it closed its pipe and went on")
        self._stderr.seek(max(self._stderr.seek(0, os.SEEK_END) - 4000, 0))
        said = last_words(self._stderr.read())
        if code < 0:
            return EndedError(Status.CRASHED, f"{signal_name(-code)}{said}")
        return EndedError(Status.CRASHED, f"it ended with exit code {code}{said}")


def _read(line: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def python_worker(cores: list[int], environment: dict[str, str]) -> ChildProcess:
    """Start the process behind a kernel's row, pinned to the cores if there are any."""
    return _of_module("worker", [json.dumps(cores)], environment)


def problem_worker() -> ChildProcess:
    """Start the process that runs a user's problem file."""
    return _of_module("problem_worker", [], {})


def _of_module(name: str, words: list[str], environment: dict[str, str]) -> ChildProcess:
    # -P: a random.py in the working folder must not replace Python's.
    module = [sys.executable, "-P", "-m", f"juliaset.bench.contestants.{name}"]
    command = [*module, *words, str(os.getpid())]
    return ChildProcess(command, _WAITS_SHORTLY | os.environ | environment)
