"""python.threads: its pool is as large as it was asked for, and each row is computed once."""

from collections import Counter
from threading import Barrier, get_ident

import numpy as np
import pytest

from juliaset import Problem, escape_counts
from juliaset.techniques import python_threads
from juliaset.techniques.python_threads import dealt_rows

NO_STOP = memoryview(bytes(1))


@pytest.mark.parametrize("height", [1, 7, 8, 9, 16, 100])
@pytest.mark.parametrize("members", [1, 2, 3, 13])
def test_the_rows_are_dealt_out_once(height: int, members: int) -> None:
    dealt = Counter(j for member in range(members) for j in dealt_rows(height, member, members))
    assert dealt == Counter(range(height))


def test_all_have_as_many_rows_if_they_can() -> None:
    assert [len(list(dealt_rows(48, member, 3))) for member in range(3)] == [16, 16, 16]


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_each_thread_of_the_pool_computes_its_rows(
    threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem.view(width=12, height=24, max_iterations=10)
    rows: dict[int, set[float]] = {}
    count, all_here = python_threads.escape_count, Barrier(threads)

    def noted(limit: int, z: complex, c: complex, flag: memoryview) -> int:
        if get_ident() not in rows:
            rows[get_ident()] = set()
            all_here.wait(timeout=30)
        rows[get_ident()].add(z.imag)
        return count(limit, z, c, flag)

    monkeypatch.setattr(python_threads, "escape_count", noted)
    counts = escape_counts(problem, "python.threads", threads=threads)
    assert np.array_equal(counts, escape_counts(problem, "python.expanded"))
    assert len(rows) == threads
    assert sum(len(of_one) for of_one in rows.values()) == problem.height
    assert set().union(*rows.values()) == set(problem.ys.tolist())
    assert get_ident() not in rows


@pytest.mark.parametrize("limit", [0, 1, 5, 6, 7, 12, 13])
def test_a_count_goes_on_where_it_looked_at_the_flag(
    limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(python_threads, "STEPS", 6)
    assert python_threads.escape_count(limit, 0.1 + 0.1j, 0.2 + 0j, NO_STOP) == limit


def test_a_count_ends_if_the_flag_is_set() -> None:
    assert python_threads.escape_count(2**31 - 1, 0j, 0j, memoryview(b"\1")) == 0


def test_a_long_row_is_computed_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(python_threads, "PIXELS", 5)
    problem = Problem.view(width=23, height=9, max_iterations=30)
    counts = escape_counts(problem, "python.threads", threads=2)
    assert np.array_equal(counts, escape_counts(problem, "python.expanded"))
