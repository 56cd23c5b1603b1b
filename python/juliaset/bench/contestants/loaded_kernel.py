"""A kernel in the process that times it: loaded, called, and its counts compared."""

import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from juliaset.bench.contestants.never_ran import never_ran
from juliaset.bench.contestants.opened import open_kernel
from juliaset.bench.contestants.timed_calls import Times, alone, at_once
from juliaset.kernel_type import Call
from juliaset.oracle import POISON, first_difference
from juliaset.problem import Counts, Problem
from juliaset.python_arithmetic import fused_pixels
from juliaset.system.cores import core_numbers
from juliaset.system.cpu_time import cpu_seconds, settle
from juliaset.system.memory import peak_bytes, reset_peak
from juliaset.system.run_delay import threads_of, waited_ns

SLOW_NS = 2.5e8  # a call that takes longer is timed once, and alone
EXPECTED, PROBLEM = "expected.npy", "problem.npz"


class Timed(NamedTuple):
    """Calls, and the nanoseconds of one of them: of the wall, of the CPU, and without a core."""

    times: Times
    wall_ns: float
    cpu_ns: float
    waited_ns: float | None


def save_problem(folder: Path, problem: Problem, expected: Counts) -> None:
    """Write what every worker reads: the problem, and the counts that it must have."""
    c, limit = problem.c, problem.max_iterations
    np.savez(folder / PROBLEM, xs=problem.xs, ys=problem.ys, c=c, max_iterations=limit)
    np.save(folder / EXPECTED, expected)


def load_problem(folder: Path) -> Problem:
    """Read what `save_problem` wrote."""
    with np.load(folder / PROBLEM) as saved:
        c, limit = complex(saved["c"]), int(saved["max_iterations"])
        return Problem(saved["xs"], saved["ys"], c, limit)


class LoadedKernel:
    """A kernel with its problem, its counts and what they must be."""

    def __init__(self, order: dict[str, Any]) -> None:
        """Load the kernel, and call it for a tiny picture, because first calls cost more."""
        start = time.perf_counter_ns()
        self.kernel = open_kernel(order)
        loaded = time.perf_counter_ns()
        self.options: dict[str, Any] = order["options"]
        folder = Path(order["problem"])
        self.problem = load_problem(folder)
        self.threads = int(order["threads"])
        self.warms_up = self.threads > 1
        tiny = Problem.view(width=8, c=self.problem.c, max_iterations=20)
        before = time.perf_counter_ns()
        self.kernel.bind(tiny, np.empty(tiny.shape, np.int32), **self.options)()
        first = time.perf_counter_ns()
        self.cold = {"load_ns": loaded - start, "first_call_ns": first - before}
        self.expected: Counts = np.load(folder / EXPECTED, mmap_mode="r")
        # As many threads of Python as the order says call the kernel at once, if it says so.
        self.callers: int | None = order.get("callers")
        self.outs = [np.empty(self.problem.shape, np.int32) for _ in range(self.callers or 1)]

    def run(self, order: dict[str, Any]) -> dict[str, Any]:
        """Time some calls, and compare the very counts that they left."""
        calls = int(order["calls"])
        begins = self._peak_begins()
        bound = time.perf_counter_ns()
        bound_calls = [self.kernel.bind(self.problem, out, **self.options) for out in self.outs]
        bound = time.perf_counter_ns() - bound
        timed = None
        if self.warms_up:
            # Threads that slept begin on one core, and are spread out only milliseconds later:
            # that is nothing in a call that takes long, and much in a short one.
            timed = self._timed(bound_calls, 1)
        if timed is None or calls > 1 or timed.wall_ns < SLOW_NS:
            timed = self._timed(bound_calls, calls, order.get("start_ns", 0))
        times = timed.times
        self.warms_up = self.threads > 1 and timed.wall_ns < SLOW_NS
        finish = time.perf_counter_ns()
        bound_calls[0].finish(times.answer)
        found = {
            "wall_ns": timed.wall_ns,
            "cpu_ns": timed.cpu_ns,
            "began_ns": times.began_ns,
            "ended_ns": times.ended_ns,
            "waited_ns": timed.waited_ns,
            "stall_ns": times.stall_ns,
            "bind_ns": bound,
            "finish_ns": time.perf_counter_ns() - finish,
            "peak_bytes": peak_bytes() if begins else None,
        }
        settle()
        return found | self._difference(times.answer, fills_out=not bound_calls[0].has_finish)

    @staticmethod
    def _peak_begins() -> bool:
        """Let the peak of this process begin anew, and return whether the system allows it."""
        try:
            reset_peak()
        except OSError:
            return False
        return True

    def _timed(self, bound_calls: list[Call], calls: int, start_ns: int = 0) -> Timed:
        """Spoil the counts, wait for the common start of several processes, and time some calls."""
        for out in self.outs:
            out[...] = POISON
        while time.perf_counter_ns() < start_ns:
            pass
        threads = threads_of()
        cpu = cpu_seconds()
        if self.callers is None:
            times = alone(bound_calls[0], calls, self.outs[0])
        else:
            times = at_once(bound_calls, calls)
        cpu = cpu_seconds() - cpu
        waited = waited_ns(threads, times.threads or threads_of(), len(core_numbers()))
        return Timed(
            times,
            wall_ns=times.wall_ns / calls,
            cpu_ns=max(cpu * 1e9 - times.unrelated_cpu_ns, 0) / calls,
            waited_ns=None if waited is None else waited / calls,
        )

    def _difference(self, answer: object, *, fills_out: bool) -> dict[str, Any]:
        fused = 0  # pixels that differ because this Python's product is fused
        for out in self.outs:
            difference = first_difference(self.problem, self.expected, out)
            if difference is None:
                continue
            if not self.kernel.complex_numbers or not self._is_fused(out):
                break
            fused = max(fused, difference.pixels)
        else:
            return {"differing": fused, "unwritten": 0, "fused": fused > 0}
        complaint = str(difference)
        unwritten = int(np.count_nonzero(out == POISON))
        if unwritten:
            some = f"left {unwritten} of the counts unwritten"
            complaint = f"it {'wrote nothing' if unwritten == out.size else some}; {complaint}"
        if fills_out and answer is not None:
            complaint = (
                f"it handed back {_described(answer)}; a kernel fills `out`, "
                f"int32{list(self.problem.shape)}. {complaint}"
            )
        found = {"differing": difference.pixels, "unwritten": unwritten, "difference": complaint}
        return found | {"fused": False}

    def _is_fused(self, out: Counts) -> bool:
        return fused_pixels(self.problem, self.expected, out) > 0


def _described(answer: object) -> str:
    if lazy := never_ran(answer):
        return lazy.partition(";")[0]
    if isinstance(answer, np.ndarray):
        return f"an array of {answer.dtype}{list(answer.shape)}"
    return f"a {type(answer).__name__}"
