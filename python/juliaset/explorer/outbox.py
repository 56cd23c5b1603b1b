"""What waits to be sent to one page, without what the page no longer wants: it never grows.

A message travels as: the length of its JSON (uint32, little-endian) | the JSON, in which `sizes`
has the bytes of each buffer | zeros | the buffers. Zeros bring each part to a multiple of 8.
"""

import struct
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import NamedTuple

import msgspec

from juliaset.explorer.messages import Bytes

_ALIGNED = 8
_LENGTH = struct.Struct("<I")


class _Letter(NamedTuple):
    kind: str
    panel: object
    number: int | None
    packed: bytes

    def replaces(self, other: "_Letter") -> bool:
        """Return whether a page that gets this one has no use for the other."""
        if self.kind == "hello":  # its numbers begin anew
            return True
        if self.panel is not None and self.panel == other.panel and _is_newer(self, other):
            return True
        same = (self.kind, self.panel) == (other.kind, other.panel)
        return same and (self.kind != "pass" or self.number != other.number)


def _is_newer(one: _Letter, other: _Letter) -> bool:
    return one.number is not None and other.number is not None and one.number > other.number


class Outbox:
    """Messages for one page. All methods may be called from any thread.

    Of a panel only the newest picture waits, and of other messages the newest of each kind. So what
    waits is bounded by the passes of a picture, however slowly the page reads.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        """Begin empty; wake is called after each message, and may be called once too often."""
        self._wake = wake
        self._letters: deque[_Letter] = deque()
        self._lock = Lock()
        self._is_closed = False

    def __len__(self) -> int:
        """Return how many messages wait."""
        return len(self._letters)

    def put(self, content: dict[str, object], buffers: Sequence[Bytes] = ()) -> None:
        """Add a message, and drop those that it replaces."""
        number = content.get("id")
        letter = _Letter(
            str(content["type"]),
            content.get("panel"),
            number if isinstance(number, int) else None,
            pack(content, buffers),
        )
        with self._lock:
            if self._is_closed or any(_is_stale(letter, each) for each in self._letters):
                return
            kept = [each for each in self._letters if not letter.replaces(each)]
            self._letters = deque([*kept, letter])
        self._wake()

    def take(self) -> bytes | None:
        """Return the next message as it travels, or None."""
        with self._lock:
            return self._letters.popleft().packed if self._letters else None

    def close(self) -> None:
        """Drop everything, and what is added from now on."""
        with self._lock:
            self._is_closed = True
            self._letters.clear()


def _is_stale(letter: _Letter, waiting: _Letter) -> bool:
    same = letter.panel is not None and letter.panel == waiting.panel
    return same and _is_newer(waiting, letter)


def pack(content: dict[str, object], buffers: Sequence[Bytes] = ()) -> bytes:
    """Return a message as it travels."""
    sizes = [memoryview(each).nbytes for each in buffers]
    return b"".join(_parts(msgspec.json.encode({**content, "sizes": sizes}), buffers))


def _parts(text: bytes, buffers: Sequence[Bytes]) -> Iterator[Bytes]:
    yield _LENGTH.pack(len(text))
    yield text
    yield bytes(-(_LENGTH.size + len(text)) % _ALIGNED)
    for each in buffers:
        yield each
        yield bytes(-memoryview(each).nbytes % _ALIGNED)
