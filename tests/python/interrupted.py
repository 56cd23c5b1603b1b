"""A process that is told on stdin what to compute, and is sent signals while it does.

Each order is a line of JSON, each answer another one; what is on stderr is noise.
"""

import itertools
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from juliaset import Problem, escape_counts
from juliaset.problem import Counts

POISON = -1_234_567
ENDLESS = 2**31 - 1
SMALL = Problem.view(width=23, height=17, max_iterations=60)


class Alarm(Exception):  # noqa: N818
    """What a handler raises."""


def problem_of(xs: int, ys: list[float], limit: int) -> Problem:
    """With c = 1/4 no point near 0 ever escapes, nor enters a trap; those of y = 100 do at once."""
    return Problem(np.linspace(-0.3, 0.3, xs), np.array(ys), 0.25 + 0j, limit)


def poisoned(problem: Problem) -> Counts:
    return np.full(problem.shape, POISON, np.int32)


def children() -> list[int]:
    """List the processes that were left behind."""
    return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


def say(**answer: Any) -> None:  # noqa: ANN401
    print(json.dumps(answer), flush=True)  # noqa: T201


def interrupt(
    xs: int, ys: list[float], options: dict[str, Any], *, alarm_s: float = 0
) -> dict[str, Any]:
    """Compute what takes minutes, until a signal's handler raises.

    alarm_s: when an alarm rings. It is set where it is awaited, because a busy machine may take
        longer to get there.
    """
    problem = problem_of(xs, ys, ENDLESS)
    out = poisoned(problem)
    ended = "not interrupted"
    try:
        try:
            say(running=True)
            signal.setitimer(signal.ITIMER_REAL, alarm_s)
            escape_counts(problem, out=out, **options)
        except (KeyboardInterrupt, Alarm) as caught:
            ended = type(caught).__name__
        at = time.monotonic()
    except KeyboardInterrupt:
        # The signal came between the computation and here.
        at, ended = time.monotonic(), "too late"
    left = children()
    return {"ended": ended, "at": at, "left": left}


def alarm(xs: int, ys: list[float], options: dict[str, Any]) -> dict[str, Any]:
    """Like interrupt(), with an alarm clock of its own and a handler that raises another thing."""

    def ring(*_: object) -> None:
        raise Alarm

    before = signal.signal(signal.SIGALRM, ring)
    try:
        return interrupt(xs, ys, options, alarm_s=0.06)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def go_on(xs: int, ys: list[float], options: dict[str, Any]) -> dict[str, Any]:
    """Let an alarm ring every 60 ms whose handler only counts, until it did so thrice in one run.

    A kernel that never looks for signals lets them pile up into one.
    """
    rings = 0

    def ring(*_: object) -> None:
        nonlocal rings
        rings += 1

    before = signal.signal(signal.SIGALRM, ring)
    try:
        for doubling in itertools.count(8):
            problem = problem_of(xs, ys, 2**doubling)
            out = poisoned(problem)
            rings = 0
            signal.setitimer(signal.ITIMER_REAL, 0.06, 0.06)
            escape_counts(problem, out=out, **options)
            signal.setitimer(signal.ITIMER_REAL, 0)
            expected = np.where(np.abs(problem.ys) < 1, problem.max_iterations, 0)
            right = bool((out == expected[:, np.newaxis]).all())
            if rings >= 3 or not right or doubling == 30:
                return {"rings": rings, "right": right, "left": children()}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    raise AssertionError


def main() -> None:
    right = escape_counts(SMALL, "python.loops")
    for line in sys.stdin:
        order = json.loads(line)
        do = {"interrupt": interrupt, "alarm": alarm, "go_on": go_on}[order.pop("do")]
        # Once before, because Numba compiles at its first call.
        escape_counts(SMALL, **order["options"])
        answer = do(**order)
        again = escape_counts(SMALL, out=poisoned(SMALL), **order["options"])
        say(**answer, wrong_after=int((again != right).sum()))


if __name__ == "__main__":
    main()
