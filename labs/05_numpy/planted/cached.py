# fails with: something is kept from call to call
"""The first answer of each size is kept."""

import numpy as np

KEPT = {}


def counts(xs, ys, c, limit):
    """Return the counts, or those of the first picture of this size."""
    size = len(ys), len(xs)
    if size not in KEPT:
        KEPT[size] = worked_out(xs, ys, c, limit)
    return KEPT[size]


def worked_out(xs, ys, c, limit):
    """Work on the living points only."""
    re, im = np.tile(xs, len(ys)), np.repeat(ys, len(xs))
    counted = np.full(re.size, limit, np.int32)
    pixel = np.arange(re.size)
    for n in range(limit):
        live = re * re + im * im < 4
        counted[pixel[~live]] = n
        pixel, re, im = pixel[live], re[live], im[live]
        product = re * im
        re, im = re * re - im * im + c.real, product + product + c.imag
    return counted.reshape(len(ys), len(xs))
