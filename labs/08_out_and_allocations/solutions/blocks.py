"""A piece at a time, through pieces of work: small enough to stay in the cache."""

import numpy as np

BLOCK = 4096


def advance(re, im, c, number, work):
    """Do `number` steps of z = z*z + c; re and im are changed in place."""
    for first in range(0, len(re), BLOCK):
        x, y, product = (each[first : first + BLOCK] for each in (re, im, work))
        for _ in range(number):
            np.multiply(x, y, out=product)
            # These temporaries have 32 KiB: malloc does not ask Linux for so few.
            x[:] = x * x - y * y + c.real
            np.add(product, product, out=y)
            y += c.imag
