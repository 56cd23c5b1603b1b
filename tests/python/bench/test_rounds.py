"""The rounds, with contestants whose times are written down beforehand."""

from math import inf
from types import SimpleNamespace

import pytest

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.record import BROKEN, Status, Variant
from juliaset.bench.rounds import Entry, Timing, run_rounds
from juliaset.bench.rules import Rules
from juliaset.system.cores import core_numbers

MILLISECOND = 1e6


class Scripted:
    """Takes no time, says what it took, and may end at a given sample."""

    def __init__(
        self, milliseconds: float, ends_at: int | None = None, status: Status = Status.CRASHED
    ) -> None:
        self.milliseconds = milliseconds
        self.ends_at = ends_at
        self.status = status
        self.core: int | None = None
        self.begun = 0
        self.opened = 0
        self.closed = 0
        self.calls: list[int] = []

    def begin(self) -> None:
        self.begun += 1

    def open(self) -> None:
        self.opened += 1

    def sample(self, calls: int) -> Timing:
        self.calls.append(calls)
        if len(self.calls) == self.ends_at:
            raise EndedError(self.status, "as written")
        nanoseconds = self.milliseconds * MILLISECOND
        return Timing(nanoseconds, nanoseconds, pid=self.opened, core=self.core)

    def close(self) -> None:
        self.closed += 1


def entries(**rows: Scripted) -> list[Entry]:
    return [Entry(Variant(id=name), contestant) for name, contestant in rows.items()]


def rules(**changes: float) -> Rules:
    return Rules(**({"budget_s": 60.0, "processes": 4, "rounds": 3} | changes))  # type: ignore[arg-type]


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


def test_every_row_runs_once_a_round_in_a_random_order() -> None:
    found = entries(a=Scripted(20), b=Scripted(20), c=Scripted(20))
    assert run_rounds(found, rules(processes=8, rounds=5)) == 40
    for entry in found:
        assert [sample.round for sample in entry.variant.samples] == list(range(40))
        assert {sample.position for sample in entry.variant.samples} == {0, 1, 2}
    for number in range(40):
        places = {entry.variant.samples[number].position for entry in found}
        assert places == {0, 1, 2}


def test_fast_calls_are_repeated_until_a_sample_has_its_length() -> None:
    fast, slow = Scripted(0.01), Scripted(30)
    found = entries(fast=fast, slow=slow)
    run_rounds(found, rules(processes=2, rounds=1))
    assert found[0].variant.calls == 2000
    assert found[1].variant.calls == 1
    assert fast.calls[-1] == 2000


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


def test_each_generation_starts_a_process_for_every_row_and_ends_it() -> None:
    one, two = Scripted(20), Scripted(20)
    found = entries(one=one, two=two)
    run_rounds(found, rules(processes=4, rounds=3))
    assert (one.begun, one.opened, two.begun, two.opened) == (4, 4, 4, 4)
    assert one.closed >= 4
    assert [len(process.samples) for process in found[0].variant.processes] == [3, 3, 3, 3]


def test_processes_begin_while_others_open_but_not_all_at_once() -> None:
    order: list[str] = []

    class Watched(Scripted):
        def begin(self) -> None:
            order.append("begin")

        def open(self) -> None:
            order.append("open")

    rows = {f"row {number}": Watched(20) for number in range(9)}
    run_rounds(entries(**rows), rules(processes=1, rounds=1))
    waiting = [order[: n + 1].count("begin") - order[: n + 1].count("open") for n in range(18)]
    assert order.count("begin") == order.count("open") == 9
    assert min(waiting) >= 0
    assert max(waiting) == min(len(core_numbers()) + 1, 9)


def test_a_short_budget_takes_rounds_and_not_processes(busy_seconds: list[float]) -> None:
    found = entries(a=Scripted(20), b=Scripted(20))
    run_rounds(found, rules(budget_s=1.25, processes=6, rounds=30))
    counted = [len(process.samples) for process in found[0].variant.processes]
    assert counted == [10] * 6
    assert busy_seconds[0] <= 1.25


@pytest.mark.usefixtures("busy_seconds")
def test_it_says_which_part_of_it_is_over() -> None:
    shares: list[float | None] = []
    run_rounds(entries(a=Scripted(20)), rules(), lambda step: shares.append(step.share))
    known = [share for share in shares if share is not None]
    assert shares[:2] == [None, None]  # starting, and the first round
    assert known == sorted(known)
    assert 0 < known[0] < 0.2
    assert 0.9 < known[-1] <= 1


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


@pytest.mark.parametrize("status", sorted(BROKEN))
@pytest.mark.parametrize("at", [1, 2, 5])
def test_a_row_that_ends_ends_alone(status: Status, at: int) -> None:
    bad, good = Scripted(20, ends_at=at, status=status), Scripted(20)
    found = entries(bad=bad, good=good)
    run_rounds(found, rules())
    assert (found[0].variant.status, found[0].variant.reason) == (status, "as written")
    assert len(bad.calls) == at
    assert bad.closed >= 1
    assert found[1].variant.status == "ok"
    assert len(found[1].variant.samples) == 12


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


def test_enough_is_asked_after_each_round() -> None:
    found = entries(a=Scripted(20))
    assert run_rounds(found, rules(), enough=lambda: len(found[0].variant.samples) == 2) == 2


def test_samples_are_kept_by_process() -> None:
    contestant = Scripted(20)
    contestant.core = 1
    (entry,) = entries(a=contestant)
    run_rounds([entry], rules(processes=2, rounds=3))
    first, second = entry.variant.processes
    assert (first.core, second.core) == (1, 1)
    numbers = [[sample.round for sample in process.samples] for process in (first, second)]
    assert numbers == [[0, 1, 2], [3, 4, 5]]


def test_a_new_process_within_a_generation_is_kept_apart() -> None:
    class Restarted(Scripted):
        def sample(self, calls: int) -> Timing:
            timing = super().sample(calls)
            return Timing(timing.wall_ns, timing.cpu_ns, pid=len(self.calls))

    (entry,) = entries(a=Restarted(20))
    run_rounds([entry], rules(processes=1, rounds=3))
    assert [len(process.samples) for process in entry.variant.processes] == [1, 1, 1]


def test_a_time_of_nothing_is_less_than_the_clock_can_resolve() -> None:
    (entry,) = entries(a=Scripted(0))
    run_rounds([entry], rules(processes=1, rounds=2))
    assert all(0 < sample.wall_ns <= 1 for sample in entry.variant.samples)


def test_what_ends_a_row_is_shown_without_the_characters_that_a_terminal_obeys() -> None:
    class Rude(Scripted):
        def sample(self, calls: int) -> Timing:
            raise EndedError(Status.FAILED, f"\x1b[2J after {calls} calls")

    (entry,) = entries(a=Rude(1))
    run_rounds([entry], rules(processes=1, rounds=2))
    assert entry.variant.reason == "?[2J after 1 calls"


def test_an_interruption_closes_all() -> None:
    class Interrupted(Scripted):
        def sample(self, calls: int) -> Timing:
            super().sample(calls)
            if len(self.calls) == 4:
                raise KeyboardInterrupt
            return Timing(MILLISECOND * 20, MILLISECOND * 20)

    one, two = Interrupted(20), Scripted(20)
    with pytest.raises(KeyboardInterrupt):
        run_rounds(entries(one=one, two=two), rules())
    assert one.closed
    assert two.closed
