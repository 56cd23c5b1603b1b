"""A promise that a function returns instead of its work is told from an ordinary result."""

import asyncio
import csv
import functools
import io
import itertools
import re
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.contestants.function import FunctionContestant


def generates() -> Iterator[int]:
    yield 1


async def awaits() -> int:
    return 1


async def generates_later() -> AsyncIterator[int]:
    yield 1


def decorated(function: Callable[[], object]) -> Callable[[], object]:
    @functools.wraps(function)
    def inner() -> object:
        return function()

    return inner


class Promise:
    def __await__(self) -> Iterator[int]:
        yield 1


class Lazy:
    def __iter__(self) -> "Lazy":
        return self

    def __next__(self) -> int:
        raise StopIteration


class Container:
    def __iter__(self) -> Iterator[int]:
        return iter([1])

    def __next__(self) -> int:
        return 1


class Secretive:
    def __iter__(self) -> Iterator[int]:
        raise RuntimeError

    def __next__(self) -> int:
        return 1


class Calls:
    def __call__(self) -> object:
        return generates()

    def method(self) -> object:
        return awaits()


NEVER_RAN: dict[str, tuple[Callable[[], object], str]] = {
    "generator": (
        generates,
        r"a generator, whose body has not run; write lambda: list\(generates\(\)\)$",
    ),
    "decorated": (decorated(generates), "a generator, .* write lambda: list"),
    "partial": (functools.partial(generates), r"a generator, .*; write lambda: list\(f\(\)\)$"),
    "lambda": (lambda: (x for x in "ab"), r"a generator, .*; write lambda: list\(f\(\)\)$"),
    "object": (Calls(), "a generator, whose body has not run; write lambda: list"),
    "coroutine": (awaits, r"a coroutine, which has not run; write lambda: asyncio.run\(awaits\(\)"),
    "method": (Calls().method, r"a coroutine, .*; write lambda: asyncio.run\(method\(\)\)$"),
    "async generator": (generates_later, "an async generator, .* `async for` in main"),
    "awaitable": (Promise, "an awaitable object, which was not awaited; .*await it in main"),
    "future": (Future, r"a Future, which need not be done; write lambda: Future\(\).result\(\)$"),
    "map": (lambda: map(str, [1]), r"a map object, which has not called anything; .* list\(f\(\)"),
    "zip": (
        lambda: zip("a", "b", strict=True),
        r"an iterator \(zip\), whose .*; write lambda: list\(f\(\)\)$",
    ),
    "enumerate": (lambda: enumerate("ab"), r"an iterator \(enumerate\), whose"),
    "itertools": (lambda: itertools.islice("abc", 2), r"an iterator \(islice\), whose"),
    "regular expression": (
        lambda: re.finditer("a", "aa"),
        r"an iterator \(callable_iterator\), wh",
    ),
    "csv": (lambda: csv.reader(["a,b"]), r"an iterator \(reader\), whose"),
    "class": (
        Lazy,
        r"an iterator \(Lazy\), whose values are not made yet; write lambda: list\(Lazy",
    ),
    "filter": (functools.partial(filter, None, [1]), "a filter object, .* write lambda: list"),
}
RAN: dict[str, Callable[[], Any]] = {
    "its list": lambda: list(generates()),
    "asyncio.run": lambda: asyncio.run(awaits()),
    "nothing": lambda: None,
    "builtin": dict,
    "C function": functools.partial(np.add, 1, 2),
    "method of C": "abc".upper,
    "iterator of what is there": lambda: iter([1]),
    "iterator of a dictionary": lambda: iter({1: 2}.items()),
    "reversed": lambda: reversed([1]),
    "array": lambda: np.zeros(3),
    "view of an array": lambda: np.zeros(3).flat,
    "text": lambda: io.StringIO("a"),
    "own container": Container,
    "an object that cannot be looked at": Secretive,
}


@pytest.mark.parametrize("name", NEVER_RAN)
@pytest.mark.filterwarnings("error")
def test_a_function_that_never_ran_is_refused(name: str) -> None:
    function, reason = NEVER_RAN[name]
    contestant = FunctionContestant(function, None)
    with pytest.raises(EndedError, match=f"^failed: it returned {reason}") as ended:
        contestant.open()
    assert ended.value.status == "failed"


@pytest.mark.parametrize("name", RAN)
def test_a_function_that_ran_is_timed(name: str) -> None:
    contestant = FunctionContestant(RAN[name], None)
    contestant.open()
    assert contestant.sample(2).wall_ns > 0


def test_what_can_be_closed_may_have_done_its_work() -> None:
    with (
        Path(__file__).open() as file,
        tempfile.TemporaryFile() as temporary,
        closing(sqlite3.connect(":memory:")) as base,
        closing(base.execute("select 1")) as cursor,
    ):
        for answer in (file, temporary, cursor):
            assert iter(answer) is answer
            FunctionContestant(lambda answer=answer: answer, None).open()
