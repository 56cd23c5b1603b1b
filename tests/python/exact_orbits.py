"""Orbits as the kernels compute them, and in fractions how far apart two of them can be."""

import cmath
import math
import random
from collections.abc import Iterator
from fractions import Fraction

U = Fraction(1, 2**53)
TWO_STEPS_OFF = 36 * U  # each of two orbits by less than 18u: the first section of the proof
FINE = 2**300  # exact numbers grow with each step: they are rounded to the unsafe side, by 2^-300


def step(re: float, im: float, c: complex) -> tuple[float, float]:
    """Take a step as the kernels do, in six roundings."""
    product = re * im
    return (re * re - im * im) + c.real, (product + product) + c.imag


def orbit(z: complex, c: complex) -> list[tuple[float, float]]:
    """Follow an orbit for 16 steps, or until it is not surely inside the circle of radius 2."""
    points = [(z.real, z.imag)]
    while len(points) < 17:
        points.append(step(*points[-1], c))
    norms = [re * re + im * im for re, im in points]
    return points[: next((n for n, norm in enumerate(norms) if norm >= 4 - 2**-9), 16)]


def distances(points: list[tuple[float, float]], start: float) -> list[Fraction]:
    """Return how far another orbit can be from this one, before the first step and after each."""
    apart = [Fraction(start)]
    for re, im in points:
        square = Fraction(re) ** 2 + Fraction(im) ** 2
        distance = Fraction(math.isqrt(int(square * FINE**2)), FINE)
        after = apart[-1] * (2 * distance + apart[-1]) + TWO_STEPS_OFF
        apart.append(Fraction(int(after * FINE), FINE))
    return apart


def hard_orbits() -> Iterator[tuple[complex, complex]]:
    """Yield z and c: where steps neither part two orbits nor draw them together, and the like."""
    yield 0.5 + 0j, 0.25 + 0j
    yield 0j, 0.01 + 0j  # they draw them together
    c = -1.98 + 0j
    yield (1 + cmath.sqrt(1 - 4 * c)) / 2, c  # they part them as much as any
    z = math.sqrt(-c.real)
    for _ in range(2):
        z = math.sqrt(z - c.real)
    for off in (0, 1e-3, 1e-4, 1e-5, 1e-6):
        yield complex(z + off), c  # from far out to 0, or near it, in three steps


def some_orbits(r: random.Random) -> Iterator[tuple[complex, complex]]:
    """Yield z and c: points that go backwards from the circle for some steps, so that they stay."""
    while True:
        c = cmath.rect(1.99 * math.sqrt(r.random()), r.uniform(0, math.tau))
        z = cmath.rect(r.uniform(0, 2), r.uniform(0, math.tau))
        for _ in range(r.randint(0, 30)):
            z = cmath.sqrt(z - c) * r.choice((1, -1))
        yield z, c
