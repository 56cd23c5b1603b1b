"""CPU time that counts what other threads do at this moment."""

import threading
import time

import numpy as np
import pytest

from juliaset import Problem, get_kernel
from juliaset.cputime import cpu_seconds, settle


def test_a_sleeper_costs_nothing() -> None:
    settle()
    before = cpu_seconds()
    time.sleep(0.05)
    assert cpu_seconds() - before < 0.02


def test_a_thread_that_still_runs_is_charged_at_once() -> None:
    # Without the look at its own clock a thread is charged by ticks, of 4 or 10 ms.
    problem = Problem(np.linspace(0.1, 0.5, 200), np.linspace(0.1, 0.5, 200), 0j, 300_000)
    call = get_kernel("cpp.scalar").bind(problem, np.empty(problem.shape, np.int32))
    worker = threading.Thread(target=call)
    worker.start()
    readings = []
    while worker.is_alive() and len(readings) < 200:
        readings.append((time.perf_counter(), cpu_seconds()))
        time.sleep(0.0005)
    worker.join()
    if len(readings) < 50:
        pytest.skip("the machine is too busy: the thread ended before it was looked at")
    steps = [
        after - before for (_, before), (_, after) in zip(readings, readings[1:], strict=False)
    ]
    still = sum(step < 0.0001 for step in steps)
    assert still < len(steps) / 2, "most readings saw no progress: the clock moves by ticks"


def test_settle_ends_when_a_thread_never_does() -> None:
    stop = threading.Event()

    def spin() -> None:
        while not stop.is_set():
            pass

    worker = threading.Thread(target=spin)
    worker.start()
    try:
        settle()
    finally:
        stop.set()
        worker.join()
