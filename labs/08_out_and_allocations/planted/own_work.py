# fails with: array of this size is made
"""A scratch array of its own, made once, although `work` is there."""

import numpy as np


def advance(re, im, c, number, work):
    """Do the steps without what was given."""
    own = np.empty_like(re)
    for _ in range(number):
        np.multiply(re, im, out=own)
        np.multiply(re, re, out=re)
        np.multiply(im, im, out=im)
        np.subtract(re, im, out=re)
        np.add(re, c.real, out=re)
        np.add(own, own, out=im)
        np.add(im, c.imag, out=im)
