"""The wrong pixels of a picture: in a sentence, and drawn with block characters."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from juliaset.problem import Counts

_MOST_LINES = 32
# A character shows two places, one above the other: neither is wrong, the upper, the lower, both.
_BLOCKS = " ▀▄█"
_ASCII = " '.#"
_INSIDE_BLOCK, _INSIDE_ASCII = "░", ":"

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class WrongPixels:
    """Which pixels are wrong, and which never escape: the shape that helps to find the place."""

    wrong: Mask
    inside: Mask

    @classmethod
    def between(cls, expected: Counts, got: Counts, limit: int) -> "WrongPixels":
        """Compare two pictures of the same shape; limit: the count of what never escapes."""
        return cls(expected != got, expected == limit)

    def in_words(self) -> str:
        """Return how many pixels are wrong, and where: all that the drawing says."""
        rows, columns = np.nonzero(self.wrong)
        height, width = self.wrong.shape
        if not rows.size:
            return f"No pixel of {width} x {height} is wrong."
        many = "1 pixel is" if rows.size == 1 else f"{rows.size:,} pixels are"
        return (
            f"{many} wrong, of {self.wrong.size:,}: {_between('row', rows)} of {height}, "
            f"{_between('column', columns)} of {width}, counted from 0 at the top left."
        )

    def legend(self, encoding: str) -> str:
        """Return what the characters of the drawing mean."""
        blocks, inside = _characters(encoding)
        return f"In the drawing {blocks[3]} is wrong, and {inside} is right and never escapes:"

    def drawn(self, width: int, encoding: str) -> Iterator[str]:
        """Yield the lines of a drawing of at most this width.

        encoding: of the output; one that lacks block characters gets those of ASCII.
        """
        blocks, inside = _characters(encoding)
        high, wide = self.wrong.shape
        # So many pixels each way share a place; one wrong pixel among them is seen.
        size = max(-(-wide // width), -(-high // (2 * _MOST_LINES)), 1)
        wrong: Mask = np.any(_in_squares(self.wrong, size), axis=(1, 3))
        share: npt.NDArray[np.float64] = np.mean(_in_squares(self.inside, size), axis=(1, 3))
        mostly = share > 0.5  # noqa: PLR2004 - half
        for k in range(0, len(wrong), 2):
            kinds = wrong[k] + 2 * wrong[k + 1]
            shades = mostly[k] | mostly[k + 1]
            yield "".join(
                blocks[kind] if kind or not shade else inside
                for kind, shade in zip(kinds, shades, strict=True)
            ).rstrip()


def _between(what: str, places: npt.NDArray[np.intp]) -> str:
    first, last = int(places.min()), int(places.max())
    return f"{what} {first}" if first == last else f"{what}s {first} to {last}"


def _characters(encoding: str) -> tuple[str, str]:
    try:
        (_BLOCKS + _INSIDE_BLOCK).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return _ASCII, _INSIDE_ASCII
    return _BLOCKS, _INSIDE_BLOCK


def _in_squares(mask: Mask, size: int) -> Mask:
    """Return a mask as [row of squares, row, column of squares, column]; an even number of rows."""
    high, wide = mask.shape
    padded = np.pad(mask, ((0, -high % (2 * size)), (0, -wide % size)))
    return padded.reshape(padded.shape[0] // size, size, padded.shape[1] // size, size)
