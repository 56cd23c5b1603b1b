"""The process behind a peer's row: it runs in the peer's own interpreter, without juliaset.

It imports only Python's own library, so any interpreter from Python 3.9 on can run it. It answers
each line of JSON with one line. The counts are in a file that the contest shares, and the contest
compares them.
"""

from __future__ import annotations

import importlib
import json
import mmap
import os
import random
import signal
import sys
import time
from array import array
from pathlib import Path
from typing import Any

POISON = -1
_SPOILT_APART = 1021  # counts; a prime, so that they are not in one column
_SLOW_NS = 2.5e8  # a call that takes longer is timed once, and alone
_SETTLED_S, _LOOKS = 0.002, 100
_PLACES = random.SystemRandom()


class Problem:
    """What a peer computes, and the counts that it fills.

    Attributes:
        xs: The axis of the columns, an array of doubles of Python's `array`.
        ys: The axis of the rows.
        c: The constant.
        limit: The limit of steps.
        counts: A memoryview of int32, row by row; -1 before a call.
        threads: On how many threads it may run.
        cache: A folder for what is compiled once and for all processes of a row.
    """

    def __init__(self, order: dict[str, Any], threads: int) -> None:
        """Read the problem of an order, and map the file of the counts."""
        folder, counts = Path(order["problem"]), Path(order["counts"])
        self.cache = Path(order["cache"])
        about = json.loads((folder / "problem.json").read_text())
        self.xs, self.ys = (array("d", (folder / name).read_bytes()) for name in ("xs", "ys"))
        self.c = complex(*about["c"])
        self.limit = about["max_iterations"]
        self.threads = threads
        with counts.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), 0)
        self.counts = memoryview(self._map).cast("i")


class Loaded:
    """A peer that has been imported, and made ready for one problem after the other."""

    def __init__(self, order: dict[str, Any]) -> None:
        """Import the peer."""
        began = time.perf_counter_ns()
        self._peer = importlib.import_module(order["peer"])
        self._load_ns = time.perf_counter_ns() - began
        self._threads = order["threads"]
        self.warms_up = self._threads > 1

    def prepare(self, order: dict[str, Any]) -> dict[str, Any]:
        """Compile for a problem, and call it once."""
        self._problem = Problem(order, self._threads)
        began = time.perf_counter_ns()
        made = self._peer.make(self._problem)
        self._run, self._convert = made if isinstance(made, tuple) else (made, None)
        made = time.perf_counter_ns()
        self._put(self._run())
        first = time.perf_counter_ns()
        times = {
            "load_ns": self._load_ns,
            "compile_ns": made - began,
            "first_call_ns": first - made,
        }
        settle()
        return {"cold": times, "version": self._peer.VERSION}

    def sample(self, order: dict[str, Any]) -> dict[str, Any]:
        """Time some calls; before each but the first some counts are spoiled."""
        counts, calls = self._problem.counts, order["calls"]
        if self.warms_up:  # threads that slept begin on one core
            began = time.perf_counter_ns()
            self._run()
            took = time.perf_counter_ns() - began
            self.warms_up = took < _SLOW_NS
        apart = min(_SPOILT_APART, len(counts))
        wall, cpu, answer = 0, 0.0, None
        for _ in range(calls):
            for place in range(_PLACES.randrange(apart), len(counts), apart):
                counts[place] = POISON
            cpu_began, began = cpu_seconds(), time.perf_counter_ns()
            answer = self._run()
            wall += time.perf_counter_ns() - began
            cpu += cpu_seconds() - cpu_began
        began = time.perf_counter_ns()
        self._put(answer)
        finish = time.perf_counter_ns() - began
        settle()
        return {"wall_ns": wall / calls, "cpu_ns": cpu * 1e9 / calls, "finish_ns": finish}

    def _put(self, answer: Any) -> None:  # noqa: ANN401 - an array of any peer
        """Copy an answer into the counts; a peer that has filled them returns None."""
        if self._convert is not None:
            answer = self._convert(answer)
        if answer is None:
            return
        flat = memoryview(answer).cast("B")
        self._problem.counts.cast("B")[:] = flat


def cpu_seconds() -> float:
    """Return the CPU time of this process; Linux charges threads that are asked about at once."""
    if sys.platform == "linux":
        for thread in os.listdir("/proc/self/task"):
            try:
                time.clock_gettime(~int(thread) << 3 | 0b110)  # of a thread, as it is scheduled
            except OSError:  # it has ended, and has been charged
                continue
    return time.process_time()


def settle() -> None:
    """Wait until no thread spins after earlier work, which would be charged to the next row."""
    for _ in range(_LOOKS):
        before = cpu_seconds()
        time.sleep(_SETTLED_S)
        if cpu_seconds() - before < _SETTLED_S / 4:
            return


def serve(requests: Any, answers: Any) -> None:  # noqa: ANN401 - text files
    """Answer until there are no more requests."""
    loaded = None
    for line in requests:
        order = json.loads(line)
        answer: dict[str, Any] = {}
        try:
            if "peer" in order:
                loaded = Loaded(order)
            if loaded is None:
                answer = {"error": "no peer was named", "status": "failed"}
            elif "problem" in order:
                answer = loaded.prepare(order)
            else:
                answer = loaded.sample(order)
        except Exception as error:  # noqa: BLE001 - the contest is told, and goes on
            answer = {"error": f"{type(error).__name__}: {error}"[:500], "status": "failed"}
        print(json.dumps({**answer, "number": order["number"]}), file=answers, flush=True)


def main() -> None:
    """Serve on what were stdin and stdout; what a peer prints goes to stderr."""
    cores, programs = json.loads(sys.argv[1]), sys.argv[2]
    if cores and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)  # before a peer is imported: it sizes its team by this
    sys.path.insert(0, programs)
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the contest
    serve(requests, answers)
    os._exit(0)  # a thread that never ends must not keep the process


if __name__ == "__main__":
    main()
