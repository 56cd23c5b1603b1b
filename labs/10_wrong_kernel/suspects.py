"""Kernels under suspicion: right ones of many kinds, and others that are wrong in one way each.

Each wrong one keeps the sum of the book's picture, or nearly so; most keep all of its pixels.
"""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from juliaset import escape_counts, kernels
from juliaset.grader.catalogue import load_module
from juliaset.problem import Problem

BILL = load_module(Path(__file__).with_name("bill.py"))

right = partial(escape_counts, kernel="cpp.scalar")


@dataclass
class Suspect:
    """A kernel, and what is wrong with it; empty if it is right."""

    name: str
    counts: object
    wrong: str = ""
    called_right: bool = False
    bill: Any = field(default_factory=BILL.Bill)

    def kernel(self, xs, ys, c, limit):
        """Count, if the picture is small enough for a question."""
        self.bill.charge(xs, ys, limit)
        problem = Problem(np.array(xs, np.float64), np.array(ys, np.float64), c, limit)
        with np.errstate(all="ignore"):  # a wrong kernel may run to infinity
            return self.counts(problem)


def suspects(chance):
    """Draw the right ones, add all that are wrong, and mix them."""
    exact = [
        each.name
        for each in kernels()
        if each.exact
        and each.available
        and (each.toolchain == "cpp" or each.name == "numpy.compacting")
    ]
    chosen = chance.sample(exact, min(6, len(exact)))
    # One thread: on a busy machine a team may wait longer for its threads than it works.
    drawn = [Suspect(name, partial(escape_counts, kernel=name, threads=1)) for name in chosen]
    drawn += [Suspect(counts.__name__, counts, words) for counts, words in WRONG.items()]
    chance.shuffle(drawn)
    return drawn


def strict(re, im, c):
    """Take one step, rounded as Python rounds it."""
    product = re * im
    return (re * re - im * im) + c.real, (product + product) + c.imag


def below_two(re, im):
    """Test as abs() does."""
    return np.hypot(re, im) < 2


def loop(problem, *, step=strict, inside=below_two, trap=0.0, real=np.float64):
    """Count with NumPy, on the points that still live."""
    re = np.tile(problem.xs, problem.height).astype(real)
    im = np.repeat(problem.ys, problem.width).astype(real)
    c = np.complex64(problem.c) if real is np.float32 else problem.c
    counts = np.full(re.size, problem.max_iterations, np.int32)
    pixel = np.arange(re.size)
    for n in range(problem.max_iterations):
        live = inside(re, im)
        counts[pixel[~live]] = n
        live &= re * re + im * im >= trap * trap
        pixel, re, im = pixel[live], re[live], im[live]
        if not pixel.size:
            break
        re, im = step(re, im, c)
    return counts.reshape(problem.shape)


def fused_step(re, im, c):
    """Take one step whose re*re is not rounded before im*im is taken from it."""
    square, product = im * im, re * im
    high = re * re
    # What high lost in rounding, by Dekker's halves; then what the difference lost.
    half = re * 134217729.0
    upper = half - (half - re)
    lower = re - upper
    lost = ((upper * upper - high) + 2 * upper * lower) + lower * lower
    difference = high - square
    back = difference - high
    lost += (high - (difference - back)) - (square + back)
    return (difference + lost) + c.real, (product + product) + c.imag


def two_pixels_swapped(problem):
    """Exchange two pixels that differ, if there are such."""
    counts = right(problem)
    flat, one = counts.ravel(), counts.size // 3
    other = int((flat != flat[one]).argmax())
    if flat[other] != flat[one]:
        flat[[one, other]] = flat[[other, one]]
    return counts


def kept(problem):
    """Keep the answer for each size."""
    return KEPT.setdefault((problem.shape, problem.max_iterations), right(problem))


def upside_down(problem):
    """Return the rows in reverse order."""
    return right(problem)[::-1].copy()


def transposed(problem):
    """Return columns for rows."""
    return right(problem).T.reshape(problem.shape).copy()


def single_precision(problem):
    """Count in float32."""
    return loop(problem, real=np.float32)


def fused(problem):
    """Leave out one rounding."""
    return loop(problem, step=fused_step)


def not_strictly(problem):
    """Test abs(z) <= 2."""
    return loop(problem, inside=lambda re, im: np.hypot(re, im) <= 2)


def squares(problem):
    """Test the sum of squares."""
    return loop(problem, inside=lambda re, im: re * re + im * im < 4)


def guessed_trap(problem):
    """Use the trap of the book's c for every c."""
    return loop(problem, trap=0.146)


def forgets(problem):
    """Count an orbit that has come back from outside."""
    re, im = np.tile(problem.xs, problem.height), np.repeat(problem.ys, problem.width)
    counts, pixel = np.zeros(re.size, np.int32), np.arange(re.size)
    for _ in range(problem.max_iterations):
        away = np.hypot(re, im)
        counts[pixel] += away < 2
        may_return = away < 2 + abs(problem.c)
        pixel, re, im = pixel[may_return], re[may_return], im[may_return]
        re, im = strict(re, im, problem.c)
    return counts.reshape(problem.shape)


def every_second_look(problem):
    """Look at every second z, and correct the count if the one before was outside."""
    re, im = np.tile(problem.xs, problem.height), np.repeat(problem.ys, problem.width)
    counts = np.full(re.size, problem.max_iterations, np.int32)
    pixel = np.arange(re.size)
    for n in range(0, problem.max_iterations, 2):
        next_re, next_im = strict(re, im, problem.c)
        live = below_two(next_re, next_im)
        counts[pixel[~live]] = (n + below_two(re, im))[~live]
        pixel = pixel[live]
        re, im = strict(next_re[live], next_im[live], problem.c)
    return counts.reshape(problem.shape)


def rows_in_pairs(problem):
    """Forget the last row if it has no partner."""
    counts = right(problem)
    if problem.height % 2:
        counts[-1] = 0
    return counts


def step_before_limit(problem):
    """Look at the limit after a step."""
    if problem.max_iterations:
        return right(problem)
    return right(Problem(problem.xs, problem.ys, problem.c, 1))


def equal_steps(problem):
    """Compute the axes from their ends."""
    axes = (np.linspace(axis[0], axis[-1], axis.size) for axis in (problem.xs, problem.ys))
    return right(Problem(*axes, problem.c, problem.max_iterations))


KEPT = {}  # this file is run again for each check

WRONG = {
    two_pixels_swapped: (
        "Two of its pixels have changed places. No sum of any picture shows that: compare pixels."
    ),
    upside_down: "Its picture is upside down. Each sum is right, but nearly every pixel is wrong.",
    transposed: "It exchanges rows and columns. Each sum is right; compare counts[j, i].",
    single_precision: (
        "It computes in float32. In small pictures only a few pixels near the edge of the set show "
        "it."
    ),
    fused: (
        "It leaves one rounding of re*re - im*im out, as a fused instruction does. No pixel of the "
        "book's picture shows it; a picture with c = -0.8+0.156j and limit 1000 does."
    ),
    not_strictly: (
        "It tests abs(z) <= 2. That shows only where abs(z) is 2 exactly: put 2 or -2 on an axis, "
        "and 0 on the other one."
    ),
    squares: (
        "It tests x*x + y*y < 4, which is abs(z) < 2 except for rounding. It shows at a few points "
        "in a thousand that lie on the circle of radius 2: 2*cos(t) and 2*sin(t), many of them."
    ),
    guessed_trap: (
        "It assumes that an orbit that comes near 0 is caught. That is right for the book's c, but "
        "not for others: ask about another c."
    ),
    forgets: (
        "It goes on counting when an orbit that was outside comes back. That needs abs(c) > 2."
    ),
    every_second_look: (
        "It looks at every second z only, and misses those that are outside in between and come "
        "back. That needs abs(c) > 2."
    ),
    rows_in_pairs: "It works on two rows at a time, and forgets the last one of an odd number.",
    step_before_limit: "It looks at the limit after a step: with limit 0 it counts 1.",
    equal_steps: (
        "It computes the axes from their ends, as if all steps were equal. Axes may be any numbers."
    ),
    kept: (
        "It keeps its answers, and returns them again for any picture of the same size: ask for "
        "two pictures of one size."
    ),
}
