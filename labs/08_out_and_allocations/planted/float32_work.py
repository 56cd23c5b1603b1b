# fails with: of float32
"""Half the bytes for the scratch, and half the digits."""

import numpy as np


def advance(re, im, c, number, work):
    """Do the steps with a product of single precision."""
    own = work.view(np.float32)[: len(re)]
    for _ in range(number):
        np.multiply(re, im, out=own, casting="same_kind")
        np.multiply(re, re, out=re)
        np.multiply(im, im, out=im)
        np.subtract(re, im, out=re)
        np.add(re, c.real, out=re)
        np.add(own, own, out=im)
        np.add(im, c.imag, out=im)
