"""A memo is found wherever a function hides it, and is noted if it stays warm."""

import functools
import math
import operator
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from juliaset.bench import Rules, contest
from juliaset.bench.contestants.first_call import FirstCall
from juliaset.bench.contestants.function import FunctionContestant
from juliaset.bench.contestants.memo import memos_in
from juliaset.bench.record_file import load
from juliaset.bench.rounds import Timing
from juliaset.system import contest_lock
from juliaset.techniques import numba_njit


def square(number: int = 3) -> int:
    return number * number


cached_square = functools.lru_cache(square)


@functools.cache
def fibonacci(n: int) -> int:
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def names_it() -> int:
    return cached_square(3) + cached_square(4)


def names_it_in_a_lambda() -> int:
    return sum(map(lambda _: cached_square(3), "ab"))  # noqa: C417


def starts_empty() -> int:
    fibonacci.cache_clear()
    return fibonacci(20)


def closes_over_one() -> Callable[[], int]:
    inner = functools.cache(square)
    return lambda: inner(5)


def decorated(function: Callable[[], int]) -> Callable[[], int]:
    @functools.wraps(function)
    def inner() -> int:
        return function()

    return inner


class Solver:
    @functools.cache  # noqa: B019
    def solve(self) -> int:
        return 3

    def __call__(self) -> int:
        return self.solve()

    def run(self) -> int:
        return self.solve()


class OwnMemo:
    """A cache with the same interface."""

    def __init__(self) -> None:
        self.hits = 0

    def __call__(self) -> int:
        self.hits += 1
        return 3

    def cache_info(self) -> Any:  # noqa: ANN401
        return SimpleNamespace(hits=self.hits, misses=0)


class Pretends:
    """An object that has the attribute but isn't a cache."""

    cache_info = 3

    def __call__(self) -> int:
        return 3


class Explodes:
    def __call__(self) -> int:
        return 3

    @property
    def __class__(self) -> Any:  # type: ignore[override]  # noqa: ANN401
        raise RuntimeError("no look at me")


FOUND = {
    "itself": (functools.cache(square), "its lru_cache"),
    "what it wraps": (decorated(functools.cache(square)), "its lru_cache"),
    "a partial of it": (functools.partial(cached_square, 4), "its lru_cache"),
    "a partial that is given it": (
        functools.partial(functools.reduce, cached_square, [3]),
        "the lru_cache of square",
    ),
    "a global": (names_it, "the lru_cache of square"),
    "a global of an inner function": (names_it_in_a_lambda, "the lru_cache of square"),
    "a closure": (closes_over_one(), "the lru_cache of square"),
    "two functions away": (lambda: names_it(), "the lru_cache of square"),  # noqa: PLW0108
    "an object that is called": (Solver(), "the lru_cache of solve"),
    "a method": (Solver().run, "the lru_cache of solve"),
    "a method of an object that it names": (lambda: Solver.run(SOLVER), "the lru_cache of solve"),
    "another kind of cache": (OwnMemo(), "its cache"),
}
SOLVER = Solver()


def called(contestant: FunctionContestant, samples: int = 2, calls: int = 5) -> str:
    contestant.begin()
    contestant.open()
    for _ in range(samples):
        contestant.sample(calls)
    return contestant.note


@pytest.mark.parametrize("where", FOUND)
def test_a_memo_is_found(where: str) -> None:
    function, what = FOUND[where]
    assert [memo.what for memo in memos_in(function)] == [what]


@pytest.mark.parametrize(
    "function",
    [
        square,
        len,
        dict,
        math.sqrt,
        [].append,
        operator.itemgetter(0),
        Pretends(),
        functools.partial(square, 2),
    ],
)
def test_without_a_memo_none_is_found(function: object) -> None:
    assert memos_in(function) == []


def test_a_warm_memo_is_noted() -> None:
    contestant = FunctionContestant(functools.cache(square), None)
    assert called(contestant) == "its lru_cache answered 10 of 11 calls"


def test_a_memo_of_what_it_calls_is_noted() -> None:
    cached_square.cache_clear()
    assert called(FunctionContestant(names_it, None)) == (
        "the lru_cache of square answered 20 of 22 calls"
    )


@pytest.mark.parametrize("function", [starts_empty, square, Pretends()])
def test_a_memo_that_starts_empty_in_each_call_is_fair(function: Callable[[], object]) -> None:
    assert called(FunctionContestant(function, None)) == ""


@pytest.mark.parametrize(
    ("first_ns", "later_ns", "waited_ns", "note"),
    [
        (410e6, 10_000, 0, "the first call took 41,000 times as long as later ones: does it keep"),
        (410e6, 10_000, None, "the first call took 41,000 times as long as later ones: does it "),
        (410e6, 30e6, 0, ""),  # loading takes a while
        (0.9e6, 100, 0, ""),  # too short to be more than a cold cache
        (410e6, 10_000, 409.9e6, ""),  # another program had the core
    ],
)
def test_a_long_first_call_is_noted(
    first_ns: float, later_ns: float, waited_ns: float | None, note: str
) -> None:
    first_call = FirstCall()
    first_call.add(Timing(first_ns, first_ns, waited_ns=waited_ns))
    for _ in range(2):
        first_call.add(Timing(later_ns, later_ns, waited_ns=0))
    assert first_call.note.startswith(note)
    assert bool(first_call.note) == bool(note)


def test_an_object_that_cannot_be_looked_at_is_timed() -> None:
    assert called(FunctionContestant(Explodes(), None)) == ""


def test_a_note_is_below_the_table_and_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contest_lock, "LOCK", tmp_path / "lock")
    outcome = contest(
        {"fair": square, "cached": functools.cache(square)},
        rules=Rules(budget_s=0.2, processes=2, rounds=1),
    )
    assert outcome.notes.keys() == {"cached"}
    assert outcome.notes["cached"].startswith("its lru_cache answered ")
    assert f"\ncached: {outcome.notes['cached']}" in str(outcome)
    outcome.save(tmp_path / "contest.json")
    saved = load(tmp_path / "contest.json")
    assert [row.note for row in saved.variants if row.note] == [outcome.notes["cached"]]


def test_what_a_kernel_of_the_package_has_compiled_is_no_answer() -> None:
    assert memos_in(lambda: numba_njit._compiled_rows)  # noqa: SLF001 - it has the cache
    assert not memos_in(lambda: numba_njit.fill)
