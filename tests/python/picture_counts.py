"""Counts for tests of pictures, which NumPy computes without a kernel of the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LIMIT = 60


def escape_counts(size: int, c: complex = -0.12 + 0.74j) -> NDArray[np.int32]:
    axis = np.linspace(-1.8, 1.8, size)
    z = axis[np.newaxis, :] + 1j * axis[::-1, np.newaxis]
    counts = np.zeros(z.shape, dtype=np.int32)
    for _ in range(LIMIT):
        live = np.abs(z) < 2
        z[live] = z[live] ** 2 + c
        counts += live
    return counts
