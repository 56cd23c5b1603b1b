"""Runs a command in which the n-th call of a kind fails; see inject.cpp and fault_server.py."""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

HERE = Path(__file__).parent
KINDS = ("malloc", "open", "mmap", "fork", "dlopen")
HANGS_S = 60
NEVER = 1 << 60


@dataclass(frozen=True)
class Fault:
    """Which call fails: the one with the number `at` of a kind; later: those after it, too."""

    kind: str
    at: int
    later: bool = False

    def __str__(self) -> str:
        """Return it as sweep.py takes it."""
        return f"{self.kind} {self.at}{' --later' if self.later else ''}"


@dataclass(frozen=True)
class Ended:
    """How a command ended in which a call has failed, or was to fail."""

    words: list[str]
    fault: Fault
    code: int | None  # None if it hung; -11 for SIGSEGV
    stdout: str
    stderr: str
    log: str = field(repr=False)

    @property
    def failed(self) -> bool:
        """Whether there was a call with that number."""
        return "failed " in self.log

    @property
    def calls(self) -> int:
        """How many calls there were, if it ended normally."""
        lines = [line for line in self.log.splitlines() if line.startswith("calls ")]
        return int(lines[-1].split()[1]) if lines else 0

    def stack(self, what: str) -> list[str]:
        """Return the libraries on the stack where the call `failed`, or where it `crashed`."""
        lines = [line for line in self.log.splitlines() if line.startswith(f"{what} ")]
        return lines[0].split()[1:] if lines else []


def compile_library(folder: Path) -> Path:
    """Compile inject.cpp, and return the library."""
    library = folder / "libjuliaset_faults.so"
    command = ["g++", "-std=c++20", "-O1", "-g", "-shared", "-fPIC", "-o", str(library)]
    subprocess.run([*command, str(HERE / "inject.cpp")], check=True)
    return library


class Server:
    """The process that forks for each fault, and the folder in which all happens."""

    def __init__(self) -> None:
        """Compile the library, and start the process."""
        self._place = tempfile.TemporaryDirectory(prefix="juliaset-faults-")
        self.place = Path(self._place.name)
        self.temporary = self.place / "tmp"
        self.temporary.mkdir()
        environment = os.environ | {
            "LD_PRELOAD": str(compile_library(self.place)),
            "TMPDIR": str(self.temporary),
            "JULIASET_TEST_LOCK": str(self.place / "lock"),
            "JULIASET_MY_LABS": str(self.place / "my_labs"),
            "OPENBLAS_NUM_THREADS": "1",  # a fork has no threads but its own
            "COLUMNS": "80",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(HERE / "fault_server.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            bufsize=0,
        )
        self.known: set[str] = set()  # commands whose modules the server has
        self._answer(HANGS_S)

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """End the process, and remove the folder."""
        self._process.communicate()
        self._place.cleanup()

    @property
    def processes(self) -> frozenset[int]:
        """The processes that run while no command does."""
        return frozenset({self._process.pid})

    def run(self, words: list[str], fault: Fault, folder: Path, *, learn: bool) -> Ended:
        """Run a command, or escape_counts with the name of a kernel and its threads.

        learn: let the server import what the command has imported, so that no import is counted.
        """
        outputs = {name: str(self.place / name) for name in ("stdout", "stderr", "log")}
        order = {"words": words, "folder": str(folder), "kind": fault.kind, "at": fault.at}
        order["later"] = fault.later
        if learn:
            order["modules"] = str(self.place / "modules")
        code = self._run(order | outputs)
        said = [Path(path).read_text(errors="replace") for path in outputs.values()]
        return Ended(words, fault, code, *said)

    def _run(self, order: dict[str, object]) -> int | None:
        """Return the exit code of a fork; None if it hangs."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        pid = self._answer(HANGS_S)
        try:
            return self._answer(HANGS_S)
        except TimeoutError:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            self._answer(HANGS_S)
            return None

    def _answer(self, seconds: float) -> int:
        assert self._process.stdout
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            raise TimeoutError
        line = self._process.stdout.readline()
        return 0 if line == b"ready\n" else int(line)


def settled(look: Callable[[], list[str]], seconds: float = 10.0) -> list[str]:
    """Return what look() finds; what is about to end may take some time for it."""
    deadline = time.monotonic() + seconds
    while (found := look()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found
