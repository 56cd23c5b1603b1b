# fails with: lanes lie side by side in a row
"""Lanes below each other, rows next to each other."""

import numpy as np


def utilisation(counts, limit, lanes, rows):
    """Take tiles that lie on their side."""
    lanes, rows = rows, lanes
    looks = counts + (counts < limit)
    height, width = looks.shape
    padded = np.pad(looks, ((0, -height % rows), (0, -width % lanes)))
    tiles = padded.reshape(padded.shape[0] // rows, rows, padded.shape[1] // lanes, lanes)
    return looks.sum() / (tiles.max(axis=(1, 3)).sum() * lanes * rows)
