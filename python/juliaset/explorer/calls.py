"""One call of a kernel in an engine's process: a signal stops it, and its flag if it has one."""

import time
from typing import NamedTuple

import numpy as np

from juliaset.call_arrays import StopFlag
from juliaset.explorer.board import Board
from juliaset.explorer.jobs import Setting
from juliaset.explorer.pace import Pace
from juliaset.explorer.turns import Turns
from juliaset.kernel_type import Call, Kernel
from juliaset.problem import Counts, Problem
from juliaset.registry import get_kernel
from juliaset.system.cpu_time import cpu_seconds

_SLOW_S = 0.02  # a first call that takes longer has loaded or compiled something
_NOTHING = Problem(np.zeros(1), np.zeros(1), 0j, 1)


class Loaded(NamedTuple):
    """A kernel that this process has called, and how long its calls take."""

    kernel: Kernel
    threads: int
    pace: Pace


class Took(NamedTuple):
    """What a call took: by the clock, and without the time for which other programs had its core.

    Bands of rows are made by the second. By the clock they would shrink on a busy machine, where
    each call waits for cores, until waiting is all that a frame does.
    """

    seconds: float
    work_s: float


class Calls:
    """Calls kernels for the job at work."""

    def __init__(self, board: Board, turns: Turns) -> None:
        """Keep what stops a call."""
        self._board, self._turns = board, turns
        self._loaded: dict[Setting, Loaded] = {}

    def is_loaded(self, setting: Setting) -> bool:
        """Return whether such a call was made before."""
        return setting in self._loaded

    def loaded(self, setting: Setting) -> Loaded:
        """Return a kernel whose first call is over: it may have loaded a library, or compiled."""
        if setting not in self._loaded:
            kernel = get_kernel(setting.kernel)
            threads = kernel.checked_threads(setting.threads)
            out = np.empty(_NOTHING.shape, np.int32)
            took = timed(_bound(kernel, _NOTHING, out, setting))
            if took.seconds > _SLOW_S:
                took = timed(_bound(kernel, _NOTHING, out, setting))
            self._loaded[setting] = Loaded(kernel, threads, Pace(took.work_s))
        return self._loaded[setting]

    def run(self, problem: Problem, out: Counts, setting: Setting) -> Took:
        """Fill `out`, and return what the call alone took.

        Raises:
            StaleError: Another job is wanted.
            StoppedError: The same, found by a kernel that looks at the flag.
        """
        kernel = self.loaded(setting).kernel
        stop = None if kernel.bind_stoppable is None else self._board.stop
        with self._turns.stoppable():
            return timed(_bound(kernel, problem, out, setting, stop))


def _bound(
    kernel: Kernel, problem: Problem, out: Counts, setting: Setting, stop: StopFlag | None = None
) -> Call:
    _, flavour, threads, gil = setting
    return kernel.bind(problem, out, flavour=flavour, gil=gil, threads=threads, stop=stop)


def timed(call: Call) -> Took:
    """Make a call, and return what it took without its finish."""
    worked, began = cpu_seconds(), time.perf_counter()
    answer = call.run()
    seconds = time.perf_counter() - began
    worked = cpu_seconds() - worked
    call.finish(answer)
    return Took(seconds, min(seconds, worked))
