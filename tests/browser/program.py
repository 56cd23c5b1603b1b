"""Runs `juliaset explore` for tests, and knows its processes."""

import re
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from processes import family

JULIASET = Path(sys.executable).with_name("juliaset")
PATIENCE_S = 30


class Program:
    """A running `juliaset explore`."""

    def __init__(self, *words: str | Path) -> None:
        """Start it, and wait for the address that it prints."""
        self._process = subprocess.Popen(
            [JULIASET, "explore", "--no-browser", *words], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        said = self._process.stdout.readline()
        found = re.match(r"http://127\.0\.0\.1:\d+/#token=\S+", said)
        if not found:
            self.__exit__(None, None, None)
        assert found, f"juliaset explore printed {said!r}"
        self.link = found[0]

    def processes(self) -> set[int]:
        """Return the processes below it that live."""
        return family(self._process.pid) - {self._process.pid}

    def stop(self) -> int:
        """End it as Ctrl-C does; return its exit code."""
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(PATIENCE_S)

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it, whatever happened."""
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(PATIENCE_S)
        assert self._process.stdout
        self._process.stdout.close()
