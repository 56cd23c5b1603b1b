"""The rounds, with contestants whose times are written down beforehand."""

import itertools
from types import SimpleNamespace

import pytest

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.record import BROKEN, Status, Variant
from juliaset.bench.rounds import Entry, Rules, Timing, run_rounds

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
        self.opened = 0
        self.closed = 0
        self.calls: list[int] = []

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
    return Rules(**({"budget_s": 60.0, "most_rounds": 12, "fewest_rounds": 3} | changes))  # type: ignore[arg-type]


def never() -> bool:
    return False


@pytest.fixture
def steady_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each look at the clock come 10 ms after the one before, however busy the machine is."""
    ticks = itertools.count(step=0.01)
    clock = SimpleNamespace(monotonic=lambda: next(ticks))
    monkeypatch.setattr("juliaset.bench.rounds.time", clock)


def test_every_row_runs_once_a_round_in_a_random_order() -> None:
    found = entries(a=Scripted(20), b=Scripted(20), c=Scripted(20))
    assert run_rounds(found, rules(most_rounds=40), never) == 40
    for entry in found:
        assert [sample.round for sample in entry.variant.samples] == list(range(40))
        assert {sample.position for sample in entry.variant.samples} == {0, 1, 2}
    for number in range(40):
        places = {entry.variant.samples[number].position for entry in found}
        assert places == {0, 1, 2}


def test_fast_calls_are_repeated_until_a_sample_has_its_length() -> None:
    fast, slow = Scripted(0.01), Scripted(30)
    found = entries(fast=fast, slow=slow)
    run_rounds(found, rules(most_rounds=2), never)
    assert found[0].variant.calls == 2000
    assert found[1].variant.calls == 1
    assert fast.calls[-1] == 2000


def test_slow_rows_run_in_the_same_rounds_and_keep_to_their_share() -> None:
    found = entries(fast=Scripted(20), first=Scripted(3000), second=Scripted(2000))
    run_rounds(found, rules(most_rounds=12), never)
    first, second = ([s.round for s in entry.variant.samples] for entry in found[1:])
    assert first == second
    assert first[0] == 0
    assert len(found[0].variant.samples) == 12


def test_where_all_are_slow_all_run_in_every_round() -> None:
    found = entries(a=Scripted(3000), b=Scripted(2000))
    run_rounds(found, rules(most_rounds=5), never)
    assert [len(entry.variant.samples) for entry in found] == [5, 5]


@pytest.mark.parametrize("status", sorted(BROKEN))
@pytest.mark.parametrize("at", [1, 2, 5])
def test_a_row_that_ends_ends_alone(status: Status, at: int) -> None:
    bad, good = Scripted(20, ends_at=at, status=status), Scripted(20)
    found = entries(bad=bad, good=good)
    run_rounds(found, rules(), never)
    assert (found[0].variant.status, found[0].variant.reason) == (status, "as written")
    assert len(bad.calls) == at
    assert bad.closed >= 1
    assert found[1].variant.status == "ok"
    assert len(found[1].variant.samples) == 12


def test_the_budget_ends_it_but_not_before_every_row_has_a_time() -> None:
    found = entries(a=Scripted(20), b=Scripted(20))
    assert run_rounds(found, rules(budget_s=0.0), never) == 1
    assert all(entry.variant.samples for entry in found)


def test_enough_is_asked_from_the_fewest_rounds_on() -> None:
    found = entries(a=Scripted(20))
    asked = []

    def enough() -> bool:
        asked.append(len(found[0].variant.samples))
        return True

    assert run_rounds(found, rules(fewest_rounds=4), enough) == 4
    assert asked == [4]


@pytest.mark.usefixtures("steady_clock")
def test_processes_are_renewed_midway() -> None:
    contestant = Scripted(20)
    found = entries(a=contestant)
    run_rounds(found, rules(budget_s=1e-9, most_rounds=3), never)
    assert contestant.opened == 1  # over before its middle
    run_rounds(entries(a=contestant), rules(budget_s=0.5, most_rounds=10**9), never)
    assert contestant.opened == 3


@pytest.mark.usefixtures("steady_clock")
def test_samples_are_kept_by_process() -> None:
    contestant = Scripted(20)
    contestant.core = 1
    (entry,) = entries(a=contestant)
    run_rounds([entry], rules(budget_s=0.5, most_rounds=10**9), never)
    first, second = entry.variant.processes
    assert (first.core, second.core) == (1, 1)
    numbers = [sample.round for sample in first.samples + second.samples]
    assert numbers == list(range(len(numbers)))
    assert first.samples
    assert second.samples


def test_a_time_of_nothing_is_less_than_the_clock_can_resolve() -> None:
    (entry,) = entries(a=Scripted(0))
    run_rounds([entry], rules(most_rounds=2), never)
    assert all(0 < sample.wall_ns <= 1 for sample in entry.variant.samples)


def test_what_ends_a_row_is_shown_without_the_characters_that_a_terminal_obeys() -> None:
    class Rude(Scripted):
        def sample(self, calls: int) -> Timing:
            raise EndedError(Status.FAILED, f"\x1b[2J after {calls} calls")

    (entry,) = entries(a=Rude(1))
    run_rounds([entry], rules(most_rounds=2), never)
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
        run_rounds(entries(one=one, two=two), rules(), never)
    assert one.closed
    assert two.closed
