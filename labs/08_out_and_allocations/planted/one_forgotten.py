# fails with: array of this size is made
"""Six operations have a place, and the seventh makes a new array."""

import numpy as np


def advance(re, im, c, number, work):
    """Do the steps, with one temporary left."""
    for _ in range(number):
        np.multiply(re, im, out=work)
        np.multiply(re, re, out=re)
        np.subtract(re, im * im, out=re)
        np.add(re, c.real, out=re)
        np.add(work, work, out=im)
        np.add(im, c.imag, out=im)
