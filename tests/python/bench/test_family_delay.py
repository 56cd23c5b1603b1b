"""How long a program and its children waited, from looks at them, and when too little was seen."""

import pytest

from juliaset.bench.contestants import family_delay
from juliaset.bench.contestants.family_delay import FamilyDelay
from juliaset.system.run_delay import Scheduled

MS = 1_000_000
Look = dict[int, Scheduled]


def waited(monkeypatch: pytest.MonkeyPatch, *looks: Look, cpu_ms: float) -> float | None:
    """Return the milliseconds that a program waited, as these looks at two cores show it."""
    left = iter(looks)
    monkeypatch.setattr(family_delay, "family_of", lambda _process: next(left))
    delay = FamilyDelay(7, cores=2)
    for _ in looks:
        delay.look()
    found = delay.waited(cpu_ms * MS)
    return None if found is None else found / MS


def had(ran: float, waited: float = 0) -> Scheduled:
    return Scheduled(round(ran * MS), round(waited * MS))


def test_a_child_counts_until_it_was_last_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Look] = [
        {7: had(1), 8: had(30, 15)},
        {7: had(1), 8: had(70, 25)},
        {7: had(2)},  # the child has ended
    ]
    assert waited(monkeypatch, *looks, cpu_ms=80) == 25


def test_a_child_that_one_look_misses_is_not_counted_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[Look] = [
        {7: had(1), 8: had(30, 15)},
        {7: had(1)},
        {7: had(1), 8: had(70, 25)},
    ]
    assert waited(monkeypatch, *looks, cpu_ms=71) == 25


def test_children_one_after_the_other_are_not_more_than_the_cores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[Look] = [{7: had(0), child: had(40, 10)} for child in range(10, 15)]
    assert waited(monkeypatch, *looks, cpu_ms=220) == 50


def test_children_that_outnumber_the_cores_wait_for_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    three: Look = {child: had(30, 15) for child in range(3)}
    assert waited(monkeypatch, three, cpu_ms=90) is None
    assert waited(monkeypatch, three, {**three, 0: had(180, 20)}, cpu_ms=240) == 5


def test_work_that_was_not_seen_makes_it_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    short: Look = {7: had(4, 1)}
    assert waited(monkeypatch, short, cpu_ms=7.9) == 1
    assert waited(monkeypatch, short, cpu_ms=8.1) is None
    assert waited(monkeypatch, {}, cpu_ms=0) is None  # a system that does not count
