# fails with: counts of float32 arithmetic
"""Half the bytes, and wrong pixels near the edge of the set."""

import numpy as np


def counts(xs, ys, c, limit):
    """Return the counts in single precision."""
    re = np.tile(xs.astype(np.float32), len(ys))
    im = np.repeat(ys.astype(np.float32), len(xs))
    c_re, c_im = np.float32(c.real), np.float32(c.imag)
    counted = np.full(re.size, limit, np.int32)
    pixel = np.arange(re.size)
    for n in range(limit):
        live = re * re + im * im < 4
        counted[pixel[~live]] = n
        pixel, re, im = pixel[live], re[live], im[live]
        product = re * im
        re, im = re * re - im * im + c_re, product + product + c_im
    return counted.reshape(len(ys), len(xs))
