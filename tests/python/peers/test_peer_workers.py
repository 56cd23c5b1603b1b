"""A worker in another interpreter: what it answers is compared here, and its end is one row's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from planted_peers import RIGHT, Planted, changed, planted

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.picture import Picture
from juliaset.bench.record import Status
from juliaset.bench.shared_problem import shared_problem
from juliaset.peers.contestant import PeerContestant, selected_peer
from juliaset.problem import Problem

SMALL = Problem.view(width=12, height=7, max_iterations=30)
LAST = "                problem.counts[place] = n\n"


@contextmanager
def started(peer: Planted, timeout: float = 60.0) -> Iterator[PeerContestant]:
    """Start the peer's process for a small picture."""
    with shared_problem(Picture(SMALL)) as (folder, _):
        contestant = PeerContestant(peer, selected_peer(peer).variant(), folder, timeout)
        try:
            contestant.begin()
            yield contestant
        finally:
            contestant.close()


def end_of(peer: Planted, timeout: float = 60.0) -> EndedError:
    """Open it and take a sample; return how it ended."""
    with started(peer, timeout) as contestant, pytest.raises(EndedError) as ended:
        opened_and_sampled(contestant, samples=1, calls=1)
    return ended.value


def opened_and_sampled(contestant: PeerContestant, samples: int, calls: int) -> None:
    contestant.open()
    for _ in range(samples):
        contestant.sample(calls)


def test_a_peer_is_timed_and_says_what_it_does_once(tmp_path: Path) -> None:
    peer = planted(
        tmp_path, changed("def make(problem):\n", "def make(problem):\n    sum(range(10**5))\n")
    )
    with started(peer) as contestant:
        contestant.open()
        timing = contestant.sample(3)
        variant = contestant.variant
        assert timing.wall_ns > 0
        assert timing.pid == contestant.pid
        assert variant.compiler == "Planted 1.0"
        cold = variant.cold
        assert None not in {cold.load_ns, cold.compile_ns, cold.first_call_ns}
        assert (cold.compile_ns or 0) > 0
        assert contestant.differing() == 0


def test_a_peer_turns_to_another_problem(tmp_path: Path) -> None:
    other = Problem.view(width=5, height=3, c=-2.1 + 0.3j, max_iterations=9)
    with started(planted(tmp_path)) as contestant, shared_problem(Picture(other)) as (folder, _):
        contestant.open()
        contestant.prepare(folder)
        assert contestant.differing() == 0
        contestant.sample(1)


@pytest.mark.parametrize(
    ("program", "status", "reason"),
    [
        (
            changed(LAST, LAST.replace("= n", "= n + (place == 17)")),
            "wrong",
            "1 of 84 pixels differ",
        ),
        (changed(LAST, "                pass\n"), "wrong", "84 of 84 pixels differ"),
        (
            changed("    def run():\n", "    def run():\n        import os; os._exit(3)\n"),
            "crashed",
            "exit code 3",
        ),
        (
            changed(
                "    def run():\n", "    def run():\n        import os; os.kill(os.getpid(), 11)\n"
            ),
            "crashed",
            "SIGSEGV",
        ),
        (
            changed(
                "    def run():\n", "    def run():\n        raise ValueError('no such step')\n"
            ),
            "failed",
            "ValueError: no such step",
        ),
        ("import no_such_package\n" + RIGHT, "failed", "No module named 'no_such_package'"),
    ],
    ids=["one pixel", "nothing written", "ends", "a signal", "raises", "cannot be imported"],
)
def test_what_goes_wrong_ends_the_row_with_its_reason(
    tmp_path: Path, program: str, status: str, reason: str
) -> None:
    end = end_of(planted(tmp_path, program))
    assert end.status == status
    assert reason in end.reason


def before_each(statements: str) -> str:
    """Return the right program, with statements that know how often it was called."""
    calls = "    calls = []\n    def run():\n        calls.append(0)\n"
    return changed("    def run():\n", f"{calls}        {statements}\n")


def test_counts_that_were_right_only_in_the_first_call_are_wrong(tmp_path: Path) -> None:
    end = end_of(planted(tmp_path, before_each("if len(calls) > 1: return")))
    assert end.status == Status.WRONG


def test_a_peer_that_keeps_its_counts_between_the_calls_of_a_sample_is_wrong(
    tmp_path: Path,
) -> None:
    # It computes in the first call of each sample, and some counts are spoiled before the others.
    lazy = changed(
        "    def run():\n", "    def run():\n        if problem.counts[5] != -1: return\n"
    )
    with started(planted(tmp_path, lazy)) as contestant, pytest.raises(EndedError) as ended:
        opened_and_sampled(contestant, samples=20, calls=50)
    assert ended.value.status == Status.WRONG


def test_what_a_peer_prints_is_no_answer(tmp_path: Path) -> None:
    loud = changed(
        "    def run():\n", '    def run():\n        print(\'{"number": 2, "wall_ns": 1}\')\n'
    )
    with started(planted(tmp_path, loud)) as contestant:
        contestant.open()
        assert contestant.sample(1).wall_ns > 1


def test_nonsense_in_the_place_of_an_answer_is_quoted(tmp_path: Path) -> None:
    nonsense = """
import os
for each in range(3, 20):
    try:
        os.write(each, b"rubbish\\n")
    except OSError:
        pass
"""
    end = end_of(planted(tmp_path, nonsense + RIGHT))
    assert end.status == Status.FAILED
    assert "something other than the answer: 'rubbish'" in end.reason


def test_a_peer_that_hangs_ends_with_its_row(tmp_path: Path) -> None:
    hangs = before_each("while len(calls) > 1: pass")
    assert end_of(planted(tmp_path, hangs), timeout=2.0).status == Status.TIMEOUT


def test_an_answer_of_another_kind_than_numbers_is_wrong(tmp_path: Path) -> None:
    floats = """
VERSION = "Planted 1.0"
TOLD = "nothing"
def make(problem):
    from array import array
    return lambda: array("f", [1.5] * len(problem.counts))
"""
    end = end_of(planted(tmp_path, floats))
    assert end.status == Status.WRONG


def test_the_worker_imports_nothing_of_juliaset_and_no_numpy(tmp_path: Path) -> None:
    looks = "import sys\nassert not {'juliaset', 'numpy'} & set(sys.modules)\n"
    with started(planted(tmp_path, looks + RIGHT)) as contestant:
        contestant.open()


def test_the_counts_are_those_of_the_shared_file(tmp_path: Path) -> None:
    with started(planted(tmp_path)) as contestant:
        contestant.open()
        counts = np.asarray(contestant.counts)
        assert counts.shape == SMALL.shape
        assert counts.min() >= 0
