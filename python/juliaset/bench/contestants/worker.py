"""The process behind one row: loads a kernel, then answers one line of JSON a request.

Whatever the kernel does, prints or breaks stays in here; the contest sees answers, or none.
"""

import ctypes
import errno
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from juliaset.bench.specs import Kernel, kernel_of, problem_of
from juliaset.oracle import POISON, first_difference
from juliaset.problem import Counts, Problem
from juliaset.registry import UnavailableError
from juliaset.system.cpu_time import cpu_seconds, settle
from juliaset.system.memory import available

_PR_SET_PDEATHSIG = 1
_MOST_OUTPUT = 1 << 24  # bytes that a kernel may print
_PART_OF_MEMORY = 0.7
_PEAK = "VmHWM:"
_SLOW_NS = 2.5e8


class Row:
    """A kernel with its problem, its counts and what they must be."""

    def __init__(self, order: dict[str, Any]) -> None:
        """Load the kernel, and call it for a tiny picture: first calls have their own price."""
        start = time.perf_counter_ns()
        self.kernel: Kernel = kernel_of(order["kernel"])
        loaded = time.perf_counter_ns()
        self.options: dict[str, Any] = order["options"]
        self.problem = problem_of(order["problem"])
        self.threads = int(order["threads"])
        self.warms_up = self.threads > 1
        tiny = Problem.view(width=8, c=self.problem.c, max_iterations=20)
        before = time.perf_counter_ns()
        self.kernel.bind(tiny, np.empty(tiny.shape, np.int32), **self.options)()
        first = time.perf_counter_ns()
        self.cold = {"load_ns": loaded - start, "first_call_ns": first - before}
        self.expected: Counts = np.load(order["expected"], mmap_mode="r")
        self.out = np.empty(self.problem.shape, np.int32)

    def run(self, order: dict[str, Any]) -> dict[str, Any]:
        """Time some calls, and look at the very counts that they left."""
        calls = int(order["calls"])
        _forget_peak()
        bound = time.perf_counter_ns()
        call = self.kernel.bind(self.problem, self.out, **self.options)
        bound = time.perf_counter_ns() - bound
        if self.warms_up:
            # Threads that slept begin on one core, and are spread out only milliseconds later.
            call()
        self.out[...] = POISON
        cpu, wall = cpu_seconds(), time.perf_counter_ns()
        for _ in range(calls):
            handed_back = call.run()
        wall, cpu = time.perf_counter_ns() - wall, cpu_seconds() - cpu
        self.warms_up = self.threads > 1 and wall / calls < _SLOW_NS
        finish = time.perf_counter_ns()
        call.finish(handed_back)
        times = {"wall_ns": wall / calls, "cpu_ns": cpu * 1e9 / calls}
        extra = {"bind_ns": bound, "finish_ns": time.perf_counter_ns() - finish}
        peak = _peak()
        settle()
        return times | extra | {"peak_bytes": peak} | self._compare(handed_back, call.finish)

    def _compare(self, handed_back: object, finish: Callable[[Any], None]) -> dict[str, Any]:
        difference = first_difference(self.problem, self.expected, self.out)
        if difference is None:
            return {"differing": 0, "unwritten": 0}
        complaint = str(difference)
        unwritten = int(np.count_nonzero(self.out == POISON))
        if unwritten:
            left = "nothing" if unwritten == self.out.size else f"not {unwritten} of the pixels"
            complaint = f"it wrote {left}; {complaint}"
        returns = handed_back is not None and finish.__name__ == "<lambda>"
        if returns:
            complaint = (
                f"it handed back {_described(handed_back)}; a kernel fills `out`, "
                f"int32{list(self.problem.shape)}. {complaint}"
            )
        differing = difference.pixels
        return {"differing": differing, "unwritten": unwritten, "difference": complaint}


def _forget_peak() -> None:
    # Never ru_maxrss: it outlives exec, and tells of the parent.
    Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    status = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in status if line.startswith(_PEAK)).split()[1]) * 1024


def _described(answer: object) -> str:
    if isinstance(answer, np.ndarray):
        return f"an array of {answer.dtype}{list(answer.shape)}"
    return f"a {type(answer).__name__}"


def serve(requests: TextIO, answers: TextIO) -> None:
    """Answer until there are no more requests."""
    row: Row | None = None
    for line in requests:
        order = json.loads(line)
        number = {"number": order.pop("number")}
        try:
            if row is None:
                row = Row(order)
                answer: dict[str, Any] = {"cold": row.cold}
            else:
                answer = row.run(order)
        except UnavailableError as error:
            answer = {"error": str(error), "status": "unavailable"}
        except Exception as error:  # noqa: BLE001 - the contest is told, and goes on
            answer = {"error": _complaint(error), "status": "failed"}
        print(json.dumps(answer | number), file=answers, flush=True)


def _complaint(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        most = _MOST_OUTPUT >> 20
        return f"it wrote more than {most} MiB into a file, or printed so much"
    return f"{type(error).__name__}: {error}"[:500]


def confine(pin: list[int] | None, parent: int) -> None:
    """Let nothing of what a kernel may do reach beyond this process."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)  # it was gone before it could be our end
    if pin:
        os.sched_setaffinity(0, pin)
    # Before Linux has to choose whom to kill, malloc() says no; if it must choose, then us.
    Path("/proc/self/oom_score_adj").write_text("1000")
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    room = pages * resource.getpagesize() + int(available() * _PART_OF_MEMORY)
    for what, limit in ((resource.RLIMIT_AS, room), (resource.RLIMIT_FSIZE, _MOST_OUTPUT)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (limit if hard < 0 else min(limit, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Serve on what were stdin and stdout; a kernel that prints, prints to stderr."""
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    confine(json.loads(sys.argv[1]), int(sys.argv[2]))
    serve(requests, answers)
    # A kernel's thread that never ends must not keep the process.
    os._exit(0)


if __name__ == "__main__":
    main()
