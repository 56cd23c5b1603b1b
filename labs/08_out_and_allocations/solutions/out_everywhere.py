"""Steps of z = z*z + c on large arrays: every result goes to an array that exists already."""

import numpy as np


def advance(re, im, c, number, work):
    """Do `number` steps of z = z*z + c; re and im are changed in place."""
    for _ in range(number):
        # The product needs both old values: it is computed first, and waits in work.
        np.multiply(re, im, out=work)
        np.multiply(re, re, out=re)
        np.multiply(im, im, out=im)
        np.subtract(re, im, out=re)
        np.add(re, c.real, out=re)
        np.add(work, work, out=im)
        np.add(im, c.imag, out=im)
