"""On random problems, every exact kernel gives the same counts as Python."""

import cmath
import math

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from mutants import (
    Mutant,
    forgets_who_has_escaped,
    fused,
    not_strictly_below_two,
    single_precision,
    sum_of_squares,
)
from rows import Row, all_rows

from juliaset import Problem
from juliaset.oracle import first_difference
from juliaset.python_arithmetic import python_fuses

# Where Python's own product is fused, python.loops is the right answer to nothing.
EXACT = [row for row in all_rows() if row.kernel.exact and not row.reason]
LOOPS, *OTHERS = [row for row in EXACT if not (row.kernel.complex_numbers and python_fuses())]
IN_PROCESS = [row for row in OTHERS if not row.starts_processes]
FLAVOURS = list(dict.fromkeys(row.flavour for row in IN_PROCESS if row.flavour))

EASILY = settings(max_examples=400, phases=[Phase.generate], derandomize=True, database=None)

SPECIAL = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    2.0,
    -2.0,
    math.sqrt(2),
    -math.sqrt(2),
    0.5,
    -0.25,
    5e-324,
    -5e-324,
]
SPECIAL += [
    1e-310,
    -2e-308,
    1e-200,
    1e100,
    -1e150,
    1e150,
    math.nextafter(2, 0),
    math.nextafter(2, 3),
]
SPECIAL += [math.nextafter(-2, 0), math.nextafter(-2, -3), 1.9999999999999996]

# On the edges of the Mandelbrot set, where orbits linger, and where they are exact.
KNOWN_C = [
    0,
    -2,
    0.25,
    -0.75,
    1j,
    -1j,
    -1,
    -1.75,
    -0.8 + 0.156j,
    -0.62772 - 0.42193j,
    -0.0,
    -2.1,
    3,
]
KNOWN_C += [complex(-0.75, 1e-3), complex(0.2500001, 0), complex(0.5, -0.0), 1.9 + 0.9j, -3 + 0.2j]

numbers = st.one_of(st.floats(-2.2, 2.2), st.floats(-1, 1), st.sampled_from(SPECIAL))
parts = st.one_of(st.floats(-3, 3), st.floats(-0.9, 0.4))
constants = st.one_of(
    st.sampled_from(KNOWN_C),
    st.builds(complex, parts, parts),
    st.builds(complex, parts),  # exactly real
    st.builds(
        lambda angle: cmath.rect(0.5, angle) - cmath.rect(0.25, 2 * angle), st.floats(0, 6.3)
    ),
)
limits = st.integers(0, 200)


@st.composite
def scattered(draw: st.DrawFn) -> Problem:
    """Axes in no order, of any numbers."""
    axes = st.lists(numbers, min_size=1, max_size=40)
    xs, ys = np.array(draw(axes)), np.array(draw(axes))
    return Problem(xs, ys, draw(constants), draw(limits))


@st.composite
def windows(draw: st.DrawFn) -> Problem:
    """A picture, some of them deep zooms, of any size that no vector divides."""
    x, y, size = draw(st.floats(-2, 2)), draw(st.floats(-2, 2)), 2.0 ** draw(st.integers(-60, 2))
    sizes = st.integers(1, 40)
    width, height = draw(sizes), draw(sizes)
    xs = x + (np.arange(width) / width - 0.5) * size
    ys = y - (np.arange(height) / height - 0.5) * size
    return Problem(xs, ys, draw(constants), draw(limits))


@st.composite
def circles(draw: st.DrawFn) -> Problem:
    """Crossings on abs(z) = 2 to the last bits, or there after one step."""
    c = complex(draw(constants))
    xs, ys = [], []
    for angle in draw(st.lists(st.floats(0, 6.3), min_size=1, max_size=5)):
        start = cmath.rect(2, angle)
        for z in (start, cmath.sqrt(start - c)):
            for bits in range(-2, 3):
                xs.append(z.real + bits * math.ulp(z.real))
                ys.append(z.imag + bits * math.ulp(z.imag))
    return Problem(np.array(xs[:40]), np.array(ys[:40]), c, draw(limits))


def compare(rows: list[Row], problem: Problem) -> None:
    expected = LOOPS.counts(problem)
    for row in rows:
        difference = first_difference(problem, expected, row.counts(problem))
        assert difference is None, f"{row}, c = {problem.c!r}: {difference}"


@pytest.mark.parametrize(
    ("c", "limit"), [(-2, 200), (complex(0.25, -0.0), 200), (1e150 - 1e150j, 3)]
)
def test_all_kernels_agree_about_special_numbers(c: complex, limit: int) -> None:
    compare(IN_PROCESS, Problem(np.array(SPECIAL), np.array(SPECIAL), c, limit))


# All kernels see each problem, those of C++ in one of their flavours.
@given(st.one_of(scattered(), windows(), circles()), st.sampled_from(FLAVOURS))
@settings(max_examples=40)
def test_all_kernels_agree_with_python(problem: Problem, flavour: str) -> None:
    compare([row for row in IN_PROCESS if row.flavour in (None, flavour)], problem)


@pytest.mark.slow
@pytest.mark.parametrize("row", [row for row in OTHERS if row.starts_processes], ids=str)
@given(problem=st.one_of(scattered(), circles()))
@settings(max_examples=4)
def test_kernels_that_start_processes_agree_too(row: Row, problem: Problem) -> None:
    compare([row], problem)


@pytest.mark.slow
@given(st.one_of(scattered(), windows(), circles()))
@pytest.mark.timeout(900)
@settings(max_examples=1500)
def test_all_kernels_agree_with_python_for_longer(problem: Problem) -> None:
    compare(IN_PROCESS, problem)


@pytest.mark.parametrize(
    "mutant",
    [fused, not_strictly_below_two, sum_of_squares, single_precision, forgets_who_has_escaped],
    ids=lambda mutant: mutant.__name__,
)
def test_the_problems_are_hard_enough_to_catch_a_mutant(mutant: Mutant) -> None:
    def differs(problem: Problem) -> bool:
        with np.errstate(over="ignore"):  # single precision cannot hold what double can
            return not np.array_equal(mutant(problem), LOOPS.counts(problem))

    # Unlike an assertion in a test, find() raises if no example is caught.
    find(st.one_of(scattered(), windows(), circles()), differs, settings=EASILY)
