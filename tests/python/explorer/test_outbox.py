"""What waits for a page that reads slowly: the newest picture, in whole messages."""

import json
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from served import unpacked

from juliaset.explorer.outbox import Outbox, pack


def filled(*messages: dict[str, Any]) -> Outbox:
    outbox = Outbox(lambda: None)
    for each in messages:
        outbox.put(each)
    return outbox


def taken(outbox: Outbox) -> list[dict[str, Any]]:
    found = []
    while (packed := outbox.take()) is not None:
        found.append(unpacked(packed)[0])
    return found


def a(kind: str, **more: object) -> dict[str, object]:
    return {"type": kind, **more}


@given(st.text(max_size=30), st.lists(st.binary(max_size=30), max_size=4))
def test_a_message_comes_out_as_it_went_in(text: str, buffers: list[bytes]) -> None:
    text = text.encode("utf-8", "replace").decode()
    packed = pack({"type": "pass", "words": text}, buffers)
    assert unpacked(packed) == ({"type": "pass", "words": text}, buffers)
    assert len(packed) % 8 == 0


def test_buffers_begin_at_multiples_of_8() -> None:
    counts = np.arange(9, dtype=np.int32)
    packed = pack({"type": "pass"}, [b"x", counts.data, b"y"])
    (length,) = struct.unpack_from("<I", packed)
    assert json.loads(packed[4 : 4 + length])["sizes"] == [1, 36, 1]
    begin = 4 + length + -(4 + length) % 8
    assert packed[begin : begin + 1] == b"x"
    assert np.array_equal(np.frombuffer(packed[begin + 8 : begin + 44], np.int32), counts)
    assert packed[begin + 48 : begin + 49] == b"y"


def test_what_is_not_a_number_does_not_break_the_json() -> None:
    assert unpacked(pack({"type": "done", "ms": float("nan")}))[0] == a("done", ms=None)


def test_a_newer_picture_replaces_all_of_the_older_one() -> None:
    old = [a("pass", panel=0, id=1), a("pass", panel=0, id=1), a("done", panel=0, id=1)]
    other = a("pass", panel=1, id=1)
    new = a("pass", panel=0, id=2)
    assert taken(filled(*old, other, new)) == [other, new]


def test_what_comes_too_late_is_dropped() -> None:
    new = a("pass", panel=0, id=2)
    assert taken(filled(new, a("compared", panel=0, id=1), a("pass", panel=0, id=1))) == [new]


def test_all_passes_of_one_picture_wait_in_their_order() -> None:
    passes = [a("pass", panel=0, id=1, x=k) for k in range(9)]
    messages = [*passes, a("done", panel=0, id=1), a("compared", panel=0, id=1)]
    assert taken(filled(*messages)) == messages


def test_of_other_messages_the_newest_waits() -> None:
    messages = [a("refused", message=str(k)) for k in range(1000)]
    tiles = [a("tiles", id=k) for k in range(1000)]
    assert taken(filled(*messages, *tiles)) == [messages[-1], tiles[-1]]


@pytest.mark.parametrize("panels", [1, 2])
def test_a_page_that_does_not_read_makes_no_queue_grow(panels: int) -> None:
    outbox = filled()
    for number in range(2000):
        for k in range(9):
            outbox.put(a("pass", panel=number % panels, id=number, x=k), [bytes(1000)])
        outbox.put(a("done", panel=number % panels, id=number))
        outbox.put(a("refused", message="too much", id=number))
    assert len(taken(outbox)) == panels * 10 + 1


def test_a_page_that_begins_anew_gets_nothing_of_before() -> None:
    old = [a("pass", panel=0, id=99), a("tiles", id=98), a("refused", message="no")]
    new = [a("hello"), a("pass", panel=0, id=1)]
    assert taken(filled(*old, *new)) == new


def test_a_closed_one_takes_nothing_more() -> None:
    outbox = filled(a("hello"))
    outbox.close()
    outbox.put(a("hello"))
    assert outbox.take() is None


def test_each_message_wakes_the_sender() -> None:
    woken: list[None] = []
    outbox = Outbox(lambda: woken.append(None))
    outbox.put(a("hello"))
    outbox.put(a("pass", panel=0, id=1))
    assert len(woken) == 2
