"""Answers that prove that a function has not run: generators, coroutines, and other promises.

An iterator that is its own iter() makes each value on request: zip, enumerate, those of itertools,
a csv.reader. One that knows how many values are left goes through existing values, as a list's
iterator does. An object that can be closed may have done its work: a file, the cursor of a
database.
"""

from collections.abc import Awaitable, Iterator
from concurrent.futures import Future
from types import AsyncGeneratorType, CoroutineType, GeneratorType

# The first that fits: what the answer is, and what to time instead of a function {0}.
_KINDS: tuple[tuple[type, str, str], ...] = (
    (GeneratorType, "a generator, whose body has not run", "lambda: list({0}())"),
    (CoroutineType, "a coroutine, which has not run", "lambda: asyncio.run({0}())"),
    (
        AsyncGeneratorType,
        "an async generator, whose body has not run",
        "lambda: asyncio.run(main()), and go through it with `async for` in main",
    ),
    (map, "a map object, which has not called anything", "lambda: list({0}())"),
    (filter, "a filter object, which has not called anything", "lambda: list({0}())"),
    (Future, "a Future, which need not be done", "lambda: {0}().result()"),
    (
        Awaitable,
        "an awaitable object, which was not awaited",
        "lambda: asyncio.run(main()), and await it in main",
    ),
)


def never_ran(answer: object, name: str = "f") -> str:
    """Return what the function of that name returned instead of its work, and what to write.

    Empty if the answer is not of this kind.
    """
    for kind, what, write in _KINDS:
        if isinstance(answer, kind):
            return f"{what}; write {write.format(name)}"
    if _is_lazy(answer):
        what = f"an iterator ({type(answer).__name__}), whose values are not made yet"
        return f"{what}; write lambda: list({name}())"
    return ""


def _is_lazy(answer: object) -> bool:
    known = ("__length_hint__", "__len__", "close")
    try:
        own = isinstance(answer, Iterator) and iter(answer) is answer
        return own and not any(hasattr(answer, name) for name in known)
    except Exception:  # noqa: BLE001 - an object may refuse, like anything that a user writes
        return False


def drop(answer: object) -> None:
    """Close a coroutine, so that Python does not warn that it was never awaited."""
    if isinstance(answer, CoroutineType | GeneratorType):
        answer.close()
