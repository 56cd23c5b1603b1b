"""The bounds behind cpp.mirror are compared with exact arithmetic; each smaller constant fails.

Brute force cannot do this: orbits that begin near each other are rounded alike, so that a bound
without any rounding in it stands for millions of pixels. docs/trap.md has the proof.
"""

import cmath
import ctypes
import math
import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from exact_orbits import FINE, TWO_STEPS_OFF, U, distances, hard_orbits, orbit, some_orbits, step

from planted_constants import shared_library, with_parts

SEED = 20240229
SOURCE = Path(__file__).with_name("mirror_bounds.cpp")
# What no rounding of the bound itself uses up: that takes less than a part in 2^19.
TO_SPARE = 1 + Fraction(1, 2**12)
# How many times each may be called, how many steps that is each time, and up to what its bound
# counts: beyond it an image is not sure.
BOUNDS = {
    "tested": (16, 1, 2.0**-24),
    "in_tile_pass": (12, 1, 2.0**-24),
    "untested": (13, 1, 2.0**-34),
    "four_untested": (3, 4, 2.0**-34),
    "in_ball": (12, 1, 2.0**-10),
}
STARTS = (
    0.0,
    *(2.0 ** (-16 - 2 * k) for k in range(10)),
    *(2.0 ** (-36 - k / 2) for k in range(32)),
)

# Each constant of the proof, a little smaller than it has to be.
TOO_SMALL = {
    "two steps": [("40 * half_ulp_of_one", "20 * half_ulp_of_one")],
    "rounding of tested steps": [("0x1p-56", "0x1p-59")],
    "room for it": [("Real(1 + 0x1p-4)", "Real(1 - 0x1p-4)")],
    "rounding of four steps": [("0x1p-51", "0x1p-53")],
    "room for that": [("256 * (1 + 0x1p-4 + 0x1p-9)", "256.0")],
    "growth of a step": [("most_growth = 4 + 0x1p-6", "most_growth = 4 - 0x1p-6")],
    "least growth of a step": [("Doubles(0.25)", "Doubles(0.125)")],
    "square of a distance": [("(product + apart)", "(product + apart * Doubles(0x1p-10))")],
    "no rounding at all": [
        ("40 * half_ulp_of_one", "0"),
        ("0x1p-56", "0.0"),
        ("0x1p-51", "0.0"),
    ],
}


def too_small(bounds: ctypes.CDLL, z: complex, c: complex) -> Iterator[str | None]:
    """Compare all bounds of an orbit; yield what is wrong with each, or None."""
    points = orbit(z, c)
    for start in STARTS:
        apart = distances(points, start)
        for name, (most, each, largest) in BOUNDS.items():
            function = getattr(bounds, name)
            for times in range(1, min(most, len(points) // each) + 1):
                bound = function(z.real, z.imag, c.real, c.imag, start, times)
                if not 0 <= bound <= largest:
                    continue
                needed = apart[times * each]
                if name != "in_ball":
                    needed = needed**2 * TO_SPARE
                wrong = f"{name}, {times} times, from {start} apart: z = {z}, c = {c}"
                yield wrong if bound < needed else None


def library(folder: Path, wrong: list[tuple[str, str]]) -> ctypes.CDLL:
    """Compile the bounds, with other words in the headers of the kernels."""
    found = shared_library(with_parts(folder, SOURCE, wrong))
    for name in BOUNDS:
        function = getattr(found, name)
        function.argtypes = [ctypes.c_double] * 5 + [ctypes.c_int]
        function.restype = ctypes.c_double
    found.off_image.restype = ctypes.c_double
    found.leaves_the_band.argtypes = [ctypes.c_double]
    return found


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    return library(tmp_path_factory.mktemp("bounds"), [])


def test_no_bound_is_too_small_where_it_is_hard(ours: ctypes.CDLL) -> None:
    found = [wrong for z, c in hard_orbits() for wrong in too_small(ours, z, c)]
    assert len(found) > 10_000
    assert not [wrong for wrong in found if wrong]


@pytest.mark.slow
def test_no_bound_is_too_small_anywhere_else(ours: ctypes.CDLL) -> None:
    orbits = some_orbits(random.Random(SEED))
    compared = 0
    while compared < 500_000:
        for wrong in too_small(ours, *next(orbits)):
            assert wrong is None
            compared += 1


@pytest.mark.slow
@pytest.mark.parametrize("constant", TOO_SMALL)
def test_a_smaller_constant_is_found(tmp_path: Path, constant: str) -> None:
    wrong = library(tmp_path, TOO_SMALL[constant])
    assert any(found for z, c in hard_orbits() for found in too_small(wrong, z, c))


def test_a_step_is_off_by_less_than_the_proof_says() -> None:
    r = random.Random(SEED)
    largest = Fraction(0)
    for _ in range(2000):
        c = cmath.rect(2 * math.sqrt(r.random()), r.uniform(0, math.tau))
        z = cmath.rect((2 + 2**-10) * r.uniform(0.9, 1), r.uniform(0, math.tau))
        x, y = Fraction(z.real), Fraction(z.imag)
        re, im = (Fraction(part) for part in step(z.real, z.imag, c))
        off = (re - x * x + y * y - Fraction(c.real)) ** 2 + (
            im - 2 * x * y - Fraction(c.imag)
        ) ** 2
        largest = max(largest, off)
    assert (TWO_STEPS_OFF / 8) ** 2 < largest < (TWO_STEPS_OFF / 2) ** 2


def fits(square: Fraction, band: Fraction) -> bool:
    """Return whether a band is wider than 4R + R^2, for this square of R."""
    return band > square and 16 * square < (band - square) ** 2


def constants(bounds: ctypes.CDLL) -> list[Fraction]:
    """Return the constants, as mirror_bounds.cpp lists them."""
    values = (ctypes.c_double * 10)()
    bounds.constants(values)
    return [Fraction(value) for value in values]


def wrong_bands(bounds: ctypes.CDLL) -> list[str]:
    """Name each band around the circle in which a distance that counts as sure does not fit."""
    exact = constants(bounds)
    bands = {"tile pass": exact[:3], "rounds": exact[3:6]}
    found = [
        name
        for name, (square, inside, outside) in bands.items()
        if not fits(square, min(4 - inside, outside - 4))
    ]
    # Within a block of four steps a distance R grows to less than 65R and 22 roundings.
    if 65**2 * exact[6] >= (exact[7] - 22 * 40 * U) ** 2:
        found.append("trap")
    # From the inner edge of the wider band a step leads outwards by 2 - |c| less three widths.
    largest = max(k / 2**12 for k in range(2**13) if bounds.leaves_the_band(k / 2**12))
    width = 2 - Fraction(math.isqrt(int(exact[4] * FINE**2)), FINE)
    if 2 - Fraction(largest) - 3 * width <= TWO_STEPS_OFF:
        found.append("c")
    return found


def test_the_bands_have_room_for_distances_that_are_sure(ours: ctypes.CDLL) -> None:
    assert not wrong_bands(ours)


@pytest.mark.parametrize(("factor", "sure"), [(1, True), (2, False)])
def test_every_image_is_sure_after_a_tile_pass(
    ours: ctypes.CDLL, factor: int, *, sure: bool
) -> None:
    exact = constants(ours)
    square = 2 * (factor * exact[8]) ** 2  # both axes are off
    start = Fraction(math.isqrt(int(square * FINE**2)) + 1, FINE)
    points = [(2.0, 0.0)] * int(exact[9])
    assert (distances(points, float(start))[-1] ** 2 <= exact[0]) == sure


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("tile pass", "4 - 0x1p-11", "4 - 0x1p-13"),
        ("tile pass", ".most_apart = 0x1p-2", ".most_apart = 0x1p1"),
        ("rounds", ".outside = 4 + 0x1p-9", ".outside = 4 + 0x1p-10"),
        ("rounds", ".most_apart = 0x1p2", ".most_apart = 0x1p5"),
        ("trap", "apart_at_the_trap = 0x1p-10", "apart_at_the_trap = 0x1p-11"),
        ("c", "< 4 - 0x1p-6", "< 4 - 0x1p-9"),
    ],
)
def test_a_band_without_room_is_found(tmp_path: Path, name: str, right: str, wrong: str) -> None:
    assert name in wrong_bands(library(tmp_path, [(right, wrong)]))


@pytest.mark.parametrize("early", [0, 1])
def test_no_point_is_farther_from_its_image_than_the_axes_say(
    ours: ctypes.CDLL, early: int
) -> None:
    r = np.random.default_rng(SEED)
    for points in (3, 8, 41):
        half = r.uniform(0.1, 2, points)
        mirrored = np.concatenate([-half[::-1], half]) + r.uniform(-1, 1, 2 * points) * 8e-13
        axis = np.concatenate([[-1.95] * early, mirrored])
        apart = Fraction(ours.off_image(axis.ctypes.data_as(ctypes.c_void_p), len(axis)))
        sums = [Fraction(a) + Fraction(b) for a, b in zip(mirrored, mirrored[::-1], strict=True)]
        assert 2 * max(off**2 for off in sums) <= apart**2
        assert apart > 0
