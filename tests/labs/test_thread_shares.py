"""Lab 13's criterion: which figures of four threads pass, and with which words others fail."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from juliaset.grader.catalogue import find_lab
from juliaset.grader.submission import Submission, check_submission
from juliaset.grader.usage import Used
from juliaset.grader.verdict import Status
from juliaset.system.thread_usage import ThreadUsage

LAB = find_lab("13")
ALONE = 0.4


def steady(part: float) -> float:
    """Return the work that is done at a part of the time: as much of it."""
    return part


def shares(
    *ran: float,
    waste: float = 0.0,
    asleep: float = 0.0,
    slept: int = 2,
    gone: float = 0.0,
    done: Callable[[float], float] = steady,
) -> Any:  # noqa: ANN401
    """Return what is measured if threads have these parts of the work, on one core.

    waste: CPU time of each besides its part. asleep: the part of the time in which each sleeps.
    gone: CPU time of threads that ended.
    """
    parts = [part * ALONE + waste for part in ran]
    wall = sum(parts) + gone
    threads = [ThreadUsage(part, wall * (1 - asleep) - part, slept) for part in parts]
    used = Used(wall, wall, dict(enumerate(threads)))
    return LAB.check.Shares(threads, used, ALONE, done)


EQUAL = (0.25, 0.25, 0.25, 0.25)
FIGURES = {
    "equal parts": (shares(*EQUAL), Status.PASS, "passed"),
    "nearly equal parts": (shares(0.31, 0.25, 0.22, 0.22), Status.PASS, "passed"),
    "an unequal part": (shares(0.34, 0.22, 0.22, 0.22), Status.FAIL, "equal shares of rows"),
    "blocks, and sleep": (
        shares(0.8, 0.1, 0.06, 0.04, asleep=0.6),
        Status.FAIL,
        "equal shares of rows",
    ),
    # The effect of sched_yield(): nearly all time is queued, and little is wasted.
    "blocks, and a little waste": (
        shares(0.8, 0.1, 0.06, 0.04, waste=0.01),
        Status.FAIL,
        "equal shares of rows",
    ),
    "blocks, and as much waste as work": (
        LAB.check.Shares(
            [ThreadUsage(0.32, 1.0, 2)] * 4,
            Used(1.28, 1.3, {}),
            ALONE,
            steady,
        ),
        Status.FAIL,
        "wait in a loop",
    ),
    # A loop that is faster than the given one can waste time, and all together need no more.
    "blocks, and waste from a faster loop": (
        shares(*EQUAL, done=lambda part: min(2 * part, 0.6 + 0.4 * part)),
        Status.FAIL,
        "the others only look busy",
    ),
    "rows that appear at the end": (
        shares(*EQUAL, done=lambda part: float(part == 1)),
        Status.FAIL,
        "only when all are done",
    ),
    "a little at the end": (
        shares(*EQUAL, done=lambda part: min(1.1 * part, 1.0)),
        Status.PASS,
        "passed",
    ),
    "another loop with one thread": (
        shares(*(part / 2 for part in EQUAL)),
        Status.FAIL,
        "Let it do the same",
    ),
    "all of it by each": (shares(1, 1, 1, 1), Status.FAIL, "by more than one thread"),
    "all of it twice": (shares(0.5, 0.5, 0.5, 0.5), Status.FAIL, "by more than one thread"),
    "more work, perhaps": (shares(*EQUAL, waste=0.05), Status.INCONCLUSIVE, "slowed down"),
    "asleep": (shares(*EQUAL, asleep=0.3), Status.FAIL, "one after the other"),
    "often asleep": (shares(*EQUAL, slept=40), Status.FAIL, "one after the other"),
    "a lock that one thread has most": (
        shares(0.7, 0.1, 0.1, 0.1, slept=40),
        Status.FAIL,
        "one after the other",
    ),
    "one": (shares(1), Status.FAIL, "but 1 took part"),
    "three": (shares(0.34, 0.33, 0.33), Status.FAIL, "but 3 took part"),
    # Each has a small part, and no thread more than its share of four.
    "sixty-four": (shares(*[1 / 64] * 64), Status.FAIL, "but 64 took part"),
    "teams inside a team": (shares(*[0.05] * 4, gone=0.32), Status.FAIL, "a team inside a team"),
}


@pytest.mark.parametrize(("found", "status", "words"), FIGURES.values(), ids=FIGURES)
def test_figures_decide(
    found: Any,  # noqa: ANN401
    status: Status,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @contextmanager
    def nothing(*_: object) -> Iterator[None]:
        yield None

    monkeypatch.setattr(Submission, "check_counts", lambda _: None)
    monkeypatch.setattr(Submission, "loadable", lambda _: None)
    monkeypatch.setattr(Submission, "baseline", lambda _: None)
    monkeypatch.setattr(Submission, "start", nothing)
    monkeypatch.setattr(LAB.check, "shares_of", lambda *_: found)
    verdict = check_submission(LAB, Path("start.cpp"))
    assert (verdict.status, words in verdict.message) == (status, True), verdict.message
