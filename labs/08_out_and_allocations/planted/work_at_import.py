# fails with: before it was called
"""A scratch array that is made at the import, large enough for any call."""

import numpy as np

OWN = np.ones(1 << 23)


def advance(re, im, c, number, work):
    """Do the steps in an array of the module's."""
    own = OWN[: len(re)]
    for _ in range(number):
        np.multiply(re, im, out=own)
        np.multiply(re, re, out=re)
        np.multiply(im, im, out=im)
        np.subtract(re, im, out=re)
        np.add(re, c.real, out=re)
        np.add(own, own, out=im)
        np.add(im, c.imag, out=im)
