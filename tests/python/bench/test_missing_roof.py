"""A roof that a busy machine hides: it is tried again, and without it absurd rows are suspect."""

import random

import pytest
from simulated import NOISE, Drawn

from juliaset.bench import running
from juliaset.bench.core_limit import Bound, Roof
from juliaset.bench.outcome import Answer, answer
from juliaset.bench.record import Record, Variant
from juliaset.bench.record_problem import JuliaSet
from juliaset.bench.roof import BusyError
from juliaset.bench.rounds import Entry
from juliaset.bench.rules import Rules
from juliaset.cli.contests import CODES
from juliaset.cli.exit_codes import ExitCode

ROOF = Bound(3.5, [Roof("sse2", 2, 0.5)])
PROBLEM = JuliaSet("book", 1000, 1000, (0.0, 1.0), 300, steps=10_000_000)


def held(monkeypatch: pytest.MonkeyPatch, found: list[Bound | None]) -> tuple[Record, list[int]]:
    """Return a contest with a cached row, and the tries of each look for a roof."""
    looks, asked = iter(found), []

    def bound(tries: int) -> Bound:
        asked.append(tries)
        seen = next(looks)
        if seen is None:
            raise BusyError("the machine was busy: very")
        return seen

    monkeypatch.setattr(running, "bound", bound)
    entries = [
        Entry(
            Variant(name, toolchain="python", exactness="exact", steps="every"),
            Drawn(random.Random(1), milliseconds, NOISE, NOISE),
        )
        for name, milliseconds in (("base", 30.0), ("twin", 30.0), ("cached", 0.001))
    ]
    rules = Rules(processes=3, rounds=1, budget_s=1e9)
    made = running.run(entries, rules, baseline="base", twins={"twin": "base"}, problem=PROBLEM)
    return made, asked


def test_the_baseline_and_its_controls_are_in_every_generation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "bound", lambda _tries: ROOF)
    entries = [
        Entry(Variant(name), Drawn(random.Random(1), milliseconds, NOISE, NOISE))
        for name, milliseconds in (("base", 3000.0), ("twin", 3000.0), ("a", 20.0), ("b", 3000.0))
    ]
    rules = Rules(processes=6, rounds=1, budget_s=1e9)
    record = running.run(entries, rules, baseline="base", twins={"twin": "base"})
    assert [len(row.processes) for row in record.variants] == [6, 6, 6, 3]


def verdict(record: Record, name: str) -> str:
    row = record.find(name)
    assert row is not None
    return row.verdict


def test_a_roof_that_is_missing_is_measured_after_the_rounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record, asked = held(monkeypatch, [None, ROOF])
    assert (record.contest.bound, record.contest.no_bound) == (ROOF, "")
    assert len(asked) == 2
    assert min(asked) > 1
    assert verdict(record, "cached") == "suspect"


def test_a_roof_that_is_there_is_not_measured_again(monkeypatch: pytest.MonkeyPatch) -> None:
    record, asked = held(monkeypatch, [ROOF])
    assert len(asked) == 1
    assert record.contest.bound is not None
    assert record.contest.bound.clock_after_ghz is not None


def test_without_any_roof_a_cached_row_is_suspect_and_the_contest_ends_with_1(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record, _ = held(monkeypatch, [None, None])
    assert record.contest.no_bound == "the machine was busy: very"
    assert verdict(record, "cached") == "suspect"
    assert CODES[answer(record)] is ExitCode.NO


def test_every_answer_has_an_exit_code() -> None:
    assert set(CODES) == set(Answer)
