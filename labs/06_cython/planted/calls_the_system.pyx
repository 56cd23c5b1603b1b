# fails with: calls system() of the system
"""A shell that would work out the answer."""

from libc.stdlib cimport system

import numpy as np


def counts(xs, ys, c, limit):
    """Ask a shell."""
    system(b"juliaset verify")
    return np.zeros((len(ys), len(xs)), np.int32)
