"""A page may ask for what is allowed, and for nothing else."""

import json
import math
from typing import Any

import pytest

from juliaset.explorer import messages
from juliaset.explorer.messages import RefusedError, asked, sender

VIEW = {"level": 30, "column": -7, "row": 5, "width": 40, "height": 30}
PICTURE = {"id": 3, "view": VIEW, "c": [-0.8, 0.156], "limit": 300}
PAINT = {"type": "paint", "panel": 0, "kernel": "best", **PICTURE}
ALLOWED: dict[str, dict[str, Any]] = {
    "Hello": {"type": "hello"},
    "Paint": {**PAINT, "flavour": None, "threads": 2, "gil": "held"},
    "Stop": {"type": "stop", "panel": 1, "id": 3},
    "Close": {"type": "close", "panel": 0, "id": 3},
    "Smooth": {"type": "smooth", "panel": 1, "id": 3},
    "Tiles": {"type": "tiles", **PICTURE},
    "Rows": {"type": "rows", **PICTURE, "threads": 4},
}


@pytest.mark.parametrize("name", ALLOWED)
def test_bytes_text_and_objects_ask_for_the_same(name: str) -> None:
    message = ALLOWED[name]
    found = asked(message)
    assert type(found).__name__ == name
    assert found == asked(json.dumps(message)) == asked(json.dumps(message).encode())


@pytest.mark.parametrize("name", ALLOWED)
def test_an_unknown_field_is_refused(name: str) -> None:
    with pytest.raises(RefusedError, match="unknown field `more`"):
        asked({**ALLOWED[name], "more": 1})


@pytest.mark.parametrize("name", sorted(ALLOWED.keys() - {"Hello"}))
def test_no_field_may_be_missing(name: str) -> None:
    optional = {"flavour", "threads", "gil"} if name == "Paint" else set()
    for field in ALLOWED[name].keys() - optional:
        with pytest.raises(RefusedError):
            asked({key: value for key, value in ALLOWED[name].items() if key != field})


REFUSED: dict[str, dict[str, Any]] = {
    "a type that is not known": {**PAINT, "type": "run"},
    "a third panel": {**PAINT, "panel": 2},
    "a panel that is true": {**PAINT, "panel": True},
    "a number in quotes": {**PAINT, "limit": "300"},
    "half a step": {**PAINT, "limit": 0.5},
    "no steps": {**PAINT, "limit": 0},
    "too many steps": {**PAINT, "limit": 1_000_001},
    "a negative number": {**PAINT, "id": -1},
    "c that is not a number": {**PAINT, "c": [math.nan, 0]},
    "c that is infinite": {**PAINT, "c": [0, math.inf]},
    "c that is too large": {**PAINT, "c": [0, 4.1]},
    "c of one part": {**PAINT, "c": [1]},
    "c of three parts": {**PAINT, "c": [1, 2, 3]},
    "c as null": {**PAINT, "c": [None, 0]},
    "no threads": {**PAINT, "threads": 0},
    "another GIL": {**PAINT, "gil": "absent"},
    "a kernel without a name": {**PAINT, "kernel": ""},
    "a kernel with a long name": {**PAINT, "kernel": "k" * 101},
    "no width": {**PAINT, "view": {**VIEW, "width": 0}},
    "too wide": {**PAINT, "view": {**VIEW, "width": 4097}},
    "too many pixels": {**PAINT, "view": {**VIEW, "width": 4096, "height": 1025}},
    "too far": {**PAINT, "view": {**VIEW, "column": 2**52 + 1}},
    "too deep": {**PAINT, "view": {**VIEW, "level": 241}},
    "half a column": {**PAINT, "view": {**VIEW, "column": 0.5}},
    "more in the view": {**PAINT, "view": {**VIEW, "depth": 1}},
    "a third panel closed": {"type": "close", "panel": 2, "id": 3},
    "a stop of no picture": {"type": "stop", "panel": 0},
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_allowed_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(RefusedError) as refused:
        asked(REFUSED[name])
    text = json.dumps(REFUSED[name])
    with pytest.raises(RefusedError):
        asked(text)
    assert "\n" not in str(refused.value)
    assert str(refused.value)


BROKEN: dict[str, bytes | str] = {
    "nothing": b"",
    "no JSON": b"\xff\xfe",
    "half of it": '{"type": "hello"',
    "two of them": '{"type": "hello"} {"type": "hello"}',
    "a list": "[]",
    "an overflow": '{"type":"smooth","panel":0,"id":1e999}',
    "deep": "[" * 4000,
    "deep objects": '{"a":' * 800,
    "a surrogate": '{"type":"\\ud800"}',
    "many digits": '{"type":"smooth","panel":0,"id":' + "9" * 4000 + "}",
    "a line break in a name": '{"type":"hello","a\\nb":1}',
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(RefusedError) as refused:
        asked(BROKEN[name])
    assert "\n" not in str(refused.value)
    assert sender(BROKEN[name]) in ({}, {"panel": 0})


def test_a_long_message_is_refused_unread() -> None:
    hello = json.dumps(ALLOWED["Hello"])
    assert asked(hello.ljust(messages.MOST_BYTES))
    with pytest.raises(RefusedError, match="4097 bytes; allowed: up to 4096"):
        asked(hello.ljust(messages.MOST_BYTES + 1))


def test_a_refusal_can_name_its_message() -> None:
    assert sender(REFUSED["no steps"]) == {"panel": 0, "id": 3}
    assert sender(json.dumps(REFUSED["no steps"])) == {"panel": 0, "id": 3}
    assert sender(REFUSED["a third panel"]) == {}
    assert sender({"id": 5, "type": "tiles"}) == {"id": 5}
    assert sender(b" " * 5000) == {}
