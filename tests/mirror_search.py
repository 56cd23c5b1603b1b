"""Look for a pixel that a kernel with a mirror counts wrong, in pictures made to be hard for it.

    python tests/mirror_search.py --pixels 1e9 --seed 1

Each picture is counted by cpp.scalar too. The first difference ends the search with exit code 1.
"""

import argparse
import cmath
import math
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from juliaset import Problem, escape_counts, kernels
from juliaset.problem import BOOK_C, Counts

Axis = npt.NDArray[np.float64]
Count = Callable[[Problem], Counts]

# How far points are moved from their mirror images. The kernel takes no more than 1.8e-12 each way.
OFF = (0.0, 1e-20, 1e-18, 1e-16, 1e-15, 1e-14, 1e-13, 1e-12, 1.8e-12, 2e-12)
SOME_C = (BOOK_C, -0.8 + 0.156j, 1j, 0.25 + 0j, 0.24 + 0j, -1 + 0j, -0.12 + 0.74j, 0j, -1.9 + 0.1j)
LIMITS = (0, 1, 2, 11, 12, 13, 14, 24, 25, 26, 60, 300, 300, 1000)


@dataclass
class Found:
    """A pixel that two kernels do not agree on."""

    problem: Problem
    row: int
    column: int
    expected: int
    got: int

    def __str__(self) -> str:
        """Name the pixel, and what is needed to count it again."""
        x, y = self.problem.xs[self.column], self.problem.ys[self.row]
        return (
            f"c = {self.problem.c!r}, limit {self.problem.max_iterations}, pixel {self.row}, "
            f"{self.column} of {self.problem.shape}, z = {x!r}, {y!r}: {self.got} instead of "
            f"{self.expected}"
        )


def a_c(r: random.Random) -> complex:
    """Draw a constant: a known one, one from anywhere, or one near the Mandelbrot set's edge."""
    kind = r.random()
    if kind < 0.4:
        return r.choice(SOME_C)
    if kind < 0.6:
        return cmath.rect(2.0 * math.sqrt(r.random()), r.uniform(0, math.tau))
    inside, outside = 0j, cmath.rect(2.1, r.uniform(0, math.tau))
    for _ in range(r.randint(4, 40)):
        middle = (inside + outside) / 2
        z, n = 0j, 0
        while abs(z) < 2 and n < 200:
            z, n = z * z + middle, n + 1
        inside, outside = (middle, outside) if n == 200 else (inside, middle)
    return r.choice((inside, outside))


def on_the_circle_later(
    r: random.Random, c: complex, pairs: int, *, near_the_fixed_point: bool
) -> tuple[Axis, Axis]:
    """Find points whose orbits meet the circle of radius 2, by going back from there.

    Near the fixed point each step parts two orbits as much as any can.
    """
    z = 2 * np.exp(1j * np.array([r.uniform(0, math.tau) for _ in range(pairs)]))
    for _ in range(r.randint(8, 16) if near_the_fixed_point else r.randint(0, 60)):
        root = np.sqrt(z - c)
        forward = np.array([near_the_fixed_point or r.random() < 0.5 for _ in range(pairs)])
        z = np.where(forward, root, -root)
    return np.abs(z.real), np.abs(z.imag)


def laid_out(r: random.Random, half: Axis, off: float, *, odd: bool, early: bool) -> Axis:
    """Lay points from 0 to both sides, moved a little; one more at the front if `early`."""
    axis = np.concatenate([-half[::-1], [0.0] if odd else [], half])
    axis += np.array([r.uniform(-off / 2, off / 2) for _ in axis])
    return np.concatenate([[-1.85], axis]) if early else axis


def picture(r: random.Random, most: int) -> Problem:
    """Draw a picture that is mirrored, or very nearly so."""
    c, off = a_c(r), r.choice(OFF)
    columns, rows = r.randint(2, most // 2), r.randint(2, most // 2)
    kind = r.random()
    if kind < 0.1:
        c = complex(r.choice((-1.9, -1.98, r.uniform(-1.98, -1))))
    if kind < 0.4:
        columns = rows
        across, down = on_the_circle_later(r, c, columns, near_the_fixed_point=kind < 0.1)
    else:
        reach = r.choice((1.8, 1.8, 2.1, r.uniform(0.01, 2)))
        across = (np.arange(columns, dtype=np.float64) + 0.5) * (reach / columns)
        down = (np.arange(rows, dtype=np.float64) + 0.5) * (reach / rows)
    shape = {"odd": r.random() < 0.5, "early": r.random() < 0.5}
    xs = laid_out(r, across, off, **shape)
    ys = -laid_out(r, down, off, **shape)
    return Problem(xs, ys, c, r.choice(LIMITS))


def pictures(seed: int, most: int) -> Iterator[Problem]:
    """Draw pictures of at most `most` + 2 pixels each way, without an end."""
    r = random.Random(seed)
    while True:
        yield picture(r, most)


def counting(name: str) -> Count:
    """Return the function that counts with a kernel."""
    return lambda problem: escape_counts(problem, name)


def plainly(problem: Problem) -> Counts:
    """Count one pixel at a time."""
    return escape_counts(problem, "cpp.scalar")


def difference(problem: Problem, expected: Counts, got: Counts) -> Found | None:
    """Return the first pixel that differs."""
    wrong = np.argwhere(expected != got)
    if not len(wrong):
        return None
    row, column = (int(place) for place in wrong[0])
    return Found(problem, row, column, int(expected[row, column]), int(got[row, column]))


def search(count: list[Count], pixels: int, seed: int, most: int) -> tuple[int, Found | None]:
    """Compare counts of each function with the plain ones; return the pixels compared."""
    done = 0
    for problem in pictures(seed, most):
        expected = plainly(problem)
        for function in count:
            if found := difference(problem, expected, function(problem)):
                return done, found
            done += expected.size
        if done >= pixels:
            break
    return done, None


def mirror_kernels() -> list[str]:
    """Name the kernels with a mirror that this CPU can run."""
    names = ("cpp.mirror_", "cpp.openmp_mirror_")
    return [kernel.name for kernel in kernels() if kernel.name.startswith(names)]


def main() -> int:
    """Search as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pixels", type=float, default=1e7, help="how many are compared at least")
    parser.add_argument("--seconds", type=float, default=math.inf, help="end after so long")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=400, help="pixels of a picture's side")
    options = parser.parse_args()
    names = mirror_kernels()
    count = [counting(name) for name in names]
    begun, done, seed = time.monotonic(), 0, options.seed
    while done < options.pixels and time.monotonic() - begun < options.seconds:
        more, found = search(count, 1_000_000, seed, options.most)
        done, seed = done + more, seed + 1
        if found:
            sys.stdout.write(f"seed {seed - 1}: {found}\n")
            return 1
    seeds = f"seeds {options.seed} to {seed - 1}"
    sys.stdout.write(f"{done} pixels by {len(names)} kernels, {seeds}: all equal\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
