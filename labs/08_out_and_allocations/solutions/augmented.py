"""The same with `*=` and its like, which write into the array on their left."""

import numpy as np


def advance(re, im, c, number, work):
    """Do `number` steps of z = z*z + c; re and im are changed in place."""
    for _ in range(number):
        np.multiply(re, im, out=work)
        re *= re
        im *= im
        re -= im
        re += c.real
        work += work
        np.add(work, c.imag, out=im)
