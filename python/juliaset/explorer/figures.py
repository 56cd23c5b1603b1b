"""What a frame's time is worth: against python.loops, the roof, and the best kernel's counts."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from juliaset.bench.core_limit import Bound
from juliaset.bench.roof import BusyError, bound
from juliaset.explorer.board import Board
from juliaset.explorer.calls import Calls
from juliaset.explorer.frame import Frame
from juliaset.explorer.jobs import Setting
from juliaset.explorer.passes import Pass
from juliaset.explorer.turns import Turns
from juliaset.kernel_type import UnavailableError
from juliaset.problem import new_counts

LOOPS, BEST = Setting("python.loops"), Setting("best")
SAMPLE_S = 0.03  # what python.loops may take
_LOOPS_STEP_S = 1e-7  # what a step of it takes, about
_LEAST_PIXELS = 64  # fewer say nothing about the rest


@dataclass
class Figures:
    """The figures of a frame; where one is None, a note says why."""

    times_loops: float | None = None
    roof: float | None = None
    differ: int | None = None
    bits: bytes = b""  # of the pixels that differ, row by row
    notes: list[str] = field(default_factory=list)

    def in_words(self, frame: Frame) -> dict[str, object]:
        """Return the message."""
        return {
            "type": "compared",
            "id": frame.job.id,
            "differ": self.differ,
            "times_loops": self.times_loops,
            "roof": self.roof,
            "notes": self.notes,
        }


class Comparison:
    """Compares frames; the roof is measured once."""

    def __init__(self, board: Board, turns: Turns, calls: Calls) -> None:
        """Keep what it computes with."""
        self._board, self._turns, self._calls = board, turns, calls

    @cached_property
    def _bound(self) -> Bound:
        with self._turns.stoppable():
            return bound()

    def of(self, frame: Frame) -> Figures:
        """Return the figures of a frame that is complete.

        Raises:
            StaleError: A job is wanted.
        """
        found = Figures()
        iterations = frame.iterations(self._board)
        self._compare_with_loops(frame, iterations, found)
        self._compare_with_best(frame, found)
        self._compare_with_roof(frame, iterations, found)
        return found

    def _compare_with_loops(self, frame: Frame, iterations: int, found: Figures) -> None:
        if frame.kernel.name == LOOPS.kernel:
            found.times_loops = 1.0
            return
        problem = frame.job.problem
        pixel_s = max(iterations / problem.pixels, 1) * _LOOPS_STEP_S
        apart = max(int(np.ceil(np.sqrt(problem.pixels * pixel_s / SAMPLE_S))), 1)
        sample = _spread(problem.width, problem.height, apart)
        if sample.pixels < min(_LEAST_PIXELS, problem.pixels):
            found.notes.append("Not compared with python.loops: a fair sample would take too long.")
            return
        out = np.empty((sample.height, sample.width), np.int32)
        seconds = self._calls.run(sample.problem(problem), out, LOOPS).seconds
        found.times_loops = seconds * problem.pixels / sample.pixels / frame.seconds

    def _compare_with_best(self, frame: Frame, found: Figures) -> None:
        problem = frame.job.problem
        best = new_counts(problem.shape)
        try:
            self._calls.run(problem, best, BEST)
        except (UnavailableError, MemoryError, ValueError) as error:
            found.notes.append(f"Not compared with best: {str(error) or 'there is no memory'}.")
            return
        with self._turns.stoppable():
            wrong = best != frame.counts(self._board)
            found.differ = int(np.count_nonzero(wrong))
            found.bits = np.packbits(wrong).tobytes() if found.differ else b""

    def _compare_with_roof(self, frame: Frame, iterations: int, found: Figures) -> None:
        try:
            roof_ns = self._bound.best.ns_per_iteration
        except (BusyError, UnavailableError) as error:
            found.notes.append(f"No share of the roof: {error}.")
            return
        step_ns = frame.seconds * 1e9 * frame.threads / max(iterations, 1)
        found.roof = roof_ns / step_ns
        if frame.kernel.steps == "some":
            found.notes.append("The roof counts all steps, and this kernel proves some away.")


def _spread(width: int, height: int, apart: int) -> Pass:
    """Return pixels that far apart, the first one in the middle of its block."""
    x, y = min(apart, width) // 2, min(apart, height) // 2
    return Pass(x, y, apart, apart, -(-(width - x) // apart), -(-(height - y) // apart), (1, 1))
