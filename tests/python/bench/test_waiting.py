"""Each kind of contestant says how long it waited for a core that another process used."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from juliaset.bench.commands import commands
from juliaset.bench.contestants.function import FunctionContestant
from juliaset.bench.contestants.program import ProgramContestant
from juliaset.bench.contestants.together import ProcessesContestant, ThreadsContestant
from juliaset.bench.contestants.together import entry as together
from juliaset.bench.contests import contest
from juliaset.bench.outcome import Answer, answer
from juliaset.bench.picture import Picture
from juliaset.bench.programs import contest_of_programs
from juliaset.bench.rounds import Contestant, Timing
from juliaset.bench.rules import Rules
from juliaset.bench.selection import one
from juliaset.bench.shared_problem import shared_problem
from juliaset.problem import Problem
from juliaset.system.cores import core_numbers
from juliaset.system.run_delay import threads_of

SPIN = "import time\nend = time.perf_counter() + {s}\nwhile time.perf_counter() < end: pass"
KINDS = [
    *("function", "command", "kernel"),
    *(
        pytest.param(kind, marks=pytest.mark.slow)
        for kind in ("command of a child", "threads", "processes")
    ),
]
QUICK = Rules(budget_s=60, processes=3, rounds=1)

pytestmark = pytest.mark.skipif(not threads_of(), reason="this system has no run delay")


@pytest.fixture
def crowded() -> Iterator[int]:
    """A core on which another process computes, and to which this thread is pinned."""
    before, core = os.sched_getaffinity(0), core_numbers()[-1]
    os.sched_setaffinity(0, [core])
    try:
        # Linux shares a core among sessions, and this one computes on other cores, too.
        other = subprocess.Popen(
            [sys.executable, "-S", "-c", SPIN.format(s=60)], start_new_session=True
        )
        try:
            yield core
        finally:
            other.kill()
            other.wait()
    finally:
        os.sched_setaffinity(0, before)


def spin() -> None:
    end = time.perf_counter() + 0.1
    while time.perf_counter() < end:
        pass


@contextmanager
def contestant(kind: str, core: int) -> Iterator[Contestant]:
    if kind == "function":
        yield FunctionContestant(spin, None)
    elif kind == "command":
        yield ProgramContestant([sys.executable, "-S", "-c", SPIN.format(s=0.1)], 60, None)
    elif kind == "command of a child":
        words = ["sh", "-c", '"$@"; true', "sh", sys.executable, "-S", "-c", SPIN.format(s=0.3)]
        yield ProgramContestant(words, 60, None)
    else:
        with shared_problem(Picture(Problem.book(800))) as (folder, _):
            yield of_kernel(kind, folder, core)


def of_kernel(kind: str, folder: Path, core: int) -> Contestant:
    if kind == "kernel":
        return one("cpp.scalar").entry(folder, 60, [core]).contestant
    way = ThreadsContestant if kind == "threads" else ProcessesContestant
    return together(one("cpp.scalar"), 1, folder, way).contestant


def sample(kind: str, core: int) -> Timing:
    with contestant(kind, core) as each:
        try:
            each.begin()
            each.open()
            return each.sample(4)  # a process that has just slept has its core for a while
        finally:
            each.close()


@pytest.mark.parametrize("kind", KINDS)
def test_what_shares_its_core_says_that_it_waited(kind: str, crowded: int) -> None:
    timing = sample(kind, crowded)
    assert timing.waited_ns is not None
    assert 0.2 < timing.waited_ns / timing.wall_ns < 1


@pytest.mark.slow
@pytest.mark.usefixtures("crowded")
def test_functions_that_share_their_core_are_a_contended_contest() -> None:
    outcome = contest({"one": spin, "other": spin}, rules=QUICK)
    assert answer(outcome.record) == Answer.CONTENDED
    assert "The machine was busy" in str(outcome)


@pytest.mark.usefixtures("crowded")
def test_commands_that_share_their_core_are_a_contended_contest() -> None:
    texts = [f"{sys.executable} -S -c 'sum(range(int({n}e6)))'" for n in (1, 2)]
    outcome = contest_of_programs(commands(texts, {}), QUICK)
    assert answer(outcome.record) == Answer.CONTENDED
    assert "The machine was busy" in str(outcome)
