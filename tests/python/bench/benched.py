"""A command that measures, as a process: started, sent signals, and searched for what it left.

Every process that it starts inherits a mark in its environment, and is found by that mark.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, Self
from uuid import uuid4

from marked import marked

HERE = Path(__file__).parent
HOSTILE = HERE / "hostile.py"
# -P: like the installed command, it does not look for modules in the current folder.
COMMAND = [sys.executable, "-P", "-c", "from juliaset.cli import main; main()"]
PATIENCE = 120.0
LOCK = "juliaset-contest.lock"
CALM_OR_NOT = ("complete", "contended")  # whatever else runs on the machine that tests


class Bench:
    """One run; `with` ends it in any case."""

    def __init__(
        self, folder: Path, *arguments: str, cwd: Path = HERE, command: str = "bench"
    ) -> None:
        self.folder = folder
        self.json = folder / f"{uuid4().hex}.json"
        self.calls = folder / f"{uuid4().hex}.calls"
        self.temporary = folder / "tmp"
        self.temporary.mkdir(exist_ok=True)
        self._mark = uuid4().hex
        self._out, self._err = folder / f"{self._mark}.out", folder / f"{self._mark}.err"
        environment = {
            "MARK": self._mark,
            "TMPDIR": str(self.temporary),
            "JULIASET_TEST_LOCK": str(folder / LOCK),
            "JULIASET_TEST_CALLS": str(self.calls),
        }
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.process = subprocess.Popen(
                [*COMMAND, command, *arguments, "--json", str(self.json)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=cwd,
                env=os.environ | environment | {"COLUMNS": "400"},
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for number in (self.process.pid, *self.others()):
            if self.process.returncode is None or number != self.process.pid:
                os.kill(number, signal.SIGKILL)
        self.process.wait()

    def end(self) -> int:
        """Wait for its end, and return its exit code."""
        return self.process.wait(PATIENCE)

    @property
    def stdout(self) -> str:
        return self._out.read_text()

    @property
    def stderr(self) -> str:
        return self._err.read_text()

    @property
    def contest(self) -> dict[str, Any]:
        """What --json wrote, as the strictest reader sees it."""

        def refuse(word: str) -> NoReturn:
            raise AssertionError(f"{word} is not JSON")

        contents: dict[str, Any] = json.loads(self.json.read_text(), parse_constant=refuse)
        return contents

    @property
    def rows(self) -> dict[str, dict[str, Any]]:
        """The rows by their ids, with the samples of all their processes."""
        rows = {row["id"]: row for row in self.contest["variants"]}
        for row in rows.values():
            row["samples"] = [s for process in row["processes"] for s in process["samples"]]
        return rows

    def others(self) -> list[int]:
        """Find the processes that it started, also after their parent has ended."""
        return [each for each in marked(f"MARK={self._mark}") if each != self.process.pid]

    def workers(self) -> list[int]:
        """Those of the others that a kernel runs in."""
        return [
            number
            for number in self.others()
            if b"juliaset.bench.contestants.worker" in _command(number)
        ]

    def calls_made(self) -> int:
        """How often a kernel that reports its calls was called."""
        return self.calls.stat().st_size if self.calls.exists() else 0

    def measures(self) -> bool:
        """Whether it holds the lock by now: before that it only tries kernels out."""
        lock = self.folder / LOCK
        return lock.exists() and lock.read_text() == str(self.process.pid)

    def left_in_temporary(self) -> list[str]:
        """Return the names of what is in the folder of temporary files."""
        return [path.name for path in self.temporary.iterdir()]


def _command(number: int) -> bytes:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return b""


def wait_until(holds: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Look again and again; fail if it never becomes true."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, f"never came true: {what}"
        time.sleep(0.01)


def expected_code(state: str, calm: int) -> int:
    """Return the exit code of a contest without a bad row: 4 if the machine was too busy."""
    return {"complete": calm, "contended": 4}[state]
