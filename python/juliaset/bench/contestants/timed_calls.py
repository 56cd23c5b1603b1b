"""Times calls of a kernel: one after the other, or several threads of Python at once."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, get_native_id
from typing import NamedTuple

from juliaset.kernel_type import Call
from juliaset.problems.right_output import Array
from juliaset.system.cores import unbound
from juliaset.system.run_delay import Scheduled, Threads, this_thread

_HEARTBEAT_S = 0.0005
# A generator of its own: a kernel may seed the one that all share.
_PLACES = random.SystemRandom()
_SPOILT_APART = 1021  # values; a prime, so that they are not in one column

# Fills a part of an output with what is not right.
Spoil = Callable[[Array, slice], None]


class Times(NamedTuple):
    """When calls began and ended, what they took, and the longest pause of another thread."""

    began_ns: int
    ended_ns: int
    wall_ns: int
    unrelated_cpu_ns: int = 0  # spent between the calls
    stall_ns: float = 0.0
    answer: object = None
    threads: Threads | None = None  # of the calls, if they have ended since


def alone(call: Call, calls: int, out: Array, spoil: Spoil) -> Times:
    """Time each call by itself: before each of them some values of the one before are spoiled.

    Only some, at places that no kernel knows: spoiling all of them would remove the result from the
    caches near the core.
    """
    answer, run = None, call.run
    apart = min(_SPOILT_APART, out.size)
    wall = unrelated = 0
    began = ended = time.perf_counter_ns()
    for number in range(calls):
        if number:
            cpu = time.thread_time_ns()
            spoil(out, slice(_PLACES.randrange(apart), None, apart))
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


def at_once(bound: list[Call], calls: int) -> Times:
    """Let a thread make each of these calls; a heartbeat shows how long another one must wait."""
    start, stop = Barrier(len(bound)), Event()

    def work(call: Call) -> tuple[int, int, dict[int, Scheduled]]:
        start.wait()
        began, ended = _together(call, calls)
        scheduled = this_thread()
        thread = {} if scheduled is None else {get_native_id(): scheduled}
        return began, ended, thread

    with unbound(), ThreadPoolExecutor(len(bound) + 1) as pool:
        pause = pool.submit(longest_pause, stop)
        try:
            began, ended, threads = zip(*pool.map(work, bound), strict=True)
        finally:
            stop.set()
            # If not all of them could start, those at the barrier would wait without end.
            start.abort()
    every = {number: each for thread in threads for number, each in thread.items()}
    first, last = min(began), max(ended)
    return Times(first, last, last - first, stall_ns=pause.result(), threads=every)


def longest_pause(stop: Event) -> float:
    """Try to run now and then; return the longest pause in between, in nanoseconds."""
    longest, last = 0.0, time.perf_counter_ns()
    while not stop.is_set():
        time.sleep(_HEARTBEAT_S)
        now = time.perf_counter_ns()
        longest = max(longest, now - last - _HEARTBEAT_S * 1e9)
        last = now
    return longest
