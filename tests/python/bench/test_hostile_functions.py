"""Functions that raise, lie or dawdle, and such checks: each is a row, and none ends a contest."""

import math
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from juliaset.bench import Rules, contest
from juliaset.bench.controls import twins_of
from juliaset.bench.record_file import load
from juliaset.system import contest_lock

QUICK = Rules(budget_s=0.3, processes=3, rounds=2)


@pytest.fixture(autouse=True)
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for another process's contest: no time is looked at here."""
    monkeypatch.setattr(contest_lock, "LOCK", tmp_path / "lock")


class UglyError(Exception):
    """An error that is not an Exception."""


def right() -> int:
    return sum(range(100))


def raises() -> None:
    raise UglyError("as it likes")


def makes_garbage() -> list[list[object]]:
    loops: list[list[object]] = []
    for _ in range(100):
        loop: list[object] = []
        loop.append(loop)
        loops.append(loop)
    return loops


def refuses(answer: object) -> None:
    assert answer == 1, "it is not 1"


def cannot_look(answer: Any) -> object:  # noqa: ANN401
    return answer["no such thing"]


class MuteError(Exception):
    """An exception, or an answer, that cannot be printed."""

    def __str__(self) -> str:
        raise self

    def __repr__(self) -> str:
        sys.exit("silence")


def raises_what_cannot_be_said() -> None:
    raise MuteError


def checks_and_cannot_say_why(_answer: object) -> None:
    raise MuteError


def refuses_and_cannot_say_why(_answer: object) -> None:
    class MuteRefusalError(MuteError, AssertionError):
        pass

    raise MuteRefusalError


class Doubtful:
    """The answer of a check that is neither yes nor no, as an array is."""

    def __bool__(self) -> bool:
        raise ValueError("the truth is ambiguous")


@pytest.mark.parametrize(
    ("function", "check", "status", "reason"),
    [
        (raises, None, "failed", "UglyError: as it likes"),
        (lambda: sys.exit(3), None, "failed", "SystemExit: 3"),
        (lambda: 2, lambda answer: answer == 1, "wrong", "its check said no to 2"),
        (list, lambda answer: answer, "wrong", "its check said no to []"),
        (lambda: 2, refuses, "wrong", "it is not 1"),
        (right, cannot_look, "failed", "its check raised TypeError: 'int' object is not"),
        (right, lambda _: Doubtful(), "failed", "its check raised ValueError: the truth is amb"),
        (lambda _: 1, None, "failed", "missing 1 required positional argument"),
        (raises_what_cannot_be_said, None, "failed", "MuteError: (its str() raised MuteError)"),
        (
            right,
            checks_and_cannot_say_why,
            "failed",
            "its check raised MuteError: (its str() raised",
        ),
        (right, refuses_and_cannot_say_why, "wrong", "(its str() raised MuteRefusalError)"),
        (
            MuteError,
            lambda _: False,
            "wrong",
            "its check said no to (its repr() raised SystemExit)",
        ),
    ],
)
def test_a_bad_function_is_a_row_without_a_time(
    function: Callable[[], object],
    check: Callable[[Any], object] | None,
    status: str,
    reason: str,
) -> None:
    outcome = contest({"bad": function}, check, rules=QUICK)
    for name in ("bad", "twin of bad"):
        row = outcome.record.find(name)
        assert row is not None
        assert row.status == status
        assert reason in row.reason
        assert row.samples == []
    assert outcome.verdicts == {"bad": status}
    table, _, reasons = str(outcome).partition("\n\n")
    assert re.search(rf"^bad +{status}$", table, re.MULTILINE)
    # A control that fails in the same way is not explained again.
    assert f"bad: {status}\n" in reasons


def test_a_bad_function_does_not_harm_a_good_one() -> None:
    functions = {"good": right, "bad": raises, "liar": lambda: 0}
    outcome = contest(functions, lambda answer: answer == 4950, rules=QUICK)
    assert outcome.verdicts["good"] == "baseline"
    assert (outcome.verdicts["bad"], outcome.verdicts["liar"]) == ("failed", "wrong")
    good = outcome.record.find("good")
    assert good is not None
    assert good.timed


def test_a_function_that_turns_bad_late_loses_its_time() -> None:
    answers = iter([1] * 500)
    outcome = contest(
        {"good": lambda: 1, "late": lambda: next(answers, 0)}, lambda answer: answer, rules=QUICK
    )
    assert outcome.verdicts["late"] == "wrong"
    late = outcome.record.find("late")
    assert late is not None
    assert not late.timed


def test_nanoseconds_half_seconds_and_garbage_stand_in_one_table() -> None:
    functions: dict[str, Callable[[], object]] = {
        "fast": lambda: None,
        "slow": lambda: time.sleep(0.5),
        "garbage": makes_garbage,
    }
    outcome = contest(functions, rules=QUICK)
    times = {summary.variant.id: summary.median_ns or 0 for summary in outcome.summaries}
    assert 0 < times["fast"] < times["garbage"] < times["slow"]
    assert times["slow"] >= 0.5e9  # it sleeps, so low CPU time does not mean a busy machine
    slow = outcome.record.find("slow")
    assert slow is not None
    assert all((sample.waited_ns or 0) < sample.wall_ns / 2 for sample in slow.samples)


@pytest.mark.parametrize(
    ("functions", "options", "error", "message"),
    [
        ({}, {}, ValueError, "functions is empty; allowed: {name: callable, ...}"),
        ({"a": 1}, {}, TypeError, "'a' is 1; allowed: a callable"),
        ({"a": None, "b": right}, {}, TypeError, "'a' is None; allowed: a callable"),
        ({"a": right}, {"baseline": "b"}, ValueError, "baseline is 'b'; allowed: a"),
        ({"a": right}, {"baseline": ""}, ValueError, "baseline is ''; allowed: a"),
        ({"": right}, {}, ValueError, "'' is the name of a row; allowed: UTF-8 text, not empty"),
        ({"a": right, 1: right}, {}, ValueError, "1 is the name of a row; allowed: UTF-8 text"),
        ({"\ud800": right}, {}, ValueError, "'\\ud800' is the name of a row; allowed: UTF-8"),
        ({"x" * 9_901: right}, {}, ValueError, "has 9,901 characters; allowed: up to 9,900"),
        (
            {"a": right, next(iter(twins_of("a"))): right},
            *({}, ValueError, "is the name of a control; allowed: another one"),
        ),
    ],
)
def test_nonsense_is_refused_before_anything_runs(
    functions: dict[str, Any], options: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as refused:
        contest(functions, rules=QUICK, **options)
    assert message in str(refused.value)


@pytest.mark.parametrize("budget", [math.inf, math.nan, -1.0, 1e19])
def test_a_budget_that_no_file_can_hold_is_refused(budget: float) -> None:
    with pytest.raises(ValueError, match=r"^budget_s is .*; allowed: 0 to 1e\+18 seconds$"):
        contest({"a": lambda: pytest.fail("it ran")}, rules=Rules(budget_s=budget))


def test_names_that_a_terminal_would_obey_are_shown_and_come_back(tmp_path: Path) -> None:
    names = ["[/bold]", "\x1b[31m\u202e x"]
    outcome = contest(dict.fromkeys(names, right), rules=QUICK)
    table = str(outcome)
    assert "times as fast as [/bold]" in table
    assert "?[31m? x" in table
    assert all(line.isprintable() for line in table.splitlines())
    outcome.save(tmp_path / "odd.json")
    assert list(outcome.verdicts) == [row.id for row in load(tmp_path / "odd.json").rows]


def test_ctrl_c_keeps_what_was_measured() -> None:
    calls = 0

    def is_interrupted() -> None:
        nonlocal calls
        calls += 1
        if calls == 2000:
            raise KeyboardInterrupt

    outcome = contest({"good": right, "interrupted": is_interrupted}, rules=QUICK)
    assert outcome.record.contest.state == "interrupted"
    assert set(outcome.verdicts) == {"good", "interrupted"}
