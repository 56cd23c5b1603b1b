"""The search for assertions about times finds them, and nothing else."""

import ast

import pytest
from times_found import asserted_times

ASSERTED = {
    "clock": "start = perf_counter()\nwork()\nassert perf_counter() - start < 1",
    "kept": "start = time.perf_counter()\nspent = time.perf_counter() - start\nassert spent < 1",
    "computed": "a, b = timeit(f), timeit(g)\ngain = a / b\nassert gain > 2",
    "harness": "assert outcome.comparisons[0].ratio > 2",
}
OTHERS = {
    "count": "start = perf_counter()\ncounts = work()\nassert counts.sum() == 33219980",
    "agreement": "assert np.isclose(np.exp(median(logs)), known.ratio)",
    "counts": "assert 0.5 < np.median(counts) < 0.7",
    "printed": "spent = timeit(f)\nprint(spent)\nassert f() == 4",
}


@pytest.mark.parametrize("source", ASSERTED.values(), ids=ASSERTED)
def test_a_time_is_found(source: str) -> None:
    assert asserted_times([ast.parse(source)])


@pytest.mark.parametrize("source", OTHERS.values(), ids=OTHERS)
def test_what_is_no_time_is_not(source: str) -> None:
    assert not asserted_times([ast.parse(source)])


def test_a_time_of_an_earlier_cell_is_found() -> None:
    assert asserted_times([ast.parse("spent = timeit(f)"), ast.parse("assert spent < 1")])
