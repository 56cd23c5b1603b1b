"""Every kernel in every flavour gives the golden answers, whichever thread holds the GIL."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from _pytest.mark import ParameterSet
from rows import POISON, Row, by_kernel, in_default_flavour, parameters, slow_if

from juliaset import Problem, _native, escape_counts
from juliaset.kernel_type import Gil
from juliaset.oracle import Golden, first_difference, golden, reference_of

MILLION = 1_000_000
SMALL = [name for name, entry in golden().items() if entry.make().pixels < MILLION]
LARGE = [name for name in golden() if name not in SMALL]
ODD = golden()["odd_sizes"]


def is_exact(row: Row) -> bool:
    return row.kernel.exact


def large_parameters() -> list[ParameterSet]:
    """Return the exact rows; what needs seconds for them is slow, and so is another flavour."""
    return slow_if(lambda row: row.slow or not in_default_flavour(row), parameters(is_exact))


def starts_processes(row: Row) -> bool:
    return row.starts_processes


def check(row: Row, entry: Golden, gil: Gil | None = None, threads: int | None = None) -> None:
    counts = row.counts(entry.make(), gil=gil, threads=threads)
    if row.kernel.complex_numbers and entry.fused_pixels(counts):
        return  # this Python fuses multiply-add, and its counts follow from that
    wrong = entry.check(counts)
    assert not wrong, f"{row} (gil={gil}, threads={threads}) on {entry.name}: {wrong}"


# Of the small problems these show most mistakes; to start processes takes longer than to compute.
FEW = ("sensitive_small", "circle", "odd_sizes", "limit_0")
FEWEST = ("circle", "odd_sizes")


def quick_problems(row: Row) -> Collection[str]:
    if row.starts_processes:
        return FEWEST
    return FEW if row.slow else SMALL


@pytest.mark.parametrize("rows", by_kernel(is_exact))
def test_the_small_golden_answers(rows: list[Row]) -> None:
    for row in rows:
        for name in quick_problems(row):
            check(row, golden()[name])


@pytest.mark.slow
@pytest.mark.parametrize("rows", by_kernel(lambda row: is_exact(row) and row.slow))
def test_the_other_small_golden_answers(rows: list[Row]) -> None:
    for row in rows:
        for name in set(FEW if row.starts_processes else SMALL) - set(quick_problems(row)):
            check(row, golden()[name])


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.parametrize("row", large_parameters())
def test_a_golden_answer_of_a_million_pixels(row: Row, name: str) -> None:
    check(row, golden()[name])


@pytest.mark.parametrize(
    "row", parameters(lambda row: not is_exact(row) and in_default_flavour(row))
)
def test_a_tolerant_kernel_differs_a_little(row: Row) -> None:
    problem = golden()["sensitive_small"].make()
    counts = row.counts(problem)
    difference = first_difference(problem, reference_of("sensitive_small"), counts)
    compiler = _native.load(row.flavour).compiler if row.flavour else ""
    if difference is None and "Clang" in compiler:
        pytest.skip(f"{compiler} may change the arithmetic of {row}, and leaves it as it is")
    assert difference is not None, f"{row} is exact here; say so, or find it a harder problem"
    assert difference.pixels < 0.1 * problem.pixels, f"{row}: {difference}"


@pytest.mark.parametrize("rows", by_kernel(lambda row: not is_exact(row)))
def test_a_tolerant_kernel_writes_every_pixel_within_the_limit(rows: list[Row]) -> None:
    for row in rows:
        for name in SMALL:
            problem = golden()[name].make()
            counts = row.counts(problem)
            assert counts.min() >= 0, f"{row} on {name}"
            assert counts.max() <= problem.max_iterations, f"{row} on {name}"


@pytest.mark.parametrize("rows", by_kernel(lambda row: is_exact(row) and row.flavour is not None))
def test_the_gil_changes_nothing(rows: list[Row]) -> None:
    for row in rows:
        for gil in row.kernel.gils:
            check(row, ODD, gil=gil)


@pytest.mark.parametrize(
    "rows",
    slow_if(starts_processes, by_kernel(lambda row: is_exact(row) and row.kernel.supports_threads)),
)
def test_the_number_of_threads_changes_nothing(rows: list[Row]) -> None:
    for row in rows:
        for threads in (1, 2, 3):
            for gil in row.kernel.gils or (None,):
                check(row, ODD, gil=gil, threads=threads)


EXACT_IN_DEFAULT_FLAVOUR = slow_if(
    starts_processes, parameters(lambda row: is_exact(row) and in_default_flavour(row))
)


@pytest.mark.parametrize("row", EXACT_IN_DEFAULT_FLAVOUR)
def test_more_threads_than_rows(row: Row) -> None:
    check(row, golden()["one_row"], threads=3 if row.kernel.supports_threads else 1)


@pytest.mark.parametrize("row", EXACT_IN_DEFAULT_FLAVOUR)
def test_one_kernel_runs_twice_at_once(row: Row) -> None:
    problem = golden()["sensitive_small" if row.flavour else "odd_sizes"].make()
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(row.counts, [problem, problem])
    assert np.array_equal(first, second)
    assert POISON not in first


@pytest.mark.parametrize("row", slow_if(starts_processes, parameters(in_default_flavour)))
def test_out_is_filled_and_given_back(row: Row) -> None:
    problem = Problem.view(width=11, height=7, max_iterations=20)
    out = np.full(problem.shape, POISON, np.int32)
    given = escape_counts(problem, row.kernel.name, out=out)
    assert given is out
    assert np.array_equal(out, escape_counts(problem, row.kernel.name))
    assert np.array_equal(out, escape_counts(problem, "python.loops"))


@pytest.mark.parametrize("row", slow_if(starts_processes, parameters(in_default_flavour)))
def test_a_second_run_of_a_bound_call_does_not_add_to_the_first(row: Row) -> None:
    problem = Problem.view(width=11, height=7, max_iterations=20)
    out = np.empty(problem.shape, np.int32)
    call = row.kernel.bind(problem, out)
    call()
    first = out.copy()
    call()
    assert np.array_equal(out, first)


@pytest.mark.parametrize("row", slow_if(starts_processes, parameters(in_default_flavour)))
def test_the_inputs_stay_as_they_were(row: Row) -> None:
    xs, ys = np.linspace(-2, 2, 13), np.linspace(-1, 1, 9)
    row.counts(Problem(xs, ys, 0.1 + 0.6j, 30))
    assert np.array_equal(xs, np.linspace(-2, 2, 13))
    assert np.array_equal(ys, np.linspace(-1, 1, 9))
