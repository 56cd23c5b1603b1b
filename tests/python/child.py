"""The other end of interrupted.py: gives orders, sends signals, reads answers."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).with_name("interrupted.py")
PATIENCE = 60

Send = Callable[[int, int], None]


class Child:
    """A process that computes, in a group of its own as a terminal's job is."""

    def __init__(self, noise: Path) -> None:
        self.noise = noise
        self.spoilt = False  # an order was given, and its last answer has not come or was wrong
        with noise.open("w") as stderr:
            self.process = subprocess.Popen(
                [sys.executable, str(PROGRAM)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                start_new_session=True,
            )

    def interrupt(self, send: Send = os.kill, wait: float = 0.04, **order: Any) -> dict[str, Any]:  # noqa: ANN401
        """Send Ctrl-C to a computation that would run for minutes; add the delay to its answer."""
        self._order(do="interrupt", **order)
        assert self._answer() == {"running": True}
        time.sleep(wait)
        sent = time.monotonic()
        send(self.process.pid, signal.SIGINT)
        answer = self._answer()
        return {**answer, "delay": answer.pop("at") - sent}

    def alarm(self, **order: Any) -> dict[str, Any]:  # noqa: ANN401
        """Let the handler of an alarm raise."""
        self._order(do="alarm", **order)
        assert self._answer() == {"running": True}
        answer = self._answer()
        answer.pop("at")
        return answer

    def go_on(self, **order: Any) -> dict[str, Any]:  # noqa: ANN401
        """Let the handler of an alarm return."""
        self._order(do="go_on", **order)
        return self._answer()

    def end(self) -> None:
        """Kill it with all its children, and close the pipes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def _order(self, **order: Any) -> None:  # noqa: ANN401
        self.spoilt = True
        assert self.process.stdin
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout
        readable, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        line = self.process.stdout.readline() if readable else ""
        noise = self.noise.read_text()
        assert line, f"no answer in {PATIENCE} s, or the process died; stderr: {noise}"
        assert not noise, f"stderr: {noise}"
        answer: dict[str, Any] = json.loads(line)
        return answer
