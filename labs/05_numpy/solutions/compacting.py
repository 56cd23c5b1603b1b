"""The living points are moved together after each step; `pixel` remembers where they belong."""

import numpy as np


def counts(xs, ys, c, limit):
    """Return int32[len(ys), len(xs)]: steps of z = z*z + c while abs(z) < 2, at most `limit`."""
    re = np.tile(xs, len(ys))
    im = np.repeat(ys, len(xs))
    counted = np.full(re.size, limit, np.int32)
    pixel = np.arange(re.size)
    for n in range(limit):
        live = re * re + im * im < 4
        counted[pixel[~live]] = n
        pixel, re, im = pixel[live], re[live], im[live]
        if not pixel.size:
            break
        product = re * im
        re, im = re * re - im * im + c.real, product + product + c.imag
    return counted.reshape(len(ys), len(xs))
