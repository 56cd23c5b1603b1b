"""The proofs behind cpp.balls, compared with brute force: a trap keeps every point in it."""

import math
import random
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from juliaset import Problem, _native, escape_counts
from juliaset.images.trap import TILE, draw, prove
from juliaset.problem import BOOK_C

SEED = 20240229
Points = npt.NDArray[np.complex128]


def steps_until_escape(z: Points, c: complex, most: int) -> npt.NDArray[np.int64]:
    """Count as the textbook does, many points at a time; `most` for those that stay."""
    counts = np.full(z.shape, most)
    for n in range(most):
        gone = (np.abs(z) >= 2) & (counts == most)
        counts[gone] = n
        z = np.where(counts == most, z * z + c, 0)
    return counts


def near_the_boundary(r: random.Random) -> complex:
    """Find a c close to the edge of the Mandelbrot set, where traps are small and proofs tight."""
    angle = r.uniform(0, math.tau)
    inside, outside = 0j, 2.1 * complex(math.cos(angle), math.sin(angle))
    for _ in range(r.randint(4, 40)):
        middle = (inside + outside) / 2
        z, n = 0j, 0
        while abs(z) < 2 and n < 500:
            z, n = z * z + middle, n + 1
        inside, outside = (middle, outside) if n == 500 else (inside, middle)
    return r.choice((inside, outside))


def some_c(number: int) -> list[complex]:
    r = random.Random(SEED)
    edge = [near_the_boundary(r) for _ in range(number)]
    anywhere = [complex(r.uniform(-2, 1), r.uniform(-1.5, 1.5)) for _ in range(number)]
    within = [r.uniform(0.5, 0.97) * near_the_boundary(r) for _ in range(number)]
    return [*edge, *anywhere, *within]


def test_the_book_s_trap_is_where_it_should_be() -> None:
    assert _native.trap_radius(BOOK_C) == pytest.approx(0.1465, rel=0.03)


@pytest.mark.parametrize("c", [1, 0.26, -2.1, 1j, 1e150, complex(0, -3), 0.25 + 1e-9])
def test_where_the_critical_orbit_leaves_or_wanders_there_is_no_trap(c: complex) -> None:
    assert _native.trap_radius(complex(c)) == 0


@pytest.mark.parametrize("c", [0j, -1 + 0j, -0.1 + 0.1j, -0.12 + 0.74j, 0.2 + 0j])
def test_where_it_settles_there_is_one(c: complex) -> None:
    assert _native.trap_radius(c) > 0.01


def check_trap(c: complex, r: np.random.Generator, points: int, steps: int) -> bool:
    radius = _native.trap_radius(c)
    if radius == 0:
        return False
    rim = radius * (1 - 2**-30) * np.exp(1j * r.uniform(0, math.tau, points))
    within = rim * np.sqrt(r.uniform(0, 1, points))
    start = np.concatenate([rim, within, [0, c]])
    assert (steps_until_escape(start, c, steps) == steps).all(), (c, radius)
    return True


def every_step(radius: float, c: complex) -> bool:
    """Follow the ball for all steps of the proof, as trap.hpp does, but without an early end."""
    re, im, rho = 0.0, 0.0, radius
    for _ in range(256):
        rho = rho * (math.sqrt(re * re + im * im) * 2.0 + rho) * (1 + 2**-42) + 2**-43
        re, im = (re * re - im * im) + c.real, (re * im + re * im) + c.imag
        reach = math.sqrt(re * re + im * im) * (1 + 2**-42) + rho
        if not reach < 2 - 2**-30:
            return False
        if reach < radius:
            return True
    return False


def searched(c: complex) -> float:
    """Find the radius of the trap by all tries down to the smallest disc."""
    radius = 1.0
    while not every_step(radius, c):
        radius *= 0.98
        if radius < 2**-10:
            return 0
    above = radius / 0.98
    for _ in range(4):
        middle = 0.5 * (radius + above)
        radius, above = (middle, above) if every_step(middle, c) else (radius, middle)
    return radius


def test_the_search_ends_early_only_where_nothing_is_left() -> None:
    for c in [0.25 + 0j, -0.75 + 0j, 0.25 + 0.5j, BOOK_C, *some_c(12)]:
        assert _native.trap_radius(c) == searched(c), c


def test_nobody_leaves_a_trap() -> None:
    r = np.random.default_rng(SEED)
    found = sum(check_trap(c, r, 40, 400) for c in some_c(200))
    assert found > 60


@pytest.mark.slow
def test_nobody_leaves_a_trap_of_many_thousands() -> None:
    r = np.random.default_rng(SEED + 1)
    found = sum(check_trap(c, r, 60, 1000) for c in some_c(10_000))
    assert found > 5000


def check_tiles(problem: Problem) -> float:
    """Compare every tile with the counts of its pixels; return the share that is decided."""
    proof = prove(problem)
    counts = escape_counts(problem, "cpp.scalar")
    for row in range(proof.tiles.shape[0]):
        for column in range(proof.tiles.shape[1]):
            pixels = counts[row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE]
            fate = int(proof.tiles[row, column])
            if fate >= 0:
                assert (pixels == fate).all(), (problem.c, row, column, fate)
            else:
                assert (pixels >= -1 - fate).all(), (problem.c, row, column, fate)
    return proof.decided


def some_problem(r: random.Random, c: complex) -> Problem:
    """Make a view, near or far, of the plane; or axes without any order."""
    limit = r.choice((0, 1, 2, 15, 16, 17, 60, 300))
    width, height = r.randint(1, 50), r.randint(1, 50)
    if r.random() < 0.2:
        axes = [
            [r.choice((0.0, -1.9, 2.0, r.gauss(0, 1))) for _ in range(n)] for n in (width, height)
        ]
        return Problem(np.array(axes[0]), np.array(axes[1]), c, limit)
    half = 10.0 ** r.uniform(-14, 0.5)
    x, y = r.uniform(-2, 2), r.uniform(-2, 2)
    window = (x - half, x + half, y - half, y + half)
    return Problem.view(window, width, height, c, limit)


def test_a_tile_s_fate_is_that_of_all_its_pixels() -> None:
    r = random.Random(SEED)
    shares = [check_tiles(some_problem(r, c)) for c in some_c(150)]
    assert sum(shares) / len(shares) > 0.3


def test_so_it_is_where_an_orbit_may_come_back_from_outside() -> None:
    r = random.Random(SEED)
    for _ in range(200):
        c = complex(r.uniform(-6, 6), r.uniform(-6, 6)) * r.choice((1, 1, 1, 100, 1e10, 1e150 / 10))
        check_tiles(some_problem(r, c))


@pytest.mark.parametrize("far", [1e3, 1e16, 1e100, 1e150])
def test_axes_may_reach_far(far: float) -> None:
    axis = np.array([-far, -1.9, -0.5, 0.0, 1e-300, 0.5, 1.9, 2.0, far, far / 3, 0.1, 0.2])
    for c in (BOOK_C, 0j, -1 + 0j, 1j, 3 + 0j):
        check_tiles(Problem(axis, axis[::-1].copy(), c, 40))


@pytest.mark.slow
def test_a_tile_s_fate_over_thousands_of_c() -> None:
    r = random.Random(SEED + 1)
    for c in some_c(2000):
        check_tiles(some_problem(r, c))


def test_most_of_the_book_s_tiles_are_decided() -> None:
    assert prove(Problem.book()).decided > 0.7


def test_the_picture_shows_disc_and_tiles(tmp_path: Path) -> None:
    path = tmp_path / "trap.png"
    proof = draw(path, -1 + 0j, None, (200, 100), 100)
    assert proof.radius > 0
    with Image.open(path) as image:
        assert image.size == (200, 100)
        colours = image.convert("RGB").getcolors(200 * 100) or []
    assert len(colours) > 20
