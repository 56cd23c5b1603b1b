"""What Linux counts for a process, read from outside: threads, CPU time, memory."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import numpy as np
import pytest

from juliaset.bench.contestants.child import EndedError
from juliaset.grader.usage import (
    Peak,
    cpu_ns,
    noise_between_processes,
    peak_during,
    resident_bytes,
    thread_usage,
    used_during,
)
from juliaset.grader.verdict import InconclusiveError
from juliaset.system.thread_usage import ThreadUsage

MIB = 1 << 20


@pytest.fixture
def gone() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-S", "-c", ""])
    process.wait()
    return process.pid


def work(seconds: float = 0.05) -> str:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
    return "done"


def test_work_is_charged_to_the_thread_that_did_it() -> None:
    numbers = []

    def another() -> None:
        numbers.append(threading.get_native_id())
        work()
        asleep.wait()

    asleep = threading.Event()
    thread = threading.Thread(target=another)

    def both() -> str:
        thread.start()
        return work()

    try:
        answer, used = used_during(os.getpid(), both)
        while thread_usage(os.getpid())[numbers[0]].ran < 0.05:
            time.sleep(0.01)
    finally:
        asleep.set()
        thread.join()
    assert answer == "done"
    assert used.cpu >= 0.05
    assert used.threads[threading.get_native_id()].ran >= 0.04
    assert numbers[0] in used.threads, "a thread that began meanwhile"
    until = time.monotonic() + 60
    while numbers[0] in thread_usage(os.getpid()):  # Linux lists it a moment longer than Python
        assert time.monotonic() < until, "it is gone by now"
        time.sleep(0.01)


def test_a_difference_is_that_of_each_number() -> None:
    later, earlier = ThreadUsage(5.0, 3.0, 9), ThreadUsage(1.0, 2.0, 4)
    assert later.since(earlier) == ThreadUsage(4.0, 1.0, 5)


def test_the_peak_is_that_of_the_work_alone() -> None:
    np.ones(120 * MIB // 8)  # an earlier and higher one
    before = resident_bytes(os.getpid())
    answer, peak = peak_during(os.getpid(), lambda: float(np.ones(60 * MIB // 8).sum()))
    assert answer == 60 * MIB / 8
    above = peak.above(before)
    if above.least != above.most:
        pytest.skip("this system does not let a process reset its peak")
    assert 50 * MIB < above.most < 90 * MIB


def test_a_peak_that_is_known_only_between_bounds_is_no_verdict() -> None:
    peak = Peak(10 * MIB, 30 * MIB)
    assert peak.within(30 * MIB)
    assert not peak.within(10 * MIB - 1)
    with pytest.raises(InconclusiveError, match=r"between 10\.0 MiB and 30\.0 MiB, and 20\.0 MiB"):
        peak.within(20 * MIB)
    assert peak.above(20 * MIB) == Peak(0, 10 * MIB), "never less than nothing"


@pytest.mark.parametrize(
    ("peak", "within"), [(96, True), (97, None), (103, None), (104, None), (105, False)]
)
def test_a_peak_next_to_the_bound_is_no_verdict(peak: int, *, within: bool | None) -> None:
    found = Peak(peak * MIB, peak * MIB)
    if within is None:
        with pytest.raises(InconclusiveError, match=r"closer than .* With less than 96\.0 MiB it"):
            found.within(100 * MIB, 4 * MIB)
    else:
        assert found.within(100 * MIB, 4 * MIB) is within


@pytest.mark.parametrize(("cores", "noise"), [(1, 384), (2, 384), (64, 1024), (None, 384)])
def test_more_cores_keep_more_pages_uncounted(
    cores: int | None, noise: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    monkeypatch.setattr(os, "sysconf", {"SC_PAGE_SIZE": 4096}.__getitem__)
    assert noise_between_processes() == noise << 10


@pytest.mark.parametrize("ask", [thread_usage, resident_bytes, cpu_ns])
def test_a_process_that_is_gone_has_ended_and_is_no_fault_of_the_machine(
    ask: Callable[[int], object], gone: int
) -> None:
    with pytest.raises(EndedError, match="ended"):
        ask(gone)
