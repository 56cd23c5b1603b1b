"""What a submission may write by hand: the grader reads each line and each value, or refuses it."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st
from mutation import EXTREMES, documents
from searching import search

from juliaset.bench.contestants import child
from juliaset.bench.contestants.child import EndedError
from juliaset.grader.received import Received
from juliaset.grader.sandbox.wire import SharedArrays, decode, encode

pytestmark = pytest.mark.fuzz

SIZE = 1 << 12
# As juliaset.grader.process expects it of a submission that answers by hand.
MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
VALID: list[Any] = [
    {"array": [0, "int32", [4, 4]]},
    {"array": [64, "complex128", [2, 3]]},
    {"complex": [1.0, -2.0]},
    {"dict": {"a": [1, 2.5, None, "x"], "b": {"array": [128, "bool", [0]]}}},
    [[[{"array": [0, "float64", []]}]], True],
]


def test_values() -> None:
    def rule(encoded: object) -> None:
        try:  # it came as a line of JSON
            value = json.loads(json.dumps(encoded))
        except ValueError:  # an integer of too many digits
            return
        memory = memoryview(bytearray(SIZE))
        received = Received(SharedArrays(memory), SIZE)
        try:
            found = received.value(value)
        except (*MALFORMED, EndedError):
            return
        for array in arrays_in(found):
            assert array.nbytes <= SIZE
            assert not np.shares_memory(array, np.frombuffer(memory, np.uint8))

    search("wire: values", rule, st.one_of(documents(VALID), EXTREMES), examples=150)


def arrays_in(value: object) -> list[np.ndarray[Any, Any]]:
    if isinstance(value, np.ndarray):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [array for each in inner for array in arrays_in(each)]


SIMPLE = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(allow_nan=False),
        st.text(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=8,
)


def test_what_was_encoded_comes_back() -> None:
    def rule(value: object) -> None:
        arrays = SharedArrays(memoryview(bytearray(SIZE)))
        try:
            line = json.dumps(encode(value, arrays))
        except TypeError:
            return  # deeper than a few levels
        assert decode(json.loads(line), arrays) == value

    search("wire: round trips", rule, SIMPLE, examples=40)


LINES = st.one_of(
    st.binary(max_size=200),
    documents([{"value": 1, "number": 3}, {"error": "x", "status": "failed"}]).map(
        lambda document: json.dumps(document).encode()
    ),
    st.sampled_from(
        [b"[" * 200_000, b'{"a":' * 100_000, b"9" * 100_000, b"-", b"NaN", b"\xff\xfe"]
    ),
)


def test_lines() -> None:
    def rule(line: bytes) -> None:
        assert isinstance(child._read(line), dict)  # noqa: SLF001

    search("wire: lines", rule, LINES, examples=100)
