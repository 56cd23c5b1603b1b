"""Processes that make a call each: they import no script, report errors, and end with a parent."""

import operator
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from juliaset.system.call_processes import call_in_processes
from juliaset.system.shared_memory import SharedMemory

GO_ON = np.zeros(1, np.uint8)
# As a beginner writes it: all of it runs whenever it is imported.
SCRIPT = """
import juliaset
print("script", flush=True)
problem = juliaset.Problem.view(width={width}, max_iterations={limit})
print(juliaset.escape_counts(problem, "python.multiprocessing", threads=2).sum())
"""


def test_each_call_is_made_in_the_shared_memory() -> None:
    with SharedMemory(4) as shared:
        call_in_processes(operator.setitem, [(0, 7), (3, 9)], shared, GO_ON)
        assert shared.bytes[:] == bytes([7, 0, 0, 9])
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_a_call_that_fails_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    with (
        SharedMemory(4) as shared,
        pytest.raises(RuntimeError, match="ended with code 1; its own words are on standard error"),
    ):
        call_in_processes(operator.setitem, [(4, 7)], shared, GO_ON)
    assert "IndexError" in capfd.readouterr().err


def test_a_process_that_is_killed_has_a_reason() -> None:
    with (
        SharedMemory(4) as shared,
        pytest.raises(RuntimeError, match="a worker process was killed by SIGABRT"),
    ):
        call_in_processes(aborts, [()], shared, GO_ON)


def aborts(_shared: memoryview) -> None:
    os.abort()


def test_nothing_is_started_after_the_end() -> None:
    with SharedMemory(4) as shared:
        call_in_processes(operator.setitem, [(0, 7)], shared, np.ones(1, np.uint8))
        assert shared.bytes[:] == bytes(4)


def script(folder: Path, width: int, limit: int) -> list[str]:
    path = folder / "script.py"
    path.write_text(SCRIPT.format(width=width, limit=limit))
    return [sys.executable, str(path)]


def test_a_script_without_a_main_guard_runs_once(tmp_path: Path) -> None:
    done = subprocess.run(
        script(tmp_path, 40, 50), capture_output=True, text=True, check=True, timeout=60
    )
    lines = done.stdout.splitlines()
    assert lines[0] == "script"
    assert len(lines) == 2
    assert done.stderr == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_processes_end_with_their_parent(tmp_path: Path, number: signal.Signals) -> None:
    parent = subprocess.Popen(script(tmp_path, 1000, 10**8), stdout=subprocess.PIPE)
    try:
        children = wait_for_children(parent.pid)
    finally:
        parent.send_signal(number)
        parent.communicate()
    deadline = time.monotonic() + 20
    while any(map(runs, children)):
        assert time.monotonic() < deadline, "the processes run on"
        time.sleep(0.01)


def wait_for_children(parent: int) -> list[int]:
    """Wait until a process has two children, whichever of its threads started them."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        lists = Path(f"/proc/{parent}/task").glob("*/children")
        children = [int(number) for each in lists for number in each.read_text().split()]
        if len(children) == 2:
            return children
        time.sleep(0.02)
    raise AssertionError("the processes did not start")


def runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
