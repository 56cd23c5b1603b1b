"""A busy process that py-spy looks into, and whether it may."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claims.claim import NotHereError
from claims.tools import environment, folder, line_with, run, succeed, tool

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
    assert process.stdout
    try:
        process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.communicate()


def require_attaching(pid: int) -> None:
    """Raise NotHereError if py-spy may not trace a process that runs already."""
    done = run([tool("py-spy"), "dump", "--pid", str(pid)])
    if done.returncode:
        raise NotHereError(f"py-spy may not attach here: {line_with(done.stderr, 'rror')}")


def require_tracing() -> None:
    """Raise NotHereError if even a child may not be traced, as in many containers."""
    with folder() as path:
        sleep = [sys.executable, "-c", "import time; time.sleep(0.3)"]
        done = run([tool("py-spy"), "record", "-f", "raw", "-o", path / "raw", "--", *sleep])
    if "ermission denied" in done.stderr or "not permitted" in done.stderr:
        raise NotHereError("no process may trace another here")


def looks_of(raw: str, part: str = "") -> int:
    """Return how often py-spy looked, by the stacks of a raw file that contain `part`."""
    return sum(int(line.split()[-1]) for line in raw.splitlines() if part in line)


def stops_and_looks(*options: str) -> tuple[int, int]:
    """Return how often a busy process gave up its core while py-spy looked, and the looks.

    It never waits by itself, so each voluntary switch is a stop that py-spy asked for.
    """
    with spinning() as process:
        require_attaching(process.pid)
        before = _voluntary_switches(process.pid)
        looks = _record(process.pid, 200, *options)
        return _voluntary_switches(process.pid) - before, looks


def work_left(rate: int) -> float:
    """Return the best share of its speed that a busy process kept under py-spy."""
    with spinning("answer") as process:
        require_attaching(process.pid)
        alone, watched = [], []
        for _ in range(4):
            begin = _steps(process)
            time.sleep(SECONDS / 2)
            alone.append(_steps(process) - begin)
            begin, since = _steps(process), time.perf_counter()
            _record(process.pid, rate)
            passed = time.perf_counter() - since
            watched.append((_steps(process) - begin) / passed * SECONDS / 2)
    return max(watched) / max(alone)


def _record(pid: int, rate: int, *options: str) -> int:
    with folder() as path:
        command = [tool("py-spy"), "record", "-r", str(rate), "-d", str(SECONDS), *options]
        succeed([*command, "-f", "raw", "-o", path / "raw", "--pid", str(pid)])
        return looks_of((path / "raw").read_text(encoding="utf-8"))


def _steps(process: subprocess.Popen[str]) -> int:
    assert process.stdin
    assert process.stdout
    process.stdin.write("?\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def _voluntary_switches(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(line_with(status, "voluntary_ctxt_switches").split()[1])
