"""What a page may ask, checked where it comes in, and how a host sends what is answered."""

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from juliaset.kernel_type import Gil
from juliaset.system.processes import in_one_line

Bytes = bytes | memoryview
# A host's: it may be called from any thread, and must not block for long.
Send = Callable[[dict[str, object], Sequence[Bytes]], None]

MOST_BYTES = 4096  # of one message of a page
MOST_PIXELS = 1 << 22
LARGEST_SIDE = 4096
LARGEST_PLACE = 1 << 52
LEAST_LEVEL, MOST_LEVEL = -8, 240
MOST_STEPS = 1_000_000
LARGEST_C = 4
LONGEST_WORD = 100

Panel = Literal[0, 1]
Number = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Place = Annotated[int, Meta(ge=-LARGEST_PLACE, le=LARGEST_PLACE)]
Side = Annotated[int, Meta(ge=1, le=LARGEST_SIDE)]
Part = Annotated[float, Meta(ge=-LARGEST_C, le=LARGEST_C)]
Limit = Annotated[int, Meta(ge=1, le=MOST_STEPS)]
Team = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Word = Annotated[str, Meta(min_length=1, max_length=LONGEST_WORD)]


class RefusedError(ValueError):
    """What a page asked for is not allowed; the message says what is, in one line."""


class View(Struct, forbid_unknown_fields=True, frozen=True):
    """A window of the grid of a zoom level: its first column and row, and its size in pixels."""

    level: Annotated[int, Meta(ge=LEAST_LEVEL, le=MOST_LEVEL)]
    column: Place
    row: Place
    width: Side
    height: Side

    def __post_init__(self) -> None:
        """Bound the pixels: two sides that are allowed may be too many together."""
        if self.width * self.height > MOST_PIXELS:
            size = f"{self.width} x {self.height} pixels"
            raise ValueError(f"the view has {size}; allowed: up to {MOST_PIXELS}")


class _Asked(Struct, forbid_unknown_fields=True, frozen=True, tag_field="type", tag=str.lower):
    """A message of a page."""


class _Picture(_Asked, frozen=True):
    """A picture that is asked for under a number of the page's own."""

    id: Number
    view: View
    c: tuple[Part, Part]
    limit: Limit

    def __post_init__(self) -> None:
        """Refuse what is not a number, which passes every comparison."""
        if not all(map(math.isfinite, self.c)):
            raise ValueError(f"c is {self.c}; allowed: finite parts up to {LARGEST_C}")


class Hello(_Asked, frozen=True):
    """The first message of a page, which forgets what the page before it asked."""


class Paint(_Picture, frozen=True, kw_only=True):
    """Compute the counts of a view with a kernel, from coarse to fine."""

    panel: Panel
    kernel: Word
    flavour: Word | None = None
    threads: Team | None = None
    gil: Gil | None = None


class Stop(_Asked, frozen=True):
    """Stop what a panel computes, unless another view has asked for something newer.

    id: The newest picture that the page has asked for.
    """

    panel: Panel
    id: Number


class Close(_Asked, frozen=True):
    """Stop, and end the processes of a panel that is shown no more.

    id: As that of `Stop`.
    """

    panel: Panel
    id: Number


class Smooth(_Asked, frozen=True):
    """Find the smooth depths of a frame that is complete."""

    panel: Panel
    id: Number


class Tiles(_Picture, frozen=True):
    """Find the tiles that one ball decides."""


class Rows(_Picture, frozen=True, kw_only=True):
    """Find which thread of a team computes which row."""

    threads: Team


Asked = Hello | Paint | Stop | Close | Smooth | Tiles | Rows


class _Sender(Struct, frozen=True):
    """What a refusal says of the message that it refuses, as far as that can be read."""

    panel: Panel | msgspec.UnsetType = msgspec.UNSET
    id: Number | msgspec.UnsetType = msgspec.UNSET


def asked(message: object) -> Asked:
    """Return what a page asks for: bytes or text with JSON, or what a widget has read of it.

    Raises:
        RefusedError: It is too long, not JSON, or something in it is not allowed.
    """
    try:
        found: Asked = _read(message, Asked)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise RefusedError(in_one_line(str(error))) from None
    return found


def sender(message: object) -> dict[str, object]:
    """Return the panel and the number of a message that is refused, if it has them."""
    found = _Sender()
    with suppress(msgspec.MsgspecError, ValueError, RecursionError):
        found = _read(message, _Sender)
    said: dict[str, object] = msgspec.to_builtins(found)
    return said


def words_of(error: BaseException) -> str:
    """Return an error in one line for a page: with its type, unless it says what is allowed."""
    name = "" if isinstance(error, ValueError) else f"{type(error).__name__}: "
    return in_one_line(f"{name}{error}")


def _read(message: object, kind: Any) -> Any:  # noqa: ANN401 - an instance of the kind
    if not isinstance(message, bytes | str):
        return msgspec.convert(message, kind)
    if len(message) > MOST_BYTES:
        raise RefusedError(f"the message has {len(message)} bytes; allowed: up to {MOST_BYTES}")
    return msgspec.json.decode(message, type=kind)
