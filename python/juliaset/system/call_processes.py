"""Processes that make one call each: they import only what it needs, and end with their parent.

multiprocessing would import the user's script in each of them: one without a main guard would be
started again and again. And what it starts outlives a parent that is killed.
"""

import mmap
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from multiprocessing.connection import wait
from typing import Any

from juliaset.system.cores import unbound
from juliaset.system.interruptible import Flag
from juliaset.system.process_end import ProcessEnd, end_with
from juliaset.system.processes import signal_name
from juliaset.system.shared_memory import SharedMemory, memory_file

_PROGRAM = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from juliaset.system.call_processes import serve; serve()"
)
_LOOK_S = 0.02


def call_in_processes(
    function: Callable[..., None],
    calls: Iterable[Sequence[object]],
    shared: SharedMemory,
    stop: Flag,
) -> None:
    """Call function(bytes, *arguments) in a process for each of the calls, until stop[0] is set.

    No process is left, whatever happens. `bytes` is the shared memory.

    Raises:
        RuntimeError: One of the processes failed.
    """
    processes: list[subprocess.Popen[bytes]] = []
    try:
        # Processes inherit this thread's mask: they leave Ctrl-C to their parent.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            for arguments in calls:
                if stop[0]:
                    break
                processes.append(start_call(function, arguments, shared))
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        _wait_for(processes, stop)
    finally:
        for process in processes:
            process.kill()
            process.wait()


def start_call(
    function: Callable[..., None],
    arguments: Sequence[object],
    shared: SharedMemory,
    *,
    descriptors: Sequence[int] = (),
    leads_group: bool = False,
) -> subprocess.Popen[bytes]:
    """Start a process that calls function(bytes, *arguments), and ends with this thread at latest.

    descriptors: others that it inherits.
    leads_group: whether it leads a group of processes, which no Ctrl-C of a terminal reaches.
    """
    command = [sys.executable, "-P", "-c", _PROGRAM, str(os.getpid()), str(shared.descriptor)]
    # A file, because a pipe would have to wait for a process that is still starting.
    with os.fdopen(memory_file(), "w+b") as order:
        pickle.dump(sys.path, order)
        pickle.dump((function, arguments), order)
        order.seek(0)
        with unbound():
            return subprocess.Popen(  # noqa: S603
                command,
                stdin=order,
                pass_fds=[shared.descriptor, *descriptors],
                process_group=0 if leads_group else None,
            )


def _wait_for(processes: Sequence[subprocess.Popen[bytes]], stop: Flag) -> None:
    """Wait until all have ended, one has failed, or the caller was interrupted."""
    with ExitStack() as stack:
        running: dict[Any, subprocess.Popen[bytes]] = {
            stack.enter_context(ProcessEnd(process.pid)): process for process in processes
        }
        while running and not stop[0]:
            for end in wait(list(running), timeout=_LOOK_S):
                if code := running.pop(end).wait():
                    raise RuntimeError(why_ended(code))


def why_ended(code: int) -> str:
    """Return how such a process ended, in words."""
    if code < 0:
        return f"a worker process was killed by {signal_name(-code)}"
    return f"a worker process ended with code {code}; its own words are on standard error"


def serve() -> None:
    """Run as one of the processes: make the call that is on stdin."""
    parent, descriptor = map(int, sys.argv[1:])
    end_with(parent)
    function, arguments = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the parent
    function(memoryview(mmap.mmap(descriptor, 0)), *arguments)
