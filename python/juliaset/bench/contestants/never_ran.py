"""Answers that prove that a function has not run: generators, coroutines, and what else waits."""

from collections.abc import Awaitable
from concurrent.futures import Future
from types import AsyncGeneratorType, CoroutineType, GeneratorType

# The first that fits: what the answer is, and what to contest instead of a function {0}.
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
    return ""


def drop(answer: object) -> None:
    """Close a coroutine, so that Python does not warn that it was never awaited."""
    if isinstance(answer, CoroutineType | GeneratorType):
        answer.close()
