"""CPU time that counts what other threads do at this moment."""

import threading
import time
from itertools import pairwise

import numpy as np

from juliaset import Problem, get_kernel
from juliaset.system.cpu_time import cpu_seconds, settle


def test_a_sleeper_costs_nothing() -> None:
    settle()
    before = cpu_seconds()
    time.sleep(0.05)
    assert cpu_seconds() - before < 0.02


def test_a_thread_that_still_runs_is_charged_at_once() -> None:
    # Without the look at its own clock a thread is charged by ticks, most often of 4 ms.
    problem = Problem(np.linspace(0.1, 0.5, 50), np.linspace(0.1, 0.5, 50), 0j, 60_000)
    call = get_kernel("cpp.scalar").bind(problem, np.empty(problem.shape, np.int32))
    worker = threading.Thread(target=call)
    worker.start()
    readings = []
    while worker.is_alive():
        readings.append(cpu_seconds() - time.thread_time())
        time.sleep(0.0005)
    worker.join()
    steps = [after - before for before, after in pairwise(readings)]
    assert sum(0.0001 < step < 0.003 for step in steps) >= 20


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
