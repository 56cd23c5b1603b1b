"""A busy process that py-spy can look into, and whether it may."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from claims.claims import NotHereError
from claims.running import environment, line_with, run, succeed, tool

if TYPE_CHECKING:
    from collections.abc import Iterator

SPIN = """
import sys, threading

steps = 0

def spin():
    global steps
    while True:
        for i in range(10_000):
            pass
        steps += 1

def answer():
    for line in sys.stdin:
        print(steps, flush=True)

print("ready", flush=True)
if sys.argv[1:]:
    threading.Thread(target=answer, daemon=True).start()
spin()
"""
SECONDS = 2


@contextmanager
def spinning(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start a Python that never ends by itself, and end it afterwards."""
    process = subprocess.Popen(  # noqa: S603 - the text above
        [sys.executable, "-c", SPIN, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    try:
        _line(process)
        yield process
    finally:
        process.kill()
        process.communicate()


def _line(process: subprocess.Popen[str]) -> str:
    if process.stdout is None:
        raise AssertionError("the process has no pipe")
    return process.stdout.readline()


def may_attach(pid: int) -> None:
    """Say so where py-spy may not trace a process that runs already."""
    done = run([tool("py-spy"), "dump", "--pid", str(pid)])
    if done.returncode:
        raise NotHereError(f"py-spy may not attach here: {line_with(done.stderr, 'rror')}")


def may_trace_children() -> None:
    """Say so where even a child may not be traced, as in many containers."""
    with TemporaryDirectory() as name:
        code = "import time; time.sleep(0.3)"
        raw = Path(name) / "raw"
        done = run(
            [tool("py-spy"), "record", "-f", "raw", "-o", raw, "--", sys.executable, "-c", code]
        )
    if "ermission denied" in done.stderr or "not permitted" in done.stderr:
        raise NotHereError("no process may trace another here")


def stops_and_looks(*options: str) -> tuple[int, int]:
    """Return how often a busy process gave up its core while py-spy looked, and the looks.

    It never waits by itself, so each voluntary switch is a stop that py-spy asked for.
    """
    with spinning() as process, TemporaryDirectory() as name:
        may_attach(process.pid)
        before, raw = _voluntary(process.pid), Path(name) / "raw"
        _record(process.pid, 200, raw, *options)
        lines = raw.read_text(encoding="utf-8").splitlines()
        stops = _voluntary(process.pid) - before
    return stops, sum(int(line.split()[-1]) for line in lines)


def work_left(rate: int) -> float:
    """Return the best share of its speed that a busy process kept under py-spy."""
    with spinning("answer") as process, TemporaryDirectory() as name:
        may_attach(process.pid)
        alone, watched = [], []
        for _ in range(4):
            begin = _steps(process)
            time.sleep(SECONDS / 2)
            alone.append(_steps(process) - begin)
            begin, since = _steps(process), time.perf_counter()
            _record(process.pid, rate, Path(name) / "raw")
            passed = time.perf_counter() - since
            watched.append((_steps(process) - begin) / passed * SECONDS / 2)
    return max(watched) / max(alone)


def _record(pid: int, rate: int, raw: Path, *options: str) -> None:
    command = [tool("py-spy"), "record", "-r", str(rate), "-d", str(SECONDS), *options]
    succeed([*command, "-f", "raw", "-o", raw, "--pid", str(pid)])


def _steps(process: subprocess.Popen[str]) -> int:
    if process.stdin is None:
        raise AssertionError("the process has no pipe")
    process.stdin.write("?\n")
    process.stdin.flush()
    return int(_line(process))


def _voluntary(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(line_with(status, "voluntary_ctxt_switches").split()[1])
