# fails with: a mean of shares
"""Each tile's share, and their mean: a tile of 2 steps weighs as much as one of 300."""

import numpy as np


def utilisation(counts, limit, lanes, rows):
    """Return the mean of the tiles' shares."""
    looks = counts + (counts < limit)
    height, width = looks.shape
    padded = np.pad(looks, ((0, -height % rows), (0, -width % lanes)))
    tiles = padded.reshape(padded.shape[0] // rows, rows, padded.shape[1] // lanes, lanes)
    return (tiles.sum(axis=(1, 3)) / (tiles.max(axis=(1, 3)) * lanes * rows)).mean()
