"""The row of a user's problem in its process: which cores it has, and what its first call shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from problem_files import GOOD, written

from juliaset.bench.contestants.kernel import KernelContestant
from juliaset.bench.contestants.own_notes import OwnNotes
from juliaset.bench.problem_file import open_problem
from juliaset.bench.rounds import Timing
from juliaset.bench.shared_problem import shared_problem
from juliaset.system.cores import core_numbers

POOLED = """

import os
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(1)
pool.submit(int).result()  # as a library starts its threads when it is loaded


@shift.kernel("pooled")
def pooled(x, k, n, out):
    if n > 10:  # it is bound only after the warm-up
        found = pool.submit(os.sched_getaffinity, 0).result()
        assert found == os.sched_getaffinity(0) == {CORE}, found
    out[...] = x + k
"""

KEEPS = """

import time

kept = {}


@shift.kernel("keeps", threads=THREADS)
def keeps(x, k, n, out, *threads):
    if n not in kept:
        until = time.perf_counter() + 0.1
        while time.perf_counter() < until:
            pass
        kept[n] = x + k
    out[...] = kept[n]
"""


@contextmanager
def row(
    path: Path, name: str, *, size: int | None = None, cores: list[int] | None = None
) -> Iterator[KernelContestant]:
    """Yield the process of a row, ready for samples."""
    problem = open_problem(path, size)
    with shared_problem(problem) as (folder, _):
        contestant = problem.row(name).entry(folder, 60, cores or []).contestant
        assert isinstance(contestant, KernelContestant)
        try:
            contestant.begin()
            contestant.open()
            yield contestant
        finally:
            contestant.close()


@pytest.mark.skipif(len(core_numbers()) == 1, reason="there is one core, bound or not")
def test_threads_that_a_library_started_are_bound_to_the_core_of_the_row(tmp_path: Path) -> None:
    core = core_numbers()[-1]
    path = written(tmp_path, GOOD + POOLED.replace("{CORE}", f"{{{core}}}"))
    with row(path, "pooled", cores=[core]) as bound:
        assert bound.sample(1).core == core


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize(
    ("small", "size"), [("small=10,", None), ("small=10,", 10), ("", None)], ids=str
)
def test_a_kernel_that_keeps_its_answer_has_a_note_whatever_call_is_its_first(
    tmp_path: Path, small: str, size: int | None, threads: int
) -> None:
    text = GOOD.replace("small=10,", small) + KEEPS.replace("THREADS", str(threads > 1))
    name = f"keeps/t{threads}" if threads > 1 else "keeps"
    with row(written(tmp_path, text), name, size=size) as kept:
        for calls in (1, 3, 3):
            kept.sample(calls)
        assert "times as long as later ones: does it keep its answer?" in note_of(kept)


CACHED = """

from functools import lru_cache


@lru_cache
def sums(first, k, n):
    return np.arange(n) + first + k


@shift.kernel("cached")
def cached(x, k, n, out):
    out[...] = sums(x[0], k, n)
"""


@pytest.mark.parametrize("small", ["small=10,", ""])
def test_a_kernel_that_asks_a_cache_has_a_note_though_its_first_call_was_short(
    tmp_path: Path, small: str
) -> None:
    text = GOOD.replace("small=10,", small) + CACHED
    with row(written(tmp_path, text), "cached") as cached:
        cached.sample(1)
        cached.sample(3)
        assert note_of(cached) == "the lru_cache of sums answered calls after the first one"


def note_of(contestant: KernelContestant) -> str:
    return contestant._variant.note  # noqa: SLF001


def test_a_kernel_that_works_at_each_call_has_no_note(tmp_path: Path) -> None:
    with row(written(tmp_path), "numpy.in_place") as honest:
        for calls in (1, 3, 3):
            honest.sample(calls)
        assert note_of(honest) == ""


@pytest.mark.parametrize(
    ("threads", "cores", "note"),
    [
        (1, 1.0, ""),
        (1, 1.09, ""),
        (1, 1.9, "it used 1.9 cores, and counts as one thread"),
        (2, 1.9, ""),
    ],
)
def test_a_row_of_one_thread_that_uses_more_cores_has_a_note(
    threads: int, cores: float, note: str
) -> None:
    found = OwnNotes(threads)
    for _ in range(3):
        found.add(Timing(3e6, cores * 3e6))
    assert found.note == note


def test_a_call_of_microseconds_does_not_say_how_many_cores_it_used() -> None:
    found = OwnNotes(1)
    found.add(Timing(100.0, 900.0))
    assert found.note == ""
