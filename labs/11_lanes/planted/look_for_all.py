# fails with: A pixel that reaches the limit never gets the look
"""One look more for each pixel, also for those that never escape."""

import numpy as np


def utilisation(counts, limit, lanes, rows):
    """Return the share of useful lane steps, in tiles of `lanes` columns x `rows` rows."""
    looks = counts + 1
    height, width = looks.shape
    padded = np.pad(looks, ((0, -height % rows), (0, -width % lanes)))
    tiles = padded.reshape(padded.shape[0] // rows, rows, padded.shape[1] // lanes, lanes)
    return looks.sum() / (tiles.max(axis=(1, 3)).sum() * rows * lanes)
