"""The counts of a picture with NumPy: the whole array at each step."""

import numpy as np


def counts(xs, ys, c, limit):
    """Return int32[len(ys), len(xs)]: steps of z = z*z + c while abs(z) < 2, at most `limit`."""
    re = np.tile(xs, (len(ys), 1))
    im = np.repeat(ys, len(xs)).reshape(len(ys), len(xs))
    counted = np.zeros(re.shape, np.int32)
    live = np.ones(re.shape, bool)
    # TODO: most points have escaped after a few steps. Work only on those that still live.
    for _ in range(limit):
        live &= re * re + im * im < 4
        if not live.any():
            break
        counted += live
        product = re * im
        np.add(re * re - im * im, c.real, out=re, where=live)
        np.add(product + product, c.imag, out=im, where=live)
    return counted
