"""The row of a user's problem in its process: which cores it has, and what its first call shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from problem_files import GOOD, written

from juliaset.bench.contestants.kernel import KernelContestant
from juliaset.bench.problem_file import open_problem
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
