"""Problems that no submission has seen before: the grader draws new ones for each check.

They look like the book's picture, so that what a learner measured also holds here; but size, window
and constant are known only to the grader, and an answer that was kept is the wrong one.
"""

from collections.abc import Iterator
from random import Random, SystemRandom

import numpy as np

from juliaset.problem import BOOK_C, Problem

# Around the book's constant: most of the work is in pixels that never escape.
_NEAR = 0.004
# Constants of other kinds: dust, a spiral, a dendrite, two cycles.
_OTHERS = (-0.8 + 0.156j, 0.285 + 0.01j, 1j, -1 + 0j, -0.123 + 0.745j)
# Orbits that leave and come back below 2: a pixel that has left must stay outside all the same.
_BEYOND = (-2.1 + 0j, 1.9 + 0.9j, -3 + 0.2j)


def new_seed() -> int:
    """Return a seed that a submission cannot predict."""
    return SystemRandom().getrandbits(64)


def seeded(seed: int) -> Random:
    """Return the source of random numbers of a check."""
    return Random(seed)  # noqa: S311 - the seed is the secret


def near_the_book(random: Random, width: int, limit: int = 300, spread: int = 4) -> Problem:
    """Return a picture like the book's, a few pixels larger or smaller."""
    c = BOOK_C + complex(random.uniform(-_NEAR, _NEAR), random.uniform(-_NEAR, _NEAR))
    edge = random.uniform(1.75, 1.82)
    across = width + random.randint(-spread, spread)
    down = width + random.randint(-spread, spread)
    return Problem.view((-edge, edge, -edge, edge), across, down, c, limit)


def endless_problems(random: Random, width: int, limit: int = 300) -> Iterator[Problem]:
    """Yield pictures like the book's, of one size and nearly the same work: for a race."""
    while True:
        yield near_the_book(random, width, limit, spread=0)


def varied_problems(random: Random, limit: int = 150) -> list[Problem]:
    """Return small pictures in which mistakes show: odd sizes, other constants, single rows."""
    # Two of one size, to catch answers that are kept by their shape.
    problems = [near_the_book(random, 60, limit, spread=0) for _ in range(2)]
    # Dust, in which every rounding shows.
    dust = _OTHERS[0] + complex(random.uniform(-1e-4, 1e-4), random.uniform(-1e-4, 1e-4))
    problems.append(Problem.view(width=random.randint(140, 160), c=dust, max_iterations=300))
    for c in random.sample((*_OTHERS, *_BEYOND), len(_OTHERS) + len(_BEYOND)):
        moved = c + complex(random.uniform(-1e-3, 1e-3), random.uniform(-1e-3, 1e-3))
        edge = random.uniform(2.8, 3) if c in _BEYOND else random.uniform(1.5, 2.5)
        size = random.randint(41, 67), random.randint(41, 67)
        problems.append(Problem.view((-edge, edge, -edge, edge), *size, moved, limit))
    problems.append(Problem.view((-1.7, 1.7, 0.1, 0.2), random.randint(40, 90), 1, BOOK_C, limit))
    problems.append(Problem.view((-0.2, 0.1, -1.7, 1.7), 1, random.randint(40, 90), BOOK_C, limit))
    # Axes that are not equally spaced.
    xs = np.sort(np.array([random.uniform(-1.8, 1.8) for _ in range(37)]))
    ys = np.sort(np.array([random.uniform(-1.8, 1.8) for _ in range(23)]))[::-1].copy()
    problems.append(Problem(xs, ys, BOOK_C, limit))
    return problems
