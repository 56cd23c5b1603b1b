"""The rounds, with contestants whose times are written down beforehand."""

import pytest
from scripted import MILLISECOND, Scripted, entries, rules

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.record import BROKEN, Status
from juliaset.bench.rounds import Timing, run_rounds
from juliaset.system.cores import core_numbers


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
