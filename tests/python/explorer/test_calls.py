"""What a call took, without the time for which it waited."""

import time

import pytest

from juliaset.explorer.calls import timed
from juliaset.kernel_type import Call


def test_waiting_is_no_work() -> None:
    took = timed(Call(lambda: time.sleep(0.2)))
    assert took.seconds >= 0.2
    assert took.work_s < took.seconds / 2


def test_work_is_no_more_than_the_call() -> None:
    took = timed(Call(lambda: sum(range(100_000))))
    assert 0 < took.work_s <= took.seconds


def test_finishing_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    finished: list[int] = []
    now = 0.0

    def run() -> int:
        nonlocal now
        now += 1
        return 7

    def finish(answer: int) -> None:
        nonlocal now
        now += 100
        finished.append(answer)

    with monkeypatch.context() as patch:
        patch.setattr(time, "perf_counter", lambda: now)
        took = timed(Call(run, finish))
    assert finished == [7]
    assert took.seconds == 1
