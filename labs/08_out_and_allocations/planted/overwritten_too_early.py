# fails with: needs re as it was
"""No new array, and no old re: the product is that of the new one."""

import numpy as np


def advance(re, im, c, number, work):
    """Do the steps in an order that reads what was overwritten."""
    for _ in range(number):
        np.multiply(im, im, out=work)
        np.multiply(re, re, out=re)
        np.subtract(re, work, out=re)
        np.add(re, c.real, out=re)
        np.multiply(re, im, out=im)
        np.add(im, im, out=im)
        np.add(im, c.imag, out=im)
