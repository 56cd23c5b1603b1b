"""In an engine's process: a job that is no longer wanted stops, whatever the kernel does."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from juliaset.explorer.board import Board

SIGNAL = signal.SIGUSR1


class StaleError(BaseException):
    """The engine wants another job; no `except Exception` of a kernel may catch it."""


class Turns:
    """The number of the job at work, and the signal that stops it.

    The handler raises only where the job may be left at any instruction: never while a report is
    sent, and not while a package is imported.
    """

    def __init__(self, board: Board) -> None:
        """Begin to listen for the signal, in the main thread."""
        self.number = 0
        self._board = board
        self._may_raise = False
        signal.signal(SIGNAL, self._heard)

    def take(self, number: int) -> None:
        """Begin with a job."""
        self.number = number
        self._board.stop[0] = 0

    @property
    def stale(self) -> bool:
        """Whether another job is wanted, or none."""
        return self._board.wanted != self.number

    @contextmanager
    def stoppable(self) -> Iterator[None]:
        """Raise StaleError in here as soon as the job is no longer wanted."""
        self._may_raise = True
        try:
            self.check()
            yield
        finally:
            self._may_raise = False

    def check(self) -> None:
        """Raise StaleError if the job is no longer wanted."""
        if self.stale:
            raise StaleError

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        if self._may_raise and self.stale:
            self._may_raise = False  # once: a second one would break what tidies up
            raise StaleError
