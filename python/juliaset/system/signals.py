"""SIGTERM and a closed terminal end a contest as Ctrl-C does, and keep what was measured."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def sigterm_as_ctrl_c() -> Iterator[None]:
    """Let both raise KeyboardInterrupt, if called in the main thread: only it handles signals."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {}
    try:
        for number in _SIGNALS:
            # nohup ignores SIGHUP; None is a handler that is not Python's, and cannot be put back.
            if signal.getsignal(number) not in {signal.SIG_IGN, None}:
                before[number] = signal.signal(number, end)
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
