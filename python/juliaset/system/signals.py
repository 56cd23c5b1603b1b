"""SIGTERM and a closed terminal end a contest as Ctrl-C does, and keep what was measured.

Impatient users press Ctrl-C twice. When the rounds of a contest are over, the second one would lose
what the first one has kept: from there on signals are held back until the results are written. A
signal that arrives in between makes the contest an interrupted one, or raises at its end.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# A pipe without a reader must not keep its writer for ever.
_LONGEST_S = 10.0
_AGAIN_S = 0.02


class _Hold:
    """Whether and until when signals are held back, and whether one came.

    writes: whether the command writes what a contest has measured, after its end.
    """

    allowed = False
    until = 0.0
    came = False
    writes = False
    number = signal.SIGINT  # of the last signal that came


@contextmanager
def sigterm_as_ctrl_c(*, holds: bool = False) -> Iterator[None]:
    """Let all three raise KeyboardInterrupt, if called in the main thread: only it handles signals.

    holds: whether `hold_signals()` in here holds them back, until this ends.

    Raises KeyboardInterrupt at the end for a signal that was held back and not taken.
    """
    _Hold.until = 0.0
    before, outside = {}, _Hold.allowed
    if holds and not _Hold.writes:
        _Hold.came = False
    try:
        for number in _SIGNALS:
            handler = signal.getsignal(number)
            # nohup ignores SIGHUP; None is a handler that is not Python's, and cannot be put back.
            # A program may have its own way to end at Ctrl-C.
            own = number == signal.SIGINT and handler not in (signal.default_int_handler, _end)
            if handler not in (signal.SIG_IGN, None) and not own:
                before[number] = signal.signal(number, _end)
    except ValueError:
        yield
        return
    _Hold.allowed = holds
    hook, sys.unraisablehook = sys.unraisablehook, _again(sys.unraisablehook)
    try:
        yield
    finally:
        sys.unraisablehook = hook
        for number, handler in before.items():
            signal.signal(number, handler)
        _Hold.allowed = outside
        if not _Hold.writes:
            _Hold.until = 0.0
    if holds and not _Hold.writes and take_signal():
        raise KeyboardInterrupt


def hold_signals() -> None:
    """Hold signals back from now on, if that is allowed: what was measured must be kept."""
    if _Hold.allowed:
        _Hold.until = time.monotonic() + _LONGEST_S


def take_signal() -> bool:
    """Return whether a signal was held back; the caller ends what it does, as Ctrl-C asks."""
    came = _Hold.came
    if not _Hold.writes:  # else results_kept() has yet to end the command
        _Hold.came = False
    return came


@contextmanager
def results_kept() -> Iterator[None]:
    """Run a contest in here and write what it measured: signals stay held back from then on.

    Raises KeyboardInterrupt at the end if one came: what is left of the command is not done.
    """
    _Hold.came, _Hold.writes = False, True
    try:
        yield
    finally:
        _Hold.writes, _Hold.until = False, 0.0
        came = take_signal()
    if came:
        raise KeyboardInterrupt


def _again(hook: Callable[["sys.UnraisableHookArgs"], object]) -> Callable[..., None]:
    """Return a hook that sends a signal again whose exception Python has dropped.

    It drops what is raised while a weak reference or an object ends, and a signal may come then.
    """

    def send() -> None:
        if signal.getsignal(_Hold.number) is _end:  # the command has not ended meanwhile
            os.kill(os.getpid(), _Hold.number)

    def dropped(what: "sys.UnraisableHookArgs") -> None:
        if what.exc_type is not KeyboardInterrupt:
            hook(what)
            return
        timer = threading.Timer(_AGAIN_S, send)  # when Python is out of what ends
        timer.daemon = True
        timer.start()

    return dropped


def _end(number: int, _frame: FrameType | None) -> None:
    _Hold.number = signal.Signals(number)
    if time.monotonic() < _Hold.until:
        _Hold.came = True
        return
    raise KeyboardInterrupt
