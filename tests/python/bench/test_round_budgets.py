"""How much a contest measures: within its budget, and less of rows that are slow."""

from math import inf
from types import SimpleNamespace

import pytest
from scripted import Scripted, entries, rules

from juliaset.bench.rounds import Timing, run_rounds
from juliaset.bench.rules import Rules


@pytest.fixture
def busy_seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let only samples take time, 10 ms each, whatever they say; return what has passed."""
    passed = [0.0]
    clock = SimpleNamespace(monotonic=lambda: passed[0])
    monkeypatch.setattr("juliaset.bench.rounds.time", clock)
    monkeypatch.setattr("juliaset.bench.course.time", clock)
    sample = Scripted.sample

    def slow(self: Scripted, calls: int) -> Timing:
        passed[0] += 0.01
        return sample(self, calls)

    monkeypatch.setattr(Scripted, "sample", slow)
    return passed


def test_slow_rows_have_fewer_processes_in_the_same_generations() -> None:
    found = entries(fast=Scripted(20), once=Scripted(500), one=Scripted(3000), two=Scripted(2000))
    run_rounds(found, rules(processes=10, rounds=5))
    assert [[len(process.samples) for process in e.variant.processes] for e in found] == [
        [5] * 10,
        [1] * 10,
        [1] * 3,
        [1] * 3,
    ]
    one, two = ([s.round for s in entry.variant.samples] for entry in found[2:])
    assert one == two == [0, 5, 10]


def test_rows_that_start_slowly_have_fewer_processes_too(busy_seconds: list[float]) -> None:
    class Compiled(Scripted):
        start_s = 3.0

        def open(self) -> None:
            super().open()
            busy_seconds[0] += 3

    # Those that are opened after it wait for it, and do not start slowly themselves.
    found = entries(compiled=Compiled(20), fast=Scripted(20))
    run_rounds(found, rules(processes=10, rounds=5))
    assert [[len(process.samples) for process in e.variant.processes] for e in found] == [
        [5] * 3,
        [5] * 10,
    ]


def test_where_all_are_slow_all_run_in_every_generation() -> None:
    found = entries(a=Scripted(3000), b=Scripted(2000))
    run_rounds(found, rules(processes=5))
    assert [len(entry.variant.samples) for entry in found] == [5, 5]


def test_a_slow_baseline_is_there_whenever_a_row_is_compared_with_it() -> None:
    found = entries(fast=Scripted(20), slow=Scripted(3000), baseline=Scripted(2000))
    found[2].in_all = True
    run_rounds(found, rules(processes=10, rounds=5))
    assert [len(entry.variant.processes) for entry in found] == [10, 3, 10]
    compared = {sample.round for sample in found[2].variant.samples}
    for process in found[0].variant.processes:
        assert compared & {sample.round for sample in process.samples}


def test_a_slow_baseline_takes_as_long_as_it_says() -> None:
    assert Rules(budget_s=1000).seconds([0.1, 3.0], 1.0, [2.0, 2.0]) == pytest.approx(
        10 * (1 + 4 * 0.1 + 2 * 2) + 3 * 3
    )


def test_a_short_budget_takes_rounds_and_not_processes(busy_seconds: list[float]) -> None:
    found = entries(a=Scripted(20), b=Scripted(20))
    run_rounds(found, rules(budget_s=1.25, processes=6, rounds=30))
    counted = [len(process.samples) for process in found[0].variant.processes]
    assert counted == [10] * 6
    assert busy_seconds[0] <= 1.25


@pytest.mark.parametrize(
    ("calls_s", "seconds"),
    [
        ([0.001, 0.1], 10 * (1 + 4 * (0.02 + 0.1))),
        ([0.1, 0.5], 10 * (1 + 4 * 0.1 + 0.5)),
        ([0.1, 3.0], 10 * (1 + 4 * 0.1) + 3 * 3),
        ([2.0, 3.0], 10 * (1 + 5)),
        ([200.0], 1000.0),
    ],
)
def test_how_long_a_contest_takes(calls_s: list[float], seconds: float) -> None:
    assert Rules(budget_s=1000).seconds(calls_s, start_s=1) == pytest.approx(seconds)


def test_the_budget_ends_it_but_not_before_every_row_has_a_time() -> None:
    found = entries(a=Scripted(20), b=Scripted(20))
    assert run_rounds(found, rules(budget_s=0.0)) == 1
    assert all(entry.variant.samples for entry in found)


def test_the_fewest_processes_have_a_round_each_whatever_the_budget_is() -> None:
    found = entries(a=Scripted(20), b=Scripted(20))
    assert run_rounds(found, rules(budget_s=0.0, fewest=3)) == 3
    for entry in found:
        assert [len(process.samples) for process in entry.variant.processes] == [1, 1, 1]


def test_what_is_warm_is_not_called_again_to_find_out_how_slow_it_is() -> None:
    for milliseconds, calls in ((500, [1] * 12), (20, [1] * 12), (5, [1, *[4] * 12])):
        row = Scripted(milliseconds)
        run_rounds(entries(a=row), rules(warm=True, slow_s=inf))
        assert row.calls == calls


def test_opening_what_is_warm_is_not_part_of_the_budget(
    busy_seconds: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Scripted(20)
    monkeypatch.setattr(row, "open", lambda: busy_seconds.append(busy_seconds.pop() + 0.5))
    assert run_rounds(entries(a=row), rules(budget_s=0.105, rounds=30, processes=1)) == 1
    assert run_rounds(entries(a=row), rules(budget_s=0.105, rounds=30, processes=1, warm=True)) > 5


@pytest.mark.usefixtures("busy_seconds")
def test_it_says_which_part_of_it_is_over() -> None:
    shares: list[float | None] = []
    run_rounds(entries(a=Scripted(20)), rules(), lambda step: shares.append(step.share))
    known = [share for share in shares if share is not None]
    assert shares[:2] == [None, None]  # starting, and the first round
    assert known == sorted(known)
    assert 0 < known[0] < 0.2
    assert 0.9 < known[-1] <= 1
