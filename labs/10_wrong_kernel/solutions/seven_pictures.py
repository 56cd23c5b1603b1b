"""Whether a kernel is right: seven small pictures, each for mistakes that the others do not see."""

import numpy as np

BOOK = -0.62772 - 0.42193j


def counts(xs, ys, c, limit):
    """Count as Python does, pixel by pixel; in parts, because some Pythons fuse z * z."""
    counted = np.zeros((len(ys), len(xs)), np.int32)
    for j, y in enumerate(ys.tolist()):
        for i, x in enumerate(xs.tolist()):
            re, im, n = x, y, 0
            while n < limit and abs(complex(re, im)) < 2:
                product = re * im
                re, im = (re * re - im * im) + c.real, (product + product) + c.imag
                n += 1
            counted[j, i] = n
    return counted


def pictures():
    """List axes, c and limit."""
    xs, ys = np.linspace(-1.8, 1.8, 45), np.linspace(1.7, -1.8, 31)
    fine = np.linspace(-1.8, 1.8, 120)
    chance = np.random.default_rng(7)
    scattered = np.sort(chance.uniform(-1.8, 1.8, 30))
    angles = chance.uniform(0, 2 * np.pi, 150)
    exact = np.array([-2.0, 0.0, 2.0])
    return [
        (xs, ys, BOOK, 80),  # odd numbers, not square
        (2 * xs, 2 * ys, -2.5 + 0.1j, 80),  # the same size, and orbits that come back
        (fine, fine, -0.8 + 0.156j, 1000),  # roundings that grow
        (scattered, scattered[::-1].copy(), BOOK, 80),
        (xs, ys, BOOK, 0),
        (exact, exact, BOOK, 5),  # abs(z) is 2
        (2 * np.cos(angles), 2 * np.sin(angles), BOOK, 1),  # and nearly 2
    ]


KNOWN = [(asked, counts(*asked)) for asked in pictures()]


def is_right(kernel):
    """Return whether kernel(xs, ys, c, limit) gives the right counts for any arguments."""
    return all(np.array_equal(kernel(*asked), expected) for asked, expected in KNOWN)
