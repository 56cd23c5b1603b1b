"""What a submission sends, as copies that the grader keeps: no more of it than there can be.

A line written by hand may name the whole shared memory a thousand times, and each name would become
a copy.
"""

from typing import Any

import numpy as np

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.record import Status
from juliaset.grader.sandbox.wire import SharedArrays, decode

_MOST_BYTES = 1 << 32  # of all messages of a process
_MOST_REFUSED = 1000
# Of the grader's CPU time, for all that a process asks: a right one needs a second or two.
_MOST_SECONDS = 300.0


class Received:
    """All that the process of one submission has sent so far."""

    def __init__(self, arrays: SharedArrays, largest: int) -> None:
        """Begin with nothing; largest: the bytes of arrays that one message may have."""
        self._arrays, self._largest = arrays, largest
        self._bytes = 0
        self._refused = 0
        self._seconds = 0.0

    def value(self, encoded: object) -> Any:  # noqa: ANN401
        """Return the value of one message; its arrays are copies."""
        return self.values([encoded])[0]

    def values(self, encoded: list[object]) -> list[Any]:
        """Return the values of one message; its arrays are copies."""
        views = [decode(each, self._arrays) for each in encoded]
        size = sum(map(_bytes_of, views))
        if size > self._largest:
            raise ValueError(f"arrays of {size} bytes came together; allowed: {self._largest}")
        self._bytes += size
        if self._bytes > _MOST_BYTES:
            raise EndedError(
                Status.FAILED, f"it sent arrays of more than {_MOST_BYTES >> 30} GiB to the grader"
            )
        return [_copied(view) for view in views]

    def charge(self, seconds: float) -> None:
        """Add the CPU time that a question took; too much of it ends the process."""
        self._seconds += seconds
        if self._seconds > _MOST_SECONDS:
            raise EndedError(
                Status.FAILED,
                f"its questions took more than {_MOST_SECONDS:g} s of the grader's own CPU time",
            )

    def refuse(self, why: str) -> dict[str, Any]:
        """Return the answer to a question that has none; too many of them end the process."""
        self._refused += 1
        if self._refused > _MOST_REFUSED:
            raise EndedError(
                Status.FAILED, f"{_MOST_REFUSED:,} of its questions were refused, the last: {why}"
            )
        return {"refused": why}


def _bytes_of(value: Any) -> int:  # noqa: ANN401
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, dict):
        return sum(map(_bytes_of, value.values()))
    return sum(map(_bytes_of, value)) if isinstance(value, list) else 0


def _copied(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, list):
        return [_copied(each) for each in value]
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return value
