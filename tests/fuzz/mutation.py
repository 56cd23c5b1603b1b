"""Documents that were valid, and have some values replaced, removed, copied or cut."""

import copy
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

Place = tuple[Any, ...]

NUMBERS: tuple[object, ...] = (
    *(0, -0.0, 1, -1, 0.5, 1e-300, 5e-324, 1e-18, 1e18, 1e19, 1e308, -1e308, 1.7e308),
    *(2**31, 2**53 - 1, 2**53, 2**63, 2**64, 10**400, -(10**400)),
    *(float("nan"), float("inf"), float("-inf")),
)
TEXTS: tuple[object, ...] = (
    *("", " ", "a\nb", "\r", "\0", "\x1b[2J\x1b]0;title\x07", "\ud800", "\u202egnp", "\x85"),
    *(
        "|`<script>&",
        "é" * 300,
        "x" * 20_000,
        "%s{}",
        "2026-02-30T00:00:00Z",
        "9999-12-31T23:59:59Z",
    ),
    *("0001-01-01T00:00:00+23:59", "same", "faster", "ok", "wrong", "cpp.scalar@O3"),
)
OTHERS: tuple[object, ...] = (None, True, False, [], {}, [[]], {"": None})
EXTREMES = st.sampled_from([*NUMBERS, *TEXTS, *OTHERS])


def places(value: object, here: Place = ()) -> Iterator[Place]:
    """Yield the way to everything in a document."""
    yield here
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*here, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from places(each, (*here, number))


def _at(document: Any, place: Place) -> Any:  # noqa: ANN401 - JSON
    for step in place:
        document = document[step]
    return document


def _replaced(draw: DrawFn, parent: Any, key: Any, document: Any) -> None:  # noqa: ANN401, ARG001
    parent[key] = copy.deepcopy(draw(EXTREMES))  # a later change must not change the list


def _removed(draw: DrawFn, parent: Any, key: Any, document: Any) -> None:  # noqa: ANN401, ARG001
    del parent[key]


def _twice(draw: DrawFn, parent: Any, key: Any, document: Any) -> None:  # noqa: ANN401, ARG001
    if isinstance(parent, list):
        parent.insert(key, copy.deepcopy(parent[key]))
    else:
        parent[f"{key}{draw(st.sampled_from(['', '2', ' ']))}2"] = copy.deepcopy(parent[key])


def _nested(draw: DrawFn, parent: Any, key: Any, document: Any) -> None:  # noqa: ANN401, ARG001
    for _ in range(draw(st.sampled_from([1, 2, 50]))):
        parent[key] = [parent[key]]


def _moved(draw: DrawFn, parent: Any, key: Any, document: Any) -> None:  # noqa: ANN401
    place = draw(st.sampled_from(list(places(document))))
    parent[key] = copy.deepcopy(_at(document, place))


CHANGES: Sequence[Callable[[DrawFn, Any, Any, Any], None]] = (
    *(_replaced, _replaced, _replaced, _replaced, _removed, _twice, _nested, _moved),
)


@st.composite
def documents(draw: DrawFn, valid: Sequence[Any], most: int = 4) -> Any:  # noqa: ANN401 - JSON
    """Draw one of the valid documents with up to `most` changes."""
    document = copy.deepcopy(draw(st.sampled_from(valid)))
    for _ in range(draw(st.integers(1, most))):
        whole = [document]
        place = draw(st.sampled_from(list(places(document))))
        parent = _at(whole, (0, *place)[:-1])
        draw(st.sampled_from(CHANGES))(draw, parent, (0, *place)[-1], document)
        if not whole:
            return None
        document = whole[0]
    return document


@st.composite
def damaged(draw: DrawFn, text: bytes) -> bytes:
    """Draw the text with bytes that are replaced, removed or inserted, or without its end."""
    for _ in range(draw(st.integers(1, 3))):
        begin = draw(st.integers(0, len(text)))
        end = draw(st.integers(begin, min(begin + 40, len(text))))
        text = text[:begin] + draw(st.binary(max_size=8)) + text[end:]
    return text[: draw(st.integers(0, len(text)))] if draw(st.booleans()) else text


def as_json(valid: Sequence[Any]) -> SearchStrategy[bytes]:
    """Draw the text of a changed document, or a damaged text of a valid one."""
    changed = documents(valid).map(lambda document: json.dumps(document).encode())
    return st.one_of(changed, changed, st.sampled_from(valid).flatmap(_damaged_json))


def _damaged_json(document: object) -> SearchStrategy[bytes]:
    return damaged(json.dumps(document).encode())
