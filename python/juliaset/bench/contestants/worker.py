"""The process behind one row: loads a kernel, then answers each request with one line of JSON.

Whatever the kernel does, prints or breaks stays in here; the contest sees answers, or none.
"""

import errno
import json
import os
import random
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event, get_native_id
from typing import Any, NamedTuple, TextIO

import numpy as np

from juliaset.bench.contestants.never_ran import never_ran
from juliaset.bench.contestants.opened import open_kernel, place_of
from juliaset.kernel_type import Call, UnavailableError
from juliaset.oracle import POISON, first_difference
from juliaset.problem import Counts, Problem
from juliaset.python_arithmetic import fused_pixels
from juliaset.system.cores import bind_to, core_numbers, unbound
from juliaset.system.cpu_time import cpu_seconds, settle
from juliaset.system.memory import available, peak_bytes, reset_peak
from juliaset.system.processes import confine
from juliaset.system.run_delay import Scheduled, Threads, this_thread, threads_of, waited_ns

_MOST_OUTPUT = 1 << 24  # bytes that a kernel may print
_PART_OF_MEMORY = 0.7
SLOW_NS = 2.5e8  # a call that takes longer is timed once, and alone
_HEARTBEAT_S = 0.0005
# A generator of its own: a kernel may seed the one that all share.
_PLACES = random.SystemRandom()
_SPOILT_APART = 1021  # counts; a prime, so that they are not in one column
EXPECTED, PROBLEM = "expected.npy", "problem.npz"


class Times(NamedTuple):
    """When calls began and ended, what they took, and the longest pause of another thread."""

    began_ns: int
    ended_ns: int
    wall_ns: int
    unrelated_cpu_ns: int = 0  # spent between the calls
    stall_ns: float = 0.0
    answer: object = None
    threads: Threads | None = None  # of the calls, if they have ended since


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


def _load_problem(folder: Path) -> Problem:
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
        self.problem = _load_problem(folder)
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
            times = _alone(bound_calls[0], calls, self.outs[0])
        else:
            times = _at_once(bound_calls, calls)
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


def _alone(call: Call, calls: int, out: Counts) -> Times:
    """Time each call by itself: before each of them some counts of the one before are spoiled.

    Some, at places that no kernel knows: to spoil them all would take the result out of the caches
    near the core.
    """
    answer, run, flat = None, call.run, out.reshape(-1)
    apart = min(_SPOILT_APART, flat.size)
    wall = unrelated = 0
    began = ended = time.perf_counter_ns()
    for number in range(calls):
        if number:
            cpu = time.thread_time_ns()
            flat[_PLACES.randrange(apart) :: apart] = POISON
            unrelated += time.thread_time_ns() - cpu
        start = time.perf_counter_ns()
        answer = run()
        ended = time.perf_counter_ns()
        wall += ended - start
    return Times(began, ended, wall, unrelated, answer=answer)


def _together(call: Call, calls: int) -> tuple[int, int]:
    began = time.perf_counter_ns()
    for _ in range(calls):
        call.run()
    return began, time.perf_counter_ns()


def _at_once(bound: list[Call], calls: int) -> Times:
    """Let a thread make each of these calls; a heartbeat shows how long another one must wait."""
    start, stop = Barrier(len(bound)), Event()

    def work(call: Call) -> tuple[int, int, dict[int, Scheduled]]:
        start.wait()
        began, ended = _together(call, calls)
        scheduled = this_thread()
        thread = {} if scheduled is None else {get_native_id(): scheduled}
        return began, ended, thread

    with unbound(), ThreadPoolExecutor(len(bound) + 1) as pool:
        pause = pool.submit(_longest_pause, stop)
        try:
            began, ended, threads = zip(*pool.map(work, bound), strict=True)
        finally:
            stop.set()
            # If not all of them could start, those at the barrier would wait without end.
            start.abort()
    every = {number: each for thread in threads for number, each in thread.items()}
    first, last = min(began), max(ended)
    return Times(first, last, last - first, stall_ns=pause.result(), threads=every)


def _longest_pause(stop: Event) -> float:
    """Want to run now and then; return the nanoseconds of the longest pause in between."""
    longest, last = 0.0, time.perf_counter_ns()
    while not stop.is_set():
        time.sleep(_HEARTBEAT_S)
        now = time.perf_counter_ns()
        longest = max(longest, now - last - _HEARTBEAT_S * 1e9)
        last = now
    return longest


def _described(answer: object) -> str:
    if lazy := never_ran(answer):
        return lazy.partition(";")[0]
    if isinstance(answer, np.ndarray):
        return f"an array of {answer.dtype}{list(answer.shape)}"
    return f"a {type(answer).__name__}"


def serve(requests: TextIO, answers: TextIO, cores: list[int]) -> None:
    """Answer until there are no more requests; run on these cores if there are any."""
    loaded: LoadedKernel | None = None
    for line in requests:
        order = json.loads(line)
        number = {"number": order.pop("number")}
        try:
            if loaded is None:
                loaded = LoadedKernel(order)
                answer: dict[str, Any] = {"cold": loaded.cold}
                if cores:  # not before: processes that start together load on all cores
                    bind_to(cores)
            else:
                answer = loaded.run(order)
        except UnavailableError as error:
            answer = {"error": str(error), "status": "unavailable"}
        except Exception as error:  # noqa: BLE001 - the contest is told, and goes on
            answer = {"error": _complaint(error), "status": "failed"}
        print(json.dumps(answer | number), file=answers, flush=True)


def _complaint(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        most = _MOST_OUTPUT >> 20
        return f"it wrote more than {most} MiB into a file, or printed so much"
    return f"{type(error).__name__}: {error}"[:500] + place_of(error)


def main() -> None:
    """Serve on what were stdin and stdout; a kernel that prints, prints to stderr."""
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    # Ctrl-C is for the contest, which ends this process, even if it reaches all processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    room = int(available() * _PART_OF_MEMORY)
    confine([], int(sys.argv[2]), memory=room, file_size=_MOST_OUTPUT)
    serve(requests, answers, json.loads(sys.argv[1]))
    # A kernel's thread that never ends must not keep the process.
    os._exit(0)


if __name__ == "__main__":
    main()
