"""Measure a process that a measured one started, and let it save what it ran before it is killed.

setup/coverage.sh puts it into the environment of `make coverage`, where every Python imports it.
"""

import contextlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import coverage
from coverage_sandbox import measure_in

# The harness closes a worker's pipes and kills it at once. Under `make coverage` the worker has
# this long to end by itself, and then as long to save what it ran when it gets SIGTERM.
PATIENCE_S = 0.4
SANDBOX = Path(sys.prefix).parent / "python" / "sandbox"
KILL: Callable[[subprocess.Popen[Any]], None] = subprocess.Popen.kill


def kill_when_saved(process: subprocess.Popen[Any]) -> None:
    """Let a process end, ask it to end, and kill it."""
    for ask in (process.poll, process.terminate):
        ask()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE_S)
            return
    KILL(process)


coverage.process_startup()
if coverage.Coverage.current() is not None:
    setattr(subprocess.Popen, "kill", kill_when_saved)  # noqa: B010 - typed, it could not be set
    measure_in(SANDBOX)
