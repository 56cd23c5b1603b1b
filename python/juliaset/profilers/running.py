"""Runs a tool's command, shows it as a learner types it, and leaves no process behind."""

import os
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
from juliaset.system.cpu_time import children_cpu_seconds
from juliaset.system.processes import kill_group, kill_just_started, kill_marked, readable
from juliaset.system.work_folder import work_folder

_MARK = "JULIASET_PROFILE_MARK"
_TIMEOUT_S = 300.0
# Without these, tools look symbols up in the network, colour their output or wait for a pager.
_QUIET = {
    "DEBUGINFOD_URLS": "",
    "MPLBACKEND": "agg",
    "NO_COLOR": "1",
    "PAGER": "cat",
    "PYTHON_COLORS": "0",
    "TERM": "dumb",
}


@dataclass(frozen=True)
class CommandResult:
    """A command that has ended."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str
    seconds: float
    cpu_seconds: float  # of the command and of all processes that it waited for
    pid: int = 0

    def succeeded(self) -> "CommandResult":
        """Return itself; raise NothingMeasuredError if the exit code isn't 0."""
        if self.code:
            lines = [line for line in (self.err + self.out).splitlines() if line.strip()]
            last = f": {readable(lines[-1].strip())[:300]}" if lines else ""
            raise NothingMeasuredError(f"{shlex.join(self.words)} ended with {self.code}{last}")
        return self


def program(name: str) -> str:
    """Find a program in the folder of this Python, where pip puts it, or on the PATH."""
    installed = Path(sys.executable).parent / name  # `name` itself if it is an absolute path
    return str(installed) if os.access(installed, os.X_OK) else shutil.which(name) or ""


def run(words: list[str], folder: Path, **environment: str) -> CommandResult:
    """Run a command to its end; Ctrl-C and a timeout kill it with all its children."""
    start, cpu = time.perf_counter(), children_cpu_seconds()
    with started(words, folder, **environment) as process:
        try:
            out, err = process.communicate(timeout=_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            reason = f"{shlex.join(words)} was still running after {_TIMEOUT_S:.0f} s"
            raise NothingMeasuredError(reason) from None
        seconds, cpu = time.perf_counter() - start, children_cpu_seconds() - cpu
    said, complained = (part.decode(errors="replace") for part in (out, err))
    code = process.returncode
    return CommandResult(tuple(words), code, said, complained, seconds, cpu, process.pid)


@contextmanager
def started(
    words: list[str], folder: Path, **environment: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a command; when the block ends, kill it and all processes that it started."""
    mark = uuid4().hex
    found = sys.executable if words[0] == "python" else program(words[0])
    if not found:
        raise NothingMeasuredError(f"{words[0]} is not installed")
    with tempfile.TemporaryDirectory(dir=work_folder()) as home:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        own = {"PATH": path, "IPYTHONDIR": home, _MARK: mark}
        process = None
        try:
            # A signal may come while Popen is at work: the mark finds what it has started by then.
            process = subprocess.Popen(  # noqa: S603
                [found, *words[1:]],
                cwd=folder,
                env=os.environ | _QUIET | own | environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
            yield process
        finally:
            if process is None:
                kill_just_started(f"{_MARK}={mark}")
            else:
                kill_group(process)
                for pipe in filter(None, (process.stdout, process.stderr)):
                    pipe.close()
                kill_marked(f"{_MARK}={mark}")
