"""Threads that call a kernel at once: none waits for another that never starts."""

import os
import signal
from collections.abc import Iterator
from threading import Thread

import numpy as np
import pytest

from juliaset.bench.contestants.timed_calls import at_once
from juliaset.bench.picture import Picture
from juliaset.bench.selection import one
from juliaset.bench.shared_problem import shared_problem
from juliaset.kernel_type import Call
from juliaset.problem import Problem
from juliaset.registry import get_kernel
from juliaset.system.cores import core_numbers

SMALL = Problem.view(width=8)


class Interrupted(list[Call]):
    """Calls of which the second cannot be started."""

    def __init__(self, failure: BaseException) -> None:
        calls = [get_kernel("cpp.scalar").bind(SMALL, np.empty(SMALL.shape, np.int32))] * 2
        super().__init__(calls)
        self._failure = failure

    def __iter__(self) -> Iterator[Call]:
        yield self[0]
        raise self._failure


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), RuntimeError("can't start new thread")])
def test_no_thread_waits_at_the_barrier_for_one_that_never_starts(failure: BaseException) -> None:
    raised: list[BaseException] = []

    def call() -> None:
        try:
            at_once(Interrupted(failure), 1)
        except BaseException as error:  # noqa: BLE001
            raised.append(error)

    thread = Thread(target=call, daemon=True)
    thread.start()
    thread.join(20)
    assert raised == [failure]


def test_a_worker_leaves_ctrl_c_to_the_contest() -> None:
    with shared_problem(Picture(SMALL)) as (folder, _):
        contestant = one("cpp.scalar").entry(folder, 60, core_numbers()[-1:]).contestant
        try:
            contestant.begin()
            contestant.open()
            os.kill(contestant.sample(1).pid, signal.SIGINT)
            assert contestant.sample(1).wall_ns > 0
        finally:
            contestant.close()
