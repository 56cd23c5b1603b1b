"""A mosaic in place of an engine: the counts of a view are read from the tiles of its pyramid.

Between two tiles the newest wish is looked at. While tiles have yet to be read, a coarser level
shows where things are: its counts are exact, and the tiles bring those pixels once more.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from juliaset.explorer.messages import Paint, RefusedError, Send, Smooth, words_of
from juliaset.explorer.mosaic_view import Part, Shown, grid_of
from juliaset.explorer.newest import Newest
from juliaset.explorer.passes import Pass
from juliaset.images.colours import places
from juliaset.images.palettes import SHADES
from juliaset.mosaic import Mosaic, MosaicError
from juliaset.mosaic.reading import Reader
from juliaset.problem import Counts, new_counts
from juliaset.system.processes import in_one_line, shell_word

_KEPT_BYTES = 256 << 20  # tiles of a view, and their neighbours
_CLEAR = SHADES + 1  # after the interior: what page/colours.js paints in no colour
_COARSER = 4  # levels at most: blocks of 16 x 16


class _Frame(NamedTuple):
    """A view that was read as a whole, and the counts of the part that lies in the mosaic."""

    asked: Paint
    shown: Shown
    counts: Counts


class MosaicSource:
    """Reads for one page; all methods may be called from any thread, `begin` before the others."""

    def __init__(self, path: Path, say: Send) -> None:
        """Begin; nothing is read yet."""
        self._path, self._say = path, say
        self._reader: Reader | None = None
        self._frame: _Frame | None = None
        self._painting = Newest("juliaset-mosaic", self._paint)
        self._smoothing = Newest("juliaset-smooth", self._smooth)

    def begin(self) -> dict[str, object]:
        """Open the mosaic, as much as is computed of it by now, and return its grid for a page.

        Raises:
            MosaicError: It is not a mosaic, or a page cannot show it.
            OSError: It cannot be read.
        """
        mosaic = Mosaic.open(self._path)
        grid = grid_of(mosaic.layout)
        self._frame, self._reader = None, Reader(mosaic, _KEPT_BYTES)
        return {**grid, "command": f"juliaset mosaic render {shell_word(self._path.resolve())}"}

    def paint(self, asked: Paint) -> None:
        """Read a view, in place of the one before.

        Raises:
            RefusedError: The mosaic has nothing of it.
        """
        layout = self._opened().layout
        Shown.of(asked.view, layout)
        if (complex(*asked.c), asked.limit) != (layout.c, layout.max_iterations):
            raise RefusedError(
                f"c is {complex(*asked.c)} and the limit {asked.limit}; "
                f"allowed: those of the mosaic, {layout.c} and {layout.max_iterations}"
            )
        self._smoothing.stop()
        self._painting.ask(asked)

    def smooth(self, asked: Smooth) -> None:
        """Find the smooth depths of the view that was read last.

        Raises:
            RefusedError: It is another one, or not all of it is there.
        """
        frame = self._frame
        if frame is None or frame.asked.id != asked.id:
            raise RefusedError(f"frame {asked.id} is not complete; allowed: the last one, if it is")
        self._smoothing.ask(frame)

    def stop(self) -> None:
        """Read nothing more."""
        self._painting.stop()
        self._smoothing.stop()

    def close(self) -> None:
        """End the threads; they need no longer than one tile, or one picture's depths, takes."""
        self._painting.close()
        self._smoothing.close()

    def _opened(self) -> Reader:
        if self._reader is None:
            raise RefusedError("the mosaic is not open; allowed: hello before all others")
        return self._reader

    def _paint(self, asked: Paint, is_stale: Callable[[], bool]) -> None:
        try:
            self._read(asked, self._opened(), is_stale)
        except Exception as error:  # noqa: BLE001 - the page is told, and goes on
            self._refuse(asked.id, words_of(error))

    def _read(self, asked: Paint, reader: Reader, is_stale: Callable[[], bool]) -> None:
        began, self._frame = time.perf_counter(), None
        shown = Shown.of(asked.view, reader.layout)
        counts = new_counts((len(shown.rows), len(shown.columns)))
        parts = list(shown.parts(reader.layout))
        there = [part for part in parts if reader.is_done(part.place)]
        passes = pixels = iterations = 0
        for coarse, found in _coarse(shown, there, reader):
            self._tell(asked, coarse, found, 0.0)
            passes += 1
        lost: list[str] = []
        for part in sorted(there, key=lambda part: not reader.holds(part.place)):
            if is_stale():
                return
            try:
                found = reader.part(shown.level, part.rows, part.columns)
            except (MosaicError, OSError) as error:
                lost.append(str(error))
                continue
            passes, pixels = passes + 1, pixels + found.size
            iterations += int(found.sum(dtype=np.int64))
            where = shown.pass_of(part)
            y, x = where.y - shown.top, where.x - shown.left
            counts[y : y + where.height, x : x + where.width] = found
            self._tell(asked, where, found, pixels / counts.size)
        if is_stale():
            return
        if pixels == counts.size:
            self._frame = _Frame(asked, shown, counts)
        if pixels:
            self._end(asked, time.perf_counter() - began, iterations, pixels, passes)
        if pixels < counts.size:
            self._refuse(asked.id, _what_lacks(len(parts) - len(there), lost))

    def _smooth(self, frame: _Frame, is_stale: Callable[[], bool]) -> None:
        try:
            found = _depths(frame)
            if not is_stale():
                self._say({"type": "depths", "id": frame.asked.id}, [found])
        except Exception as error:  # noqa: BLE001 - the page is told, and goes on
            self._refuse(frame.asked.id, words_of(error))

    def _tell(self, asked: Paint, where: Pass, counts: Counts, share: float) -> None:
        dtype = "int16" if self._opened().layout.dtype.itemsize == 2 else "int32"  # noqa: PLR2004
        content = {"type": "pass", "id": asked.id, **where._asdict(), "dtype": dtype}
        self._say({**content, "share": share}, [counts.astype(dtype).tobytes()])

    def _end(self, asked: Paint, seconds: float, iterations: int, pixels: int, passes: int) -> None:
        numbers = {"ms": seconds * 1e3, "iterations": iterations, "pixels": pixels}
        more = {"passes": passes, "silence_ms": None, "threads": 1}
        self._say({"type": "done", "id": asked.id, "kernel": "mosaic", **numbers, **more}, ())

    def _refuse(self, number: int, words: str) -> None:
        self._say({"type": "refused", "id": number, "message": in_one_line(words)}, ())


def _depths(frame: _Frame) -> bytes:
    view, shown = frame.asked.view, frame.shown
    found = places(frame.counts, frame.asked.limit)
    height, width = found.shape
    whole = np.full((view.height, view.width), _CLEAR, np.uint16)
    whole[shown.top : shown.top + height, shown.left : shown.left + width] = found
    return whole.tobytes()


def _coarse(shown: Shown, parts: Sequence[Part], reader: Reader) -> Iterator[tuple[Pass, Counts]]:
    """Yield what a coarser level shows, if that is there sooner than the tiles themselves."""
    unread = sum(not reader.holds(part.place) for part in parts)
    last = len(reader.layout.levels) - 1
    coarser = min(_COARSER, last - shown.level)
    seen = shown.coarser(coarser) if coarser else None
    if not unread or seen is None:
        return
    for part in seen.parts(reader.layout):
        if reader.holds(part.place) or (unread > 1 and reader.is_done(part.place)):
            try:
                found = reader.part(seen.level, part.rows, part.columns)
            except (MosaicError, OSError):  # what a view lacks is told of its own tiles
                continue
            yield seen.pass_of(part, 1 << coarser), found


def _what_lacks(missing: int, lost: Sequence[str]) -> str:
    words = []
    if missing:
        tiles = "1 tile is" if missing == 1 else f"{missing} tiles are"
        words.append(
            f"{tiles} not computed; `juliaset mosaic resume` computes what is missing, "
            f"and the page shows it after a reload"
        )
    if lost:
        more = f", and {len(lost) - 1} more" if len(lost) > 1 else ""
        words.append(f"lost or damaged: {lost[0]}{more}")
    return "; ".join(words)
