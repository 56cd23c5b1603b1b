"""Bars of block characters: numbers on a logarithmic scale, next to them, in a terminal."""

import math
from collections.abc import Sequence

# Where the scale begins, as a part of the smallest number: its own bar has a length too.
_BEGIN = 0.8
_EIGHTHS = "▏▎▍▌▋▊▉"
_FULL, _PLAIN = "█", "#"


def bars(numbers: Sequence[float | None], width: int, *, blocks: bool = True) -> list[str]:
    """Return a bar for each number, the longest `width` columns long; none for None.

    blocks: whether the terminal can show block characters; otherwise the bars are of #.
    """
    known = [number for number in numbers if number]
    if not known:
        return ["" for _ in numbers]
    begin = math.log(min(known) * _BEGIN)
    whole = math.log(max(known)) - begin
    return [
        bar((math.log(number) - begin) / whole, width, blocks=blocks) if number else ""
        for number in numbers
    ]


def bar(share: float, width: int, *, blocks: bool = True) -> str:
    """Return a bar that fills this share of the width, to an eighth of a column."""
    if not blocks:
        return _PLAIN * max(round(share * width), 1)
    full, eighths = divmod(max(round(share * width * 8), 1), 8)
    return _FULL * full + (_EIGHTHS[eighths - 1] if eighths else "")
