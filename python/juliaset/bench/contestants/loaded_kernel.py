"""A kernel in the process that times it: loaded, called, and its counts compared."""

import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from juliaset.bench.contestants.memo import Memo, memos_in
from juliaset.bench.contestants.never_ran import never_ran
from juliaset.bench.contestants.posed import load_posed
from juliaset.bench.contestants.solver import Judgement, open_solver
from juliaset.bench.contestants.timed_calls import Times, alone, at_once
from juliaset.kernel_type import Call
from juliaset.problems.arguments import described, first_changed, marks_of
from juliaset.problems.spoilt import in_words
from juliaset.system.cores import core_numbers
from juliaset.system.cpu_time import cpu_seconds, settle
from juliaset.system.memory import peak_bytes, reset_peak
from juliaset.system.run_delay import threads_of, waited_ns

SLOW_NS = 2.5e8  # a call that takes longer is timed once, and alone


class Timed(NamedTuple):
    """Calls, and the nanoseconds of one of them: of the wall, of the CPU, and without a core."""

    times: Times
    wall_ns: float
    cpu_ns: float
    waited_ns: float | None

    def what_it_took(self) -> dict[str, Any]:
        """Return the nanoseconds by their names."""
        return {"wall_ns": self.wall_ns, "cpu_ns": self.cpu_ns, "waited_ns": self.waited_ns}


class LoadedKernel:
    """A kernel with its problem, its outputs and what they must be."""

    def __init__(self, order: dict[str, Any]) -> None:
        """Load the kernel, and call it for a small problem, because first calls cost more."""
        self.posed = load_posed(Path(order["problem"]))
        self._marks = marks_of(self.posed.inputs)
        start = time.perf_counter_ns()
        self._solver = open_solver(order, self.posed)
        loaded = time.perf_counter_ns()
        self._threads = int(order["threads"])
        self._warms_up = self._threads > 1
        first = self._warm_up()
        self.cold = {"load_ns": loaded - start, "first_call_ns": first["wall_ns"]}
        # The first call for the problem itself, if no sample shows it.
        self.unshown = first if self._solver.warms_up_in_full else None
        self._calls = 1 if self.unshown else 0  # for the problem itself
        self._memos: list[Memo] = []
        # As many threads of Python as the order says call the kernel at once, if it says so.
        self._callers: int | None = order.get("callers")
        self.outs = [self.posed.new_output() for _ in range(self._callers or 1)]

    @property
    def has_roof(self) -> bool:
        """Whether a roof shows what keeps its answer; if none is known, its calls are watched."""
        return self._solver.has_roof

    def _warm_up(self) -> dict[str, Any]:
        """Make the first call, and return what it took."""
        threads, cpu, wall = threads_of(), cpu_seconds(), time.perf_counter_ns()
        self._solver.warm_up()
        wall, cpu = time.perf_counter_ns() - wall, cpu_seconds() - cpu
        waited = waited_ns(threads, threads_of(), len(core_numbers()))
        return {"wall_ns": wall, "cpu_ns": cpu * 1e9, "waited_ns": waited}

    def run(self, order: dict[str, Any]) -> dict[str, Any]:
        """Time some calls, and compare the very outputs that they left."""
        calls = int(order["calls"])
        begins = self._peak_begins()
        bound = time.perf_counter_ns()
        bound_calls = [self._solver.bind(out) for out in self.outs]
        bound = time.perf_counter_ns() - bound
        if not self.has_roof and not self._memos:
            self._memos = memos_in(bound_calls[0].run)
        timed = unshown = None
        if self._warms_up:
            # Threads that slept begin on one core, and are spread out only milliseconds later:
            # that is nothing in a call that takes long, and much in a short one.
            timed = self._timed(bound_calls, 1)
        if timed is None or calls > 1 or timed.wall_ns < SLOW_NS:
            unshown = timed
            timed = self._timed(bound_calls, calls, order.get("start_ns", 0))
        times = timed.times
        self._warms_up = self._threads > 1 and timed.wall_ns < SLOW_NS
        finish = time.perf_counter_ns()
        bound_calls[0].finish(times.answer)
        found = {
            **timed.what_it_took(),
            "began_ns": times.began_ns,
            "ended_ns": times.ended_ns,
            "stall_ns": times.stall_ns,
            "bind_ns": bound,
            "finish_ns": time.perf_counter_ns() - finish,
            "peak_bytes": peak_bytes() if begins else None,
            "unshown": unshown.what_it_took() if unshown else None,
            "kept": [memo.what for memo in self._memos if memo.note(self._calls - 1)],
        }
        settle()
        return found | self._judged(times.answer, fills_out=not bound_calls[0].has_finish)

    @staticmethod
    def _peak_begins() -> bool:
        """Reset the peak of this process, and return whether the system allows it."""
        try:
            reset_peak()
        except OSError:
            return False
        return True

    def _timed(self, bound_calls: list[Call], calls: int, start_ns: int = 0) -> Timed:
        """Spoil the outputs, wait for the start that processes have in common, and time calls."""
        for out in self.outs:
            self.posed.spoil(out)
        counts = [memo.count() for memo in self._memos]
        while time.perf_counter_ns() < start_ns:
            pass
        threads = threads_of()
        cpu = cpu_seconds()
        if self._callers is None:
            times = alone(bound_calls[0], calls, self.outs[0], self.posed.spoil)
        else:
            times = at_once(bound_calls, calls)
        cpu = cpu_seconds() - cpu
        waited = waited_ns(threads, times.threads or threads_of(), len(core_numbers()))
        for memo, before in zip(self._memos, counts, strict=True):
            memo.add(before, first=not self._calls)
        self._calls += calls
        return Timed(
            times,
            wall_ns=times.wall_ns / calls,
            cpu_ns=max(cpu * 1e9 - times.unrelated_cpu_ns, 0) / calls,
            waited_ns=None if waited is None else waited / calls,
        )

    def _judged(self, answer: object, *, fills_out: bool) -> dict[str, Any]:
        """Return what is found in the outputs; `wrong` is empty if they are right."""
        found, unwritten = Judgement(), 0
        for out in self.outs:
            each = self._solver.judge(out)
            found = max(found, each, key=lambda judged: (not judged.right, judged.differing))
            unwritten = self.posed.unwritten(out) if each.differing else 0
            if unwritten or not each.right:
                break
        wrong = "" if found.right and not unwritten else found.difference
        if unwritten:
            left = in_words(unwritten, self.posed.expected.size, self._solver.values)
            wrong = "; ".join(filter(None, (left, found.difference)))
        if wrong and fills_out and answer is not None:
            wrong = (
                f"it handed back {_described(answer)}; a kernel fills `out`, "
                f"{described(self.posed.expected)}. {wrong}"
            )
        if changed := first_changed(self._marks, self.posed.inputs):
            wrong = f"it changed its input {changed!r}"
        return {"differing": found.differing, "largest": found.largest, "wrong": wrong}


def _described(answer: object) -> str:
    if lazy := never_ran(answer):
        return lazy.partition(";")[0]
    if isinstance(answer, np.ndarray):
        return f"an array of {described(answer)}"
    return f"a {type(answer).__name__}"
