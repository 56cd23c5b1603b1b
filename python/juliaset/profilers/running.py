"""Starts tools, shows their commands as a learner types them, and leaves no process behind."""

import os
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.system.processes import kill_group, kill_marked, readable

_MARK = "JULIASET_PROFILE_MARK"
_PATIENCE_S = 300.0
# Tools that would look things up, colour their output or wait for a pager.
_QUIET = {
    "DEBUGINFOD_URLS": "",
    "MPLBACKEND": "agg",
    "NO_COLOR": "1",
    "PAGER": "cat",
    "PYTHON_COLORS": "0",
    "TERM": "dumb",
}


@dataclass(frozen=True)
class Ran:
    """A command that has ended."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str
    seconds: float
    cpu_seconds: float  # of it and of all that it waited for

    def succeeded(self) -> "Ran":
        """Give itself; NothingMeasuredError, with the last words, for another exit code than 0."""
        if self.code:
            said = [line for line in (self.err + self.out).splitlines() if line.strip()]
            last = f": {readable(said[-1].strip())[:300]}" if said else ""
            raise NothingMeasuredError(f"{shown(self.words)} ended with {self.code}{last}")
        return self


def program(name: str) -> str:
    """Find a program beside this Python, where pip puts them, or on the PATH; empty if nowhere."""
    beside = Path(sys.executable).parent / name  # name itself where it is a whole path
    return str(beside) if os.access(beside, os.X_OK) else shutil.which(name) or ""


def shown(words: tuple[str, ...] | list[str]) -> str:
    """Write a command as it can be typed; empty arguments and spaces stay quoted."""
    return shlex.join(words)


def run(words: list[str], folder: Path, **environment: str) -> Ran:
    """Run a command to its end; on Ctrl-C, or too late, it goes with all its children."""
    start, cpu = time.perf_counter(), _cpu_of_children()
    with started(words, folder, **environment) as process:
        try:
            out, err = process.communicate(timeout=_PATIENCE_S)
        except subprocess.TimeoutExpired:
            raise NothingMeasuredError(
                f"{shown(words)} was still running after {_PATIENCE_S:.0f} s"
            ) from None
        seconds, cpu = time.perf_counter() - start, _cpu_of_children() - cpu
    said, complained = (part.decode(errors="replace") for part in (out, err))
    return Ran(tuple(words), process.returncode, said, complained, seconds, cpu)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def started(
    words: list[str], folder: Path, **environment: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a command, and end it with all that it started when the block ends."""
    mark = uuid4().hex
    found = sys.executable if words[0] == "python" else program(words[0])
    if not found:
        raise NothingMeasuredError(f"{words[0]} is not installed")
    with tempfile.TemporaryDirectory() as home:
        own = {"IPYTHONDIR": home, _MARK: mark}
        beside = str(Path(sys.executable).parent)
        path = {"PATH": f"{beside}{os.pathsep}{os.environ.get('PATH', '')}"}
        process = None
        try:
            # A signal may come while Popen is at work: the mark finds what it has started by then.
            process = subprocess.Popen(  # noqa: S603
                [found, *words[1:]],
                cwd=folder,
                env=os.environ | _QUIET | path | own | environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
            yield process
        finally:
            if process is not None:
                _end(process)
            kill_marked(f"{_MARK}={mark}".encode())


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill it with its group, and close its pipes."""
    kill_group(process)
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
