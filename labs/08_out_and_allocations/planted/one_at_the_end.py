# fails with: array of this size is made
"""`im[:] =` writes in place, but the array on its right is made first."""

import numpy as np


def advance(re, im, c, number, work):
    """Do the steps, with a temporary in each."""
    for _ in range(number):
        np.multiply(re, im, out=work)
        np.multiply(re, re, out=re)
        np.multiply(im, im, out=im)
        np.subtract(re, im, out=re)
        np.add(re, c.real, out=re)
        np.add(work, work, out=work)
        im[:] = work + c.imag
