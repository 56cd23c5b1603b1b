"""Loops that are wrong in one small way each: the oracle has to see through all of them."""

from collections.abc import Callable

import numpy as np

from juliaset import escape_counts
from juliaset.problem import Counts, Problem
from planted_python import fma

Mutant = Callable[[Problem], Counts]
Step = Callable[[float, float, complex], tuple[float, float]]
Inside = Callable[[float, float], bool]


def strict_step(re: float, im: float, c: complex) -> tuple[float, float]:
    product = re * im
    return (re * re - im * im) + c.real, (product + product) + c.imag


def strict_inside(re: float, im: float) -> bool:
    return abs(complex(re, im)) < 2


def expanded(problem: Problem, step: Step = strict_step, inside: Inside = strict_inside) -> Counts:
    """The loop that the mutants change; as it stands it is right."""
    counts = np.empty(problem.shape, np.int32)
    for j, y in enumerate(problem.ys.tolist()):
        for i, x in enumerate(problem.xs.tolist()):
            re, im, n = x, y, 0
            while n < problem.max_iterations and inside(re, im):
                re, im = step(re, im, problem.c)
                n += 1
            counts[j, i] = n
    return counts


def fused(problem: Problem) -> Counts:
    """One rounding less: re*re - im*im in one instruction."""

    def step(re: float, im: float, c: complex) -> tuple[float, float]:
        product = re * im
        return fma(re, re, -(im * im)) + c.real, (product + product) + c.imag

    return expanded(problem, step=step)


def not_strictly_below_two(problem: Problem) -> Counts:
    """`<=` where the book writes `<`."""
    return expanded(problem, inside=lambda re, im: abs(complex(re, im)) <= 2)


def sum_of_squares(problem: Problem) -> Counts:
    """x*x + y*y < 4 instead of abs(z) < 2."""
    return expanded(problem, inside=lambda re, im: re * re + im * im < 4)


def single_precision(problem: Problem) -> Counts:
    """float32 from the axes on."""
    re = np.tile(problem.xs.astype(np.float32), (problem.height, 1))
    im = np.repeat(problem.ys.astype(np.float32), problem.width).reshape(problem.shape)
    c_re, c_im = np.float32(problem.c.real), np.float32(problem.c.imag)
    counts = np.zeros(problem.shape, np.int32)
    live = np.ones(problem.shape, np.bool_)
    for _ in range(problem.max_iterations):
        live &= re * re + im * im < 4
        counts += live
        product = re * im
        np.add(re * re - im * im, c_re, out=re, where=live)
        np.add(product + product, c_im, out=im, where=live)
    return counts


def forgets_who_has_escaped(problem: Problem) -> Counts:
    """A mask that is not sticky: an orbit that comes back below 2 is counted again."""
    re = np.tile(problem.xs, (problem.height, 1))
    im = np.repeat(problem.ys, problem.width).reshape(problem.shape)
    counts = np.zeros(problem.shape, np.int32)
    with np.errstate(over="ignore", invalid="ignore"):  # what has escaped goes to infinity
        for _ in range(problem.max_iterations):
            counts += np.hypot(re, im) < 2
            product = re * im
            re, im = (re * re - im * im) + problem.c.real, (product + product) + problem.c.imag
    return counts


def looks_every_second_step(problem: Problem) -> Counts:
    """Two steps between two looks, the count put right where the first of them had escaped."""

    def escape_count(re: float, im: float) -> int:
        n = 0
        while n < problem.max_iterations:
            next_re, next_im = strict_step(re, im, problem.c)
            if not strict_inside(next_re, next_im):
                return n + strict_inside(re, im)
            re, im = strict_step(next_re, next_im, problem.c)
            n += 2
        return problem.max_iterations

    counts = [escape_count(x, y) for y in problem.ys.tolist() for x in problem.xs.tolist()]
    return np.array(counts, np.int32).reshape(problem.shape)


def right(problem: Problem) -> Counts:
    """Return right counts to be spoilt; how they were computed does not matter."""
    return escape_counts(problem, "cpp.scalar")


def transposed(problem: Problem) -> Counts:
    """Columns for rows, where the shape lets it pass."""
    turned = Problem(problem.ys, problem.xs, problem.c, problem.max_iterations)
    return right(turned).reshape(problem.shape)


def upside_down(problem: Problem) -> Counts:
    """The last row first."""
    return right(problem)[::-1].copy()


def one_row_missing(problem: Problem) -> Counts:
    """The last row is never written: zeros, as fresh memory has."""
    counts = right(problem)
    counts[-1] = 0
    return counts


def two_pixels_swapped(problem: Problem) -> Counts:
    """Two different counts change places: no sum can tell."""
    counts = right(problem)
    flat = counts.reshape(-1)
    other = int((flat != flat[0]).argmax())  # 0, itself, where all are equal
    flat[[0, other]] = flat[[other, 0]]
    return counts


def one_step_more(problem: Problem) -> Counts:
    """The limit is tested too late."""
    later = Problem(problem.xs, problem.ys, problem.c, problem.max_iterations + 1)
    return right(later)
