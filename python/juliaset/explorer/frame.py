"""One frame in an engine's process: its passes, one behind the other on the board."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

import numpy as np

from juliaset.bench.contestants.timed_calls import longest_pause
from juliaset.explorer.board import Board
from juliaset.explorer.calls import Calls
from juliaset.explorer.jobs import Paint
from juliaset.explorer.passes import Pass, coarse_to_fine, whole
from juliaset.kernel_type import Kernel
from juliaset.problem import Counts, new_counts

Told = Callable[[dict[str, object], slice], None]
_LARGEST_INT16 = 2**15 - 1
_STRIDE = 97  # a prime: few widths are multiples of it, and prefer some columns


@dataclass
class Frame:
    """What is computed of a frame."""

    job: Paint
    kernel: Kernel
    threads: int
    done: list[tuple[Pass, slice]] = field(default_factory=list)
    seconds: float = 0.0  # of the kernel's calls
    silence_s: float = 0.0  # the longest time for which another thread could not run

    @property
    def pixels(self) -> int:
        """The pixels that are computed."""
        return sum(each.pixels for each, _ in self.done)

    def counts(self, board: Board) -> Counts:
        """Put the passes together."""
        found = new_counts(self.job.problem.shape)
        for each, place in self.done:
            found[each.rows, each.columns] = board.counts[place].reshape(each.height, each.width)
        return found

    def iterations(self, board: Board) -> int:
        """Return the steps of all its pixels."""
        return int(board.counts[: self.pixels].sum(dtype=np.int64))

    def steps_of_a_pixel(self, board: Board) -> float:
        """Return about how many steps a pixel had: of some, because all would take a while."""
        return float(board.counts[: self.pixels : _STRIDE].mean()) if self.done else 1.0

    def in_words(self, board: Board) -> dict[str, object]:
        """Return the message that ends it."""
        return {
            "type": "done",
            "id": self.job.id,
            "kernel": self.kernel.name,
            "ms": self.seconds * 1e3,
            "iterations": self.iterations(board),
            "pixels": self.pixels,
            "passes": len(self.done),
            "silence_ms": self.silence_s * 1e3,
            "threads": self.threads,
        }


def paint(frame: Frame, calls: Calls, board: Board, tell: Told) -> None:
    """Compute a frame, and tell of each pass.

    Raises:
        StaleError: Another job is wanted.
    """
    job = frame.job
    pace = calls.loaded(job.setting).pace
    width, height, limit = job.problem.width, job.problem.height, job.problem.max_iterations
    at_once = pace.takes_one_call(job.problem.pixels, limit)
    pace.begin(limit)
    try:
        with _listening(frame):
            for each in [whole(width, height)] if at_once else coarse_to_fine(width, height):
                rest: Pass | None = each
                while rest is not None:
                    band, rest = (rest, None) if at_once else rest.split(pace.pixels)
                    begin = frame.pixels
                    place = slice(begin, begin + band.pixels)
                    out = board.counts[place].reshape(band.height, band.width)
                    took = calls.run(band.problem(job.problem), out, job.setting)
                    pace.saw(band.pixels, took.work_s)
                    frame.done.append((band, place))
                    frame.seconds += took.seconds
                    tell(_in_words(band, frame), place)
    finally:
        pace.end(frame.steps_of_a_pixel(board))


def _in_words(band: Pass, frame: Frame) -> dict[str, object]:
    problem = frame.job.problem
    return {
        "type": "pass",
        "id": frame.job.id,
        **band._asdict(),
        "dtype": "int16" if problem.max_iterations <= _LARGEST_INT16 else "int32",
        "share": frame.pixels / problem.pixels,
    }


@contextmanager
def _listening(frame: Frame) -> Iterator[None]:
    """Measure meanwhile for how long another thread of this process can't run."""
    stop = Event()

    def listen() -> None:
        frame.silence_s = longest_pause(stop) / 1e9

    thread = Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
